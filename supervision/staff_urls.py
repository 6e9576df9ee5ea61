"""Addresses of this app in the admin."""

from django.urls import path

from supervision.attribute import screens as attribute
from supervision.coverage import screens as coverage
from supervision.sitecheck import screens as sitecheck

app_name = "supervision"
urlpatterns = [
    path("site-check/", sitecheck.SiteCheck.as_view(), name="site_check"),
    path("coverage/", coverage.Matrix.as_view(), name="coverage"),
    path(
        "coverage/<str:unit>/<slug:domain>/<slug:stage>/",
        coverage.CellScreen.as_view(),
        name="coverage_cell",
    ),
    path("withheld/", attribute.WithheldList.as_view(), name="withheld"),
    path("withheld/<int:page>/", attribute.WithheldItem.as_view(), name="withheld_item"),
]
