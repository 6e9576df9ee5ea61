"""Addresses of the API; unknown ones are answered in its own form, not by a web page."""

from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from cms import api_docs
from cms.api import api, not_found
from cms.api_door import open_door

# What a citizen asked in words stays between them and the site.
_PRIVATE = {"search"}


def _through_the_door(urls):
    """The addresses that ninja made, each answering through `open_door`."""
    patterns, app, namespace = urls
    for pattern in patterns:
        pattern.callback = open_door(pattern.callback, is_private=pattern.name in _PRIVATE)
    return patterns, app, namespace


urlpatterns = [
    path("api/", api_docs.page, name="api_docs"),
    path("api/v1/docs", api_docs.page, name="api_docs_v1"),
    path("api/v1/docs/go", api_docs.go, name="api_go"),
    path("api/v1/openapi.json", csrf_exempt(open_door(api_docs.openapi)), name="openapi"),
    path("api/v1/", _through_the_door(api.urls)),
    # Other parts of the API (verification) keep addresses of their own beside this version.
    re_path(r"^api/v1/.*$", csrf_exempt(open_door(not_found))),
]
