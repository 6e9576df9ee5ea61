"""Addresses of the screens about the search."""

from django.urls import path

from search.staff import asked, files, relevance

app_name = "search_staff"
urlpatterns = [
    path("asked/", asked.Asked.as_view(), name="asked"),
    path("asked/<int:query>/", asked.One.as_view(), name="asked_one"),
    path("relevance/", relevance.Relevance.as_view(), name="relevance"),
    path("synonyms/import/", files.Import.as_view(), name="synonyms_import"),
    path("synonyms/export.txt", files.Text.as_view(), name="synonyms_text"),
    path("synonyms/export.csv", files.Csv.as_view(), name="synonyms_csv"),
]
