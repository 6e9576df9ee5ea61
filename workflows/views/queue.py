"""The reviewer's queue."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from workflows import claims, roles, worklist
from workflows.review import queue
from workflows.views.base import Screen


class Queue(Screen):
    """Everything that waits for review in the reviewer's units, the most urgent first."""

    template_name = "workflows/queue.html"
    page_title = gettext_lazy("隐私审查队列")
    header_icon = "glasses"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user = self.request.user
        entries = queue.entries(user)
        only_mine = self.request.GET.get("mine") == "1"
        context.update(
            entries=[e for e in entries if e.is_mine] if only_mine else entries,
            only_mine=only_mine,
            unit_count=worklist.acting_units(user, roles.REVIEWER).count(),
            waiting=len(entries),
            due_today=sum(e.item.due.tone == "bad" for e in entries),
            mine=sum(e.is_mine for e in entries),
        )
        return context

    def post(self, request, *args, **kwargs):
        """领取下一件: the most urgent one that is free and that the reviewer may take."""
        for entry in queue.entries(request.user):
            if entry.is_free and not entry.objections and claims.claim(entry.state, request.user):
                return redirect("workflows:review", entry.item.page.pk)
        messages.info(request, _("没有可以领取的内容。"))
        return redirect("workflows:queue")
