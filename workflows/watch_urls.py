"""Addresses of what comes after the release: reports, takedowns, incidents, second looks."""

from django.urls import path

from workflows.views import incidents, reports, takedown

urlpatterns = [
    path("reports/", reports.ReportList.as_view(), name="reports"),
    path("reports/of/<int:page>/", reports.ReportsOf.as_view(), name="reports_of"),
    path("reports/<str:receipt>/", reports.Report.as_view(), name="report"),
    path("take-down/<int:page>/", takedown.TakeDown.as_view(), name="take_down"),
    path("takedown/<int:page>/", takedown.TakedownStatus.as_view(), name="takedown"),
    path("incidents/", incidents.IncidentList.as_view(), name="incidents"),
    path("incidents/<str:serial>/", incidents.IncidentScreen.as_view(), name="incident"),
    path("incidents/<str:serial>/print/", incidents.IncidentPrint.as_view(), name="incident_print"),
]
