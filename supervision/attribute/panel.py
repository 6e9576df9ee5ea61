"""First page of the admin: what is kept back and waits for somebody."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from supervision.attribute import withheld
from workflows.role_panel import RolePanel


class WithheldPanel(RolePanel):
    """Nothing where nothing waits."""

    name = "mj-withheld"
    order = 55
    template_name = "attribute/panel.html"

    wanted = withheld.VIEWERS

    def find(self, user):
        told = list(_sentences(Counter(line.state for line in withheld.lines(user))))
        return {"told": told} if told else None


def _sentences(tally: Counter):
    if n := tally["late"]:
        yield ngettext("%(n)d 件重新评估已过期", "%(n)d 件重新评估已过期", n) % {"n": n}
    if n := tally["waiting"]:
        yield ngettext("%(n)d 件等待决定", "%(n)d 件等待决定", n) % {"n": n}
    if n := tally["soon"]:
        yield ngettext("%(n)d 件一个月内要重新评估", "%(n)d 件一个月内要重新评估", n) % {"n": n}
    if n := tally["referred"]:
        yield _("%(n)d 件已移送，等待答复") % {"n": n}
