"""The whole URL map on one screen. Apps that bring addresses name them in their own urls.py."""

from django.contrib import admin
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

handler404 = "django.views.defaults.page_not_found"
urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("django-admin/", admin.site.urls),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("search.urls")),
    path("", include("ledger.urls")),
    path("", include("cms.api_urls")),
    path("", include("supervision.urls")),
    path("", include("home.urls")),
    # Tree addresses last: they only redirect to number addresses.
    path("", include(wagtail_urls)),
]
