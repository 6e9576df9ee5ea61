"""Addresses of the API; unknown ones are answered in its own form, not by a web page."""

from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from cms.api import api, not_found

urlpatterns = [
    path("api/v1/", api.urls),
    # Other parts of the API (verification) keep addresses of their own beside this version.
    re_path(r"^api/v1/.*$", csrf_exempt(not_found)),
]
