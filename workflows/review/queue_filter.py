"""The reviewer's wish which part of the queue to see, as a GET form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.vocabulary import DOMAINS
from workflows.due import SOON
from workflows.review.classes import LABELS
from workflows.review.queue import Entry

ANY = ("", _("不限"))
NOTHING = "none"


class QueueFilter(forms.Form):
    """Unknown values of an old address are left out, not refused."""

    unit = forms.ChoiceField(label=_("公开主体"), required=False)
    domain = forms.ChoiceField(label=_("领域"), required=False, choices=[ANY, *DOMAINS])
    cls = forms.ChoiceField(
        label=_("发现的种类"),
        required=False,
        choices=[ANY, (NOTHING, _("没有发现")), *LABELS.items()],
    )
    due = forms.ChoiceField(
        label=_("公开期限"),
        required=False,
        choices=[
            ANY,
            ("late", _("已逾期")),
            ("today", _("今天到期或已逾期")),
            ("soon", _("3 个工作日内")),
        ],
    )
    tables = forms.BooleanField(label=_("有名册"), required=False)
    files = forms.BooleanField(label=_("有附件"), required=False)
    changed = forms.BooleanField(label=_("只看改过再交的"), required=False)
    free = forms.BooleanField(label=_("只看没人领取的"), required=False)

    def __init__(self, given, *, units):
        super().__init__(given)
        self.fields["unit"].choices = [ANY, *((unit.code, unit.official_name) for unit in units)]

    @property
    def wanted(self) -> dict:
        """The wishes that hold; called after the form was looked at."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def choose(self, entries: list[Entry]) -> list[Entry]:
        """Those entries that meet every wish."""
        wanted = self.wanted
        return [entry for entry in entries if all(_meets(entry, *wish) for wish in wanted.items())]


def _meets(entry: Entry, name: str, value) -> bool:
    page, due, summary = entry.item.page, entry.item.due, entry.summary
    if name == "unit":
        return page.unit is not None and page.unit.code == value
    if name == "domain":
        return page.domain == value
    if name == "cls":
        return entry.is_empty if value == NOTHING else value in entry.by_class
    if name == "due":
        most = {"late": -1, "today": 0, "soon": SOON}[value]
        return due.left is not None and due.left <= most
    if name == "tables":
        return summary is not None and summary.tables > 0
    if name == "files":
        return summary is not None and summary.files > 0
    if name == "changed":
        return summary is not None and summary.compared_with != "first"
    return entry.claimant is None
