"""Addresses of the catalogue's screens."""

from django.urls import path

from workflows.catalogue import bases, files, rows, views

app_name = "catalogue_versions"
urlpatterns = [
    path("", views.Index.as_view(), name="index"),
    path("versions/<int:pk>/", views.Version.as_view(), name="version"),
    path("versions/<int:pk>/export.<slug:kind>", files.Export.as_view(), name="export"),
    path("rows/add/", rows.NewRow.as_view(), name="add_row"),
    path("rows/<str:code>/", rows.Row.as_view(), name="row"),
    path("import/", files.Upload.as_view(), name="upload"),
    path("import/<int:pk>/", files.Differences.as_view(), name="import"),
    path("bases/", bases.Bases.as_view(), name="bases"),
]
