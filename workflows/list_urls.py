"""Addresses of the screens about recipient lists."""

from django.urls import path

from workflows.views import boards, list_acts, list_progress

urlpatterns = [
    path("tables/<int:page>/decide/", list_acts.ListActs.as_view(), name="list_act"),
    path("tables/progress/<str:token>/", list_progress.progress, name="upload_progress"),
    path("tables/<int:page>/board/", boards.Boards.as_view(), name="boards"),
]
