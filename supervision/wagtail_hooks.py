"""Our addresses in the admin; the parts register their own menu entries and panels."""

from django.urls import include, path
from wagtail import hooks

from supervision.attribute import hooks as attribute_hooks  # noqa: F401  (they register themselves)
from supervision.coverage import hooks as coverage_hooks  # noqa: F401
from supervision.sitecheck import hooks as sitecheck_hooks  # noqa: F401


@hooks.register("register_admin_urls")
def register_screens():
    return [path("mingjing/supervision/", include("supervision.staff_urls"))]
