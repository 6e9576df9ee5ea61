"""First page of the admin: what keeps the public log from going on, for those who can see to it."""

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from ledger import alarm
from workflows import roles
from workflows.role_panel import RolePanel


class AlarmPanel(RolePanel):
    """Shows nothing while all is well; then what happened, since when, and what to do."""

    name = "mj-alarm"
    order = 1
    template_name = "workflows/alarm_panel.html"
    wanted = frozenset({roles.ADMIN, roles.OFFICE, roles.AUDITOR, roles.PUBLISHER})

    @property
    def is_wanted(self) -> bool:
        return self.request.user.is_superuser or super().is_wanted

    def find(self, user):
        alarms = [
            (each.message, timezone.localtime(parse_datetime(each.since)))
            for each in alarm.standing()
        ]
        return {"alarms": alarms} if alarms else None
