"""First page of the admin: how duties stand by the newest count, for all or for the own units."""

from functools import reduce

from supervision import charts
from supervision.coverage import board, measure, words
from supervision.models import CoverageExport
from workflows.oversight import VIEWERS, oversees, own_units
from workflows.role_panel import RolePanel

SHOWN = 5


class CoveragePanel(RolePanel):
    """Figures, a bar, and the units with most missing; nothing before the first count."""

    name = "mj-coverage"
    order = 55
    template_name = "coverage/panel.html"

    wanted = VIEWERS

    def find(self, user):
        newest = CoverageExport.objects.defer("package").first()
        lines = self._lines(newest) if newest else []
        return self._told(newest, lines) if lines else None

    def _lines(self, newest: CoverageExport) -> list[board.UnitLine]:
        """Units that owed something by now and are the account's to see."""
        lines = [one for one in board.read(newest.board).units if one.figures.owed]
        if oversees(self.request.user):
            return lines
        own = set(own_units(self.request.user).values_list("code", flat=True))
        return [one for one in lines if one.code in own]

    def _told(self, newest: CoverageExport, lines: list[board.UnitLine]) -> dict:
        total = reduce(measure.Figures.plus, (one.figures for one in lines), measure.Figures())
        worst = sorted(lines, key=lambda one: (-one.figures.missing, one.code))
        return {
            "newest": newest,
            "total": total,
            "strip": charts.strip(total),
            "timeliness": measure.percent(total.timeliness),
            "coverage": measure.percent(total.coverage),
            "oversees": oversees(self.request.user),
            "worst": [
                (one, words.verdict(one.figures)) for one in worst[:SHOWN] if one.figures.missing
            ],
        }
