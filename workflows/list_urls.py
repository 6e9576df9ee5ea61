"""Addresses of the screens about recipient lists."""

from django.urls import path

from workflows.views import boards, list_acts

urlpatterns = [
    path("tables/<int:page>/decide/", list_acts.ListActs.as_view(), name="list_act"),
    path("tables/<int:page>/board/", boards.Boards.as_view(), name="boards"),
]
