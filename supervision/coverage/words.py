"""How figures and periods are said."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disclosure.duties import states
from supervision.coverage.measure import Figures

# Fixed order and one word each, everywhere (direction.md §9).
PARTS = {
    "on_time": gettext_lazy("按期公开"),
    "late": gettext_lazy("晚于期限公开"),
    "missing": gettext_lazy("到期未公开"),
    "nothing": gettext_lazy("签署无应公开内容"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One sentence about a unit, with the kind of badge and its icon."""

    text: str
    kind: str
    icon: str


def verdict(figures: Figures) -> Verdict:
    """What stands out first: what is missing, then what was late."""
    if figures.missing:
        said = ngettext("%(n)d 项到期没有公开", "%(n)d 项到期没有公开", figures.missing)
        return Verdict(said % {"n": figures.missing}, "bad", "circle-alert")
    if figures.late:
        said = ngettext("都公开了，%(n)d 项晚于期限", "都公开了，%(n)d 项晚于期限", figures.late)
        return Verdict(said % {"n": figures.late}, "warn", "clock")
    if figures.owed:
        return Verdict(_("全部按期公开"), "ok", "check")
    return Verdict(_("还没有到期的事项"), "off", "clock")


def quarter(key: str) -> str:
    """ "2026-Q3" as 2026年三季度."""
    year, number = key.split("-Q")
    name = [_("一季度"), _("二季度"), _("三季度"), _("四季度")][int(number) - 1]
    return _("%(year)s年%(quarter)s") % {"year": year, "quarter": name}


def short_quarter(key: str) -> str:
    """ "2026-Q3" as 26/3, for the foot of a bar."""
    year, number = key.split("-Q")
    return f"{year[2:]}/{number}"


def period(begins: date | None, ends: date | None) -> str:
    """The period of a duty: a year, a quarter, or its two ends; empty for none."""
    if begins is None or ends is None:
        return ""
    if (begins.month, begins.day, ends.month, ends.day) == (1, 1, 12, 31):
        return _("%(year)s年") % {"year": begins.year}
    if (
        begins.day == 1
        and begins.month % 3 == 1
        and (ends.year, ends.month)
        == (
            begins.year,
            begins.month + 2,
        )
    ):
        return quarter(f"{begins.year}-Q{ends.month // 3}")
    return f"{begins:%Y-%m-%d} – {ends:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class State:
    """A state of the register as staff read it, with the kind of badge."""

    text: str
    kind: str


STATES = {
    states.PUBLISHED: State(gettext_lazy("按期公开"), "ok"),
    states.PUBLISHED_LATE: State(gettext_lazy("晚于期限公开"), "warn"),
    states.NOTHING: State(gettext_lazy("签署无应公开内容"), "plain"),
    states.IN_WORK: State(gettext_lazy("在办"), "plain"),
    states.DUE_SOON: State(gettext_lazy("即将到期"), "warn"),
    states.LATE: State(gettext_lazy("到期未公开，在办"), "bad"),
    states.MISSING: State(gettext_lazy("到期未公开"), "bad"),
    states.OPEN: State(gettext_lazy("未到期"), "plain"),
    states.LAPSED: State(gettext_lazy("不再应公开"), "plain"),
}
# The columns of the matrix as a list.
TALLY = {
    "total": gettext_lazy("全部"),
    "on_time": gettext_lazy("按期公开"),
    "late": gettext_lazy("晚于期限公开"),
    "missing": gettext_lazy("到期未公开，没有草稿"),
    "overdue_in_work": gettext_lazy("到期未公开，在办"),
    "nothing": gettext_lazy("签署无应公开内容"),
    "in_work": gettext_lazy("未到期，在办"),
    "waiting": gettext_lazy("未到期"),
    "lapsed": gettext_lazy("不再应公开"),
}
