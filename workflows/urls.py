"""Addresses of our screens in the admin, below /admin/mingjing/."""

from django.urls import path

from workflows import file_urls, list_urls, review_urls, watch_urls
from workflows.views import account_changes, lists, published, queue, steps, work

app_name = "workflows"
urlpatterns = [
    path("work/", work.WorkScreen.as_view(), name="work"),
    path("work/<int:page>/", work.ItemStatus.as_view(), name="work_item"),
    path("published/", published.Published.as_view(), name="published"),
    path("submit/<int:page>/", work.SubmitItem.as_view(), name="submit"),
    path("approve/<int:page>/", steps.Approve.as_view(), name="approve"),
    path("review/", queue.Queue.as_view(), name="queue"),
    path("release/<int:page>/", steps.Release.as_view(), name="release"),
    path("refused/<int:page>/", work.Refused.as_view(), name="refused"),
    path("tables/<int:page>/upload/", lists.Upload.as_view(), name="upload"),
    path("accounts/", account_changes.AccountChanges.as_view(), name="account_changes"),
    path("withdraw/<int:page>/", lists.Withdraw.as_view(), name="withdraw"),
    *file_urls.urlpatterns,
    *list_urls.urlpatterns,
    *review_urls.urlpatterns,
    *watch_urls.urlpatterns,
]
