"""Address of the public search."""

from django.urls import include, path

from search import views
from search.completion import completing
from search.desk import verify_views
from search.page import export_view

urlpatterns = [
    path("", include("search.feeds.urls")),
    path("", include("search.alerts.urls")),
    path("search/export.<slug:kind>", export_view.export, name="export_search"),
    path("search/", views.search, name="search"),
    path("search/suggest", completing.suggest, name="suggest"),
    path("verify/", verify_views.desk, name="verify"),
    path("verify/offline.html", verify_views.offline, name="verify_offline"),
    path("v/<str:code>", verify_views.by_code, name="verify_code"),
    path("api/verify", verify_views.api, name="verify_api"),
    path("ledger/parts.json", verify_views.parts, name="ledger_parts"),
]
