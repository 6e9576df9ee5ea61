"""First page of the admin: what the check of the last night found for the account's units."""

from collections import Counter

from wagtail.admin.ui.components import Component

from supervision.sitecheck import kinds, words
from supervision.sitecheck.screens import VIEWERS, is_overseer, visible_to
from supervision.sitecheck.trend import last_run
from supervision.sitecheck.verdict_lines import lines_of
from workflows import roles

SHOWN = 4


class SiteCheckPanel(Component):
    """Nothing where nothing is wrong; otherwise the kinds with their numbers and the way there."""

    name = "mj-site-check"
    order = 60
    template_name = "sitecheck/panel.html"
    wanted = VIEWERS

    def __init__(self, request):
        self.request = request

    def render_html(self, parent_context=None):
        user = self.request.user
        run = last_run() if roles.roles_of(user) & self.wanted else None
        if run is None:
            return ""
        tally = Counter(visible_to(user, run).values_list("kind", flat=True))
        if not tally:
            return ""
        return super().render_html({"run": run, "tally": tally})

    def get_context_data(self, parent_context):
        run, tally = parent_context["run"], parent_context["tally"]
        order = sorted(
            tally, key=lambda key: (kinds.KINDS[key].severity != kinds.VETO, -tally[key])
        )
        oversees = is_overseer(self.request.user)
        return {
            "run": run,
            "oversees": oversees,
            "failed": [line for line in lines_of(run) if line.is_failed] if oversees else [],
            "entries": [
                (words.KINDS[key].name, tally[key], kinds.KINDS[key].severity)
                for key in order[:SHOWN]
            ],
            "total": sum(tally.values()),
            "more": max(0, len(order) - SHOWN),
        }
