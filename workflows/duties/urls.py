"""Addresses of the duties' screens, below /admin/mingjing/duties/."""

from django.urls import path

from workflows.duties import planning, views

app_name = "duties"
urlpatterns = [
    path("", views.MyDuties.as_view(), name="mine"),
    path("planning/", planning.Planning.as_view(), name="planning"),
    path("<int:pk>/", views.OneDuty.as_view(), name="duty"),
    path("<int:pk>/begin/", views.Begin.as_view(), name="begin"),
]
