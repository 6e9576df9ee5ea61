"""Addresses of saved searches."""

from django.urls import path

from . import views

urlpatterns = [
    path("search/alerts/", views.follow, name="alert_follow"),
    path("search/alerts/sent/", views.sent, name="alert_sent"),
    path("search/alerts/stopped/", views.stopped, name="alert_stopped"),
    path("search/alerts/confirm/<str:token>/", views.confirm, name="alert_confirm"),
    path("search/alerts/manage/<str:token>/", views.manage, name="alert_manage"),
    path("search/alerts/stop/<str:token>/", views.stop, name="alert_stop"),
]
