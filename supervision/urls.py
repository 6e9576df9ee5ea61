"""Public addresses of what oversees the site."""

from django.urls import path

from supervision.sitecheck import public

urlpatterns = [
    path("site-check/", public.site_check, name="site_check"),
]
