"""Addresses of the screens about the detector's words."""

from django.urls import path

from workflows.lexicons import views

app_name = "lexicon"
urlpatterns = [
    path("effects/", views.Effects.as_view(), name="effects"),
    path("proposals/", views.Proposals.as_view(), name="proposals"),
    path("import/", views.Import.as_view(), name="import"),
    path("export/", views.Export.as_view(), name="export"),
]
