"""Public addresses of what oversees the site."""

from django.urls import path

from supervision.attribute import public as attribute
from supervision.sitecheck import public as sitecheck

urlpatterns = [
    path("site-check/", sitecheck.site_check, name="site_check"),
    path("withheld/", attribute.withheld, name="withheld"),
]
