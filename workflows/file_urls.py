"""Addresses of the review of one file: its pages and their pictures."""

from django.urls import path

from workflows.views.file_pages import FilePage, PublicCopy
from workflows.views.files import ReviewFile

urlpatterns = [
    path("review/<int:page>/files/<uuid:file>/", ReviewFile.as_view(), name="review_file"),
    path(
        "review/<int:page>/files/<uuid:file>/<int:number>.png",
        FilePage.as_view(),
        name="file_page",
    ),
    path("release/<int:page>/files/<int:number>/", PublicCopy.as_view(), name="release_file"),
]
