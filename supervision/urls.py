"""Public addresses of what oversees the site."""

from django.urls import path

from supervision.attribute import public as attribute
from supervision.coverage import public as coverage
from supervision.sitecheck import public as sitecheck

urlpatterns = [
    path("site-check/", sitecheck.site_check, name="site_check"),
    path("withheld/", attribute.withheld, name="withheld"),
    path("scoreboard/", coverage.scoreboard, name="scoreboard"),
    path("scoreboard/export/", coverage.exports, name="coverage_exports"),
    path("scoreboard/export/<str:day>.zip", coverage.export_zip, name="coverage_zip"),
    path("scoreboard/export/<str:day>/<str:name>", coverage.export_file, name="coverage_file"),
]
