"""Screens of Wagtail 8.0.1 that name pages of anybody: held to what the account may see.

The confirmation of a bulk action lists by title the pages on which one may *not* act, and the
report on page types names the page last edited by anyone. Both would show drafts of other units,
and so would the chooser of pages for links.
"""

from django.db.models import Q
from wagtail import hooks
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.permission_policies.pages import PagePermissionPolicy


@hooks.register("construct_page_chooser_queryset")
def public_or_own_pages(pages, request):
    """Links lead to public items of anybody; drafts are named only to those who may see them."""
    own = PagePermissionPolicy().explorable_instances(request.user).values("pk")
    return pages.filter(Q(live=True) | Q(pk__in=own))


def _visible(user, pages) -> set[int]:
    """Ids of those pages that the account finds in its page explorer."""
    ids = [page.pk for page in pages]
    seen = PagePermissionPolicy().explorable_instances(user).filter(pk__in=ids)
    return set(seen.values_list("pk", flat=True))


def _of_bulk_actions(usual):
    def get_actionable_objects(self):
        objects, rest = usual(self)
        hidden = rest["items_with_no_access"]
        seen = _visible(self.request.user, hidden)
        rest["items_with_no_access"] = [page for page in hidden if page.pk in seen]
        return objects, rest

    return get_actionable_objects


def _of_page_types(usual):
    def decorate_paginated_queryset(self, page_types):
        found = usual(self, page_types)
        last = [kind.last_edited_page for kind in found if kind.last_edited_page]
        seen = _visible(self.request.user, last)
        for kind in found:
            if kind.last_edited_page and kind.last_edited_page.pk not in seen:
                kind.last_edited_page = None
        return found

    return decorate_paginated_queryset


PageBulkAction.get_actionable_objects = _of_bulk_actions(PageBulkAction.get_actionable_objects)
PageTypesUsageReportView.decorate_paginated_queryset = _of_page_types(
    PageTypesUsageReportView.decorate_paginated_queryset
)
