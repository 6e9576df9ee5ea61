"""First page of the admin: how duties stand by the newest count, for all or for the own units."""

from functools import reduce

from wagtail.admin.ui.components import Component

from supervision import charts
from supervision.coverage import board, measure, words
from supervision.models import CoverageExport
from supervision.sitecheck.screens import VIEWERS, is_overseer, own_units
from workflows import roles

SHOWN = 5


class CoveragePanel(Component):
    """Figures, a bar, and the units with most missing; nothing before the first count."""

    name = "mj-coverage"
    order = 55
    template_name = "coverage/panel.html"

    def __init__(self, request):
        self.request = request

    def render_html(self, parent_context=None):
        user = self.request.user
        if not roles.roles_of(user) & VIEWERS:
            return ""
        newest = CoverageExport.objects.defer("package").first()
        lines = self._lines(newest) if newest else []
        return super().render_html({"newest": newest, "lines": lines}) if lines else ""

    def _lines(self, newest: CoverageExport) -> list[board.UnitLine]:
        """Units that owed something by now and are the account's to see."""
        lines = [one for one in board.read(newest.board).units if one.figures.owed]
        if is_overseer(self.request.user):
            return lines
        own = set(own_units(self.request.user).values_list("code", flat=True))
        return [one for one in lines if one.code in own]

    def get_context_data(self, parent_context):
        lines = parent_context["lines"]
        total = reduce(measure.Figures.plus, (one.figures for one in lines), measure.Figures())
        worst = sorted(lines, key=lambda one: (-one.figures.missing, one.code))
        return {
            "newest": parent_context["newest"],
            "total": total,
            "strip": charts.strip(total),
            "timeliness": measure.percent(total.timeliness),
            "coverage": measure.percent(total.coverage),
            "oversees": is_overseer(self.request.user),
            "worst": [
                (one, words.verdict(one.figures)) for one in worst[:SHOWN] if one.figures.missing
            ],
        }
