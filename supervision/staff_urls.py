"""Addresses of this app in the admin."""

from django.urls import path

from supervision.sitecheck import screens

app_name = "supervision"
urlpatterns = [
    path("site-check/", screens.SiteCheck.as_view(), name="site_check"),
]
