"""Addresses of the feeds; the ending names the format."""

from django.urls import path, register_converter

from . import views
from .formats import FORMATS


class FeedKind:
    """One of the formats."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FeedKind, "feed_kind")

urlpatterns = [
    path("search/feed.<feed_kind:kind>", views.search, name="feed_search"),
    path("feeds/", views.overview, name="feeds"),
    path("feeds/latest.<feed_kind:kind>", views.latest, name="feed_latest"),
    path("feeds/removed.<feed_kind:kind>", views.removed, name="feed_removed"),
    path("feeds/domains/<slug:key>.<feed_kind:kind>", views.domain, name="feed_domain"),
    path("feeds/units/<str:code>.<feed_kind:kind>", views.unit, name="feed_unit"),
    path("feeds/regions/<str:code>.<feed_kind:kind>", views.region, name="feed_region"),
    path("feeds/catalogue/<str:code>.<feed_kind:kind>", views.catalogue, name="feed_catalogue"),
]
