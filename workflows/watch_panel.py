"""First page of the admin: reports, copies and duties of a leak that somebody must act on now."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows import incidents, reports, roles
from workflows.models import IncidentDuty, Takedown
from workflows.role_panel import RolePanel


class WatchPanel(RolePanel):
    """Shows nothing while there is nothing; then one line per kind, with the way to it."""

    name = "mj-watch"
    order = 5
    template_name = "workflows/watch_panel.html"
    wanted = frozenset({roles.REVIEWER, roles.OFFICE, roles.PUBLISHER})

    def find(self, user):
        lines = self.lines(user)
        return {"lines": lines} if lines else None

    def lines(self, user) -> list[tuple[str, str]]:
        """(sentence, address), the most urgent first."""
        found = []
        seen = incidents.visible_to(user)
        red = Takedown.objects.filter(incident__in=seen, confirmed_at__isnull=True).first()
        if red is not None:
            told = _("撤下的 %(number)s 还有副本没有确认清除") % {"number": red.number}
            found.append((told, reverse("workflows:takedown", args=[red.page_id])))
        if waiting := reports.waiting(user).count():
            told = _("有 %(n)d 份隐私问题报告等待处理") % {"n": waiting}
            found.append((told, reverse("workflows:reports")))
        late = IncidentDuty.objects.filter(
            incident__in=seen.filter(closed_at__isnull=True),
            state="open",
            due_at__lt=timezone.now(),
        ).count()
        if late:
            told = _("泄露事件里有 %(n)d 项已过期限") % {"n": late}
            found.append((told, reverse("workflows:incidents")))
        return found
