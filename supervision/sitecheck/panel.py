"""First page of the admin: what the check of the last night found for the account's units."""

from collections import Counter

from supervision.sitecheck import kinds, words
from supervision.sitecheck.screens import visible_to
from supervision.sitecheck.trend import last_run
from supervision.sitecheck.verdict_lines import lines_of
from workflows.oversight import VIEWERS, oversees
from workflows.role_panel import RolePanel

SHOWN = 4


class SiteCheckPanel(RolePanel):
    """Nothing where nothing is wrong; otherwise the kinds with their numbers and the way there."""

    name = "mj-site-check"
    order = 60
    template_name = "sitecheck/panel.html"
    wanted = VIEWERS

    def find(self, user):
        run = last_run()
        tally = Counter(visible_to(user, run).values_list("kind", flat=True)) if run else None
        return self._told(run, tally) if tally else None

    def _told(self, run, tally: Counter) -> dict:
        order = sorted(
            tally, key=lambda key: (kinds.KINDS[key].severity != kinds.VETO, -tally[key])
        )
        is_overseer = oversees(self.request.user)
        return {
            "run": run,
            "oversees": is_overseer,
            "failed": [line for line in lines_of(run) if line.is_failed] if is_overseer else [],
            "entries": [
                (words.KINDS[key].name, tally[key], kinds.KINDS[key].severity)
                for key in order[:SHOWN]
            ],
            "total": sum(tally.values()),
            "more": max(0, len(order) - SHOWN),
        }
