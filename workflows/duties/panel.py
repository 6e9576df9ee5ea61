"""First page of the admin: duties of one's own units that are late or near their last day."""

from django.db.models import Count
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from disclosure.duties import states
from disclosure.models import Duty
from disclosure.periods import today as day_in_china
from workflows.duties import access


class DutiesPanel(Component):
    """Nothing where nothing presses."""

    name = "mj-duties"
    order = 45
    template_name = "workflows/duties/panel.html"

    def __init__(self, request):
        self.request = request

    def get_context_data(self, parent_context):
        units = access.own_units(self.request.user)
        found = Duty.objects.open().filter(unit__in=units).with_states(day_in_china())
        tally = dict(found.order_by().values_list("state").annotate(n=Count("pk")))
        words = (
            (states.MISSING, _("到期未公开")),
            (states.LATE, _("已过期，草稿在办")),
            (states.DUE_SOON, _("即将到期")),
        )
        return {"told": [(key, word, tally[key]) for key, word in words if tally.get(key)]}

    def render_html(self, parent_context=None):
        context = self.get_context_data(parent_context)
        return super().render_html(parent_context) if context["told"] else ""
