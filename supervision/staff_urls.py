"""Addresses of this app in the admin."""

from django.urls import path

from supervision.attribute import screens as attribute
from supervision.sitecheck import screens as sitecheck

app_name = "supervision"
urlpatterns = [
    path("site-check/", sitecheck.SiteCheck.as_view(), name="site_check"),
    path("withheld/", attribute.WithheldList.as_view(), name="withheld"),
    path("withheld/<int:page>/", attribute.WithheldItem.as_view(), name="withheld_item"),
]
