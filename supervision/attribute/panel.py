"""First page of the admin: what is kept back and waits for somebody."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from supervision.attribute import withheld
from workflows import roles


class WithheldPanel(Component):
    """Nothing where nothing waits."""

    name = "mj-withheld"
    order = 55
    template_name = "attribute/panel.html"

    def __init__(self, request):
        self.request = request

    def render_html(self, parent_context=None):
        user = self.request.user
        if not roles.roles_of(user) & withheld.VIEWERS:
            return ""
        tally = Counter(line.state for line in withheld.lines(user))
        told = [sentence for sentence in _sentences(tally) if sentence]
        return super().render_html({"told": told}) if told else ""

    def get_context_data(self, parent_context):
        return {"told": parent_context["told"]}


def _sentences(tally: Counter):
    if n := tally["late"]:
        yield ngettext("%(n)d 件重新评估已过期", "%(n)d 件重新评估已过期", n) % {"n": n}
    if n := tally["waiting"]:
        yield ngettext("%(n)d 件等待决定", "%(n)d 件等待决定", n) % {"n": n}
    if n := tally["soon"]:
        yield ngettext("%(n)d 件一个月内要重新评估", "%(n)d 件一个月内要重新评估", n) % {"n": n}
    if n := tally["referred"]:
        yield _("%(n)d 件已移送，等待答复") % {"n": n}
