"""The reviewer's desk: the queue, what is claimed, what was sent back."""

from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from workflows import batches, claims, roles, worklist
from workflows.review import pace, queue
from workflows.review.queue_filter import QueueFilter
from workflows.views.base import Screen

PER_PAGE = 25
TABS = ("waiting", "mine", "returned")


class Queue(Screen):
    """Everything that waits for review in the reviewer's units, in the order of work."""

    template_name = "workflows/queue.html"
    page_title = gettext_lazy("隐私审查队列")
    header_icon = "glasses"

    @property
    def tab(self) -> str:
        asked = self.request.GET.get("tab", "")
        return asked if asked in TABS else "waiting"

    @cached_property
    def entries(self) -> list[queue.Entry]:
        return queue.entries(self.request.user)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user = self.request.user
        units = list(worklist.acting_units(user, roles.REVIEWER).select_related("region"))
        wish = QueueFilter(self.request.GET, units=units)
        chosen = wish.choose(self._of_tab())
        shown = Paginator(chosen, PER_PAGE).get_page(self.request.GET.get("page"))
        context.update(
            tab=self.tab,
            form=wish,
            filters=len(wish.wanted),
            entries=shown,
            found=len(chosen),
            address=self._address,
            unit_count=len(units),
            waiting=len(self.entries),
            due_today=sum(entry.item.due.tone == "bad" for entry in self.entries),
            mine=sum(entry.is_mine for entry in self.entries),
            minutes=pace.median_minutes(user),
            batchable=sum(entry.may_go_in_a_batch for entry in shown),
            batches=batches.unfinished(user)[:5],
            returns=worklist.items_of_returned(user) if self.tab == "returned" else [],
        )
        return context

    def _of_tab(self) -> list[queue.Entry]:
        if self.tab == "returned":
            return []
        return [e for e in self.entries if e.is_mine] if self.tab == "mine" else self.entries

    @property
    def _address(self) -> str:
        """The query without the page number, to which a page's number is added."""
        query = self.request.GET.copy()
        query.pop("page", None)
        return query.urlencode()

    def post(self, request, *args, **kwargs):
        """领取: the named review, or the most urgent one that the reviewer may take."""
        named = request.POST.get("state", "")
        for entry in self.entries:
            if named and named != str(entry.state.pk):
                continue
            if not named and not (entry.is_free and not entry.is_mine):
                continue
            if not entry.objections and claims.claim(entry.state, request.user):
                return redirect("workflows:review", entry.item.page.pk)
        if named:
            messages.warning(request, _("这一件刚刚被别人领取，或您不能审查它。"))
        else:
            messages.info(request, _("没有可以领取的内容。"))
        return redirect("workflows:queue")
