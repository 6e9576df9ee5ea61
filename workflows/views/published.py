"""What an account's units have published: where a correction or a withdrawal begins."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.translation import gettext_lazy

from disclosure.models import DisclosurePage
from workflows import takedown, worklist
from workflows.views.base import Screen

PER_PAGE = 30


class Published(Screen):
    """Live items of the units in reach, the newest first; found by title or number."""

    template_name = "workflows/published.html"
    page_title = gettext_lazy("已公开的信息")
    header_icon = "view"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        words = self.request.GET.get("q", "").strip()[:100]
        page = Paginator(self._items(words), PER_PAGE).get_page(self.request.GET.get("page"))
        units = takedown.units_to_act_in(self.request.user)
        context.update(words=words, entries=page, takedown_units=units)
        return context

    def _items(self, words: str):
        units = worklist.units_in_sight(self.request.user).values("pk")
        items = DisclosurePage.objects.filter(live=True, unit__in=units)
        for word in words.split()[:8]:
            items = items.filter(Q(title__icontains=word) | Q(number__icontains=word))
        return items.select_related("unit").defer("body").order_by("-last_published_at", "-pk")
