"""First page of the admin: what keeps the public log from going on, for those who can see to it."""

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.admin.ui.components import Component

from ledger import alarm
from workflows import roles


class AlarmPanel(Component):
    """Shows nothing while all is well; then what happened, since when, and what to do."""

    name = "mj-alarm"
    order = 1
    template_name = "workflows/alarm_panel.html"
    wanted = frozenset({roles.ADMIN, roles.OFFICE, roles.AUDITOR, roles.PUBLISHER})

    def __init__(self, request):
        self.request = request

    def render_html(self, parent_context=None):
        user = self.request.user
        is_wanted = user.is_superuser or bool(roles.roles_of(user) & self.wanted)
        alarms = alarm.standing() if is_wanted else []
        return super().render_html({"alarms": alarms}) if alarms else ""

    def get_context_data(self, parent_context):
        return {
            "alarms": [
                (each.message, timezone.localtime(parse_datetime(each.since)))
                for each in parent_context["alarms"]
            ]
        }
