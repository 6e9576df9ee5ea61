"""Addresses of what comes after the release: reports, takedowns, incidents, second looks."""

from django.urls import path

from workflows.views import batches, incidents, reports, second_looks, takedown

urlpatterns = [
    path("batches/new/", batches.NewBatch.as_view(), name="batch_new"),
    path("batches/<int:batch>/", batches.BatchScreen.as_view(), name="batch"),
    path("batches/<int:batch>/<int:item>/", batches.BatchRead.as_view(), name="batch_read"),
    path(
        "second-look/<int:clearance>/",
        second_looks.SecondLookScreen.as_view(),
        name="second_look_one",
    ),
    path("miss-rates/", second_looks.MissRates.as_view(), name="miss_rates"),
    path("second-look/", second_looks.SecondLooks.as_view(), name="second_look"),
    path("reports/", reports.ReportList.as_view(), name="reports"),
    path("reports/of/<int:page>/", reports.ReportsOf.as_view(), name="reports_of"),
    path("reports/<str:receipt>/", reports.Report.as_view(), name="report"),
    path("take-down/<int:page>/", takedown.TakeDown.as_view(), name="take_down"),
    path("takedown/<int:page>/", takedown.TakedownStatus.as_view(), name="takedown"),
    path("incidents/", incidents.IncidentList.as_view(), name="incidents"),
    path("incidents/<str:serial>/", incidents.IncidentScreen.as_view(), name="incident"),
    path("incidents/<str:serial>/print/", incidents.IncidentPrint.as_view(), name="incident_print"),
]
