"""What the screens about the search share: who may see them, tabs, breadcrumbs."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

READ = "search.view_askedquery"
KEEP = "search.change_synonymgroup"
TABS = (
    ("asked", "search_staff:asked", _("检索统计")),
    ("synonyms", "synonymgroup:index", _("同义词")),
    ("bets", "bestbet:index", _("编辑推荐")),
    ("relevance", "search_staff:relevance", _("排序说明")),
)


def is_keeper(user) -> bool:
    """Office and administrators keep what the search knows (workflows/setup.py)."""
    return user.has_perm(KEEP)


def may_read(user) -> bool:
    """They and the auditors look at it."""
    return user.has_perm(READ)


class Screen(WagtailAdminTemplateMixin, View):
    """A page of the admin about the search; whoever may not see it finds nothing here."""

    header_icon = "search"
    here = ""
    only_keepers = False
    above: tuple[str, str] | None = None  # (URL name, label) of the screen above

    def dispatch(self, request, *args, **kwargs):
        allowed = is_keeper if self.only_keepers else may_read
        if not allowed(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def get_breadcrumbs_items(self):
        above = [{"url": reverse(self.above[0]), "label": self.above[1]}] if self.above else []
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            tabs=TABS, here=self.here, is_keeper=is_keeper(self.request.user), **kwargs
        )


class Tabbed:
    """A list of Wagtail's own with the tabs of these screens above it."""

    template_name = "search/staff/list.html"
    here = ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(tabs=TABS, here=self.here, **kwargs)
