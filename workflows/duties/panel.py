"""First page of the admin: duties of one's own units that are late or near their last day."""

from django.db.models import Count
from django.utils.translation import gettext as _

from disclosure.duties import states
from disclosure.models import Duty
from disclosure.periods import today as day_in_china
from workflows import roles
from workflows.oversight import own_units
from workflows.role_panel import RolePanel


class DutiesPanel(RolePanel):
    """Nothing where nothing presses."""

    name = "mj-duties"
    order = 45
    template_name = "workflows/duties/panel.html"

    wanted = frozenset(roles.UNIT_ROLES)

    def find(self, user):
        found = Duty.objects.open().filter(unit__in=own_units(user)).with_states(day_in_china())
        tally = dict(found.order_by().values_list("state").annotate(n=Count("pk")))
        words = (
            (states.MISSING, _("到期未公开")),
            (states.LATE, _("已过期，草稿在办")),
            (states.DUE_SOON, _("即将到期")),
        )
        told = [(key, word, tally[key]) for key, word in words if tally.get(key)]
        return {"told": told} if told else None
