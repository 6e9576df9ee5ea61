"""What is told of a duty: its period in words, its badge, how late it is."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from disclosure.calendars import current_calendar
from disclosure.deadlines import working_days_between
from disclosure.models import Duty

from . import states

# Words of a state for filters and legends; the badge of a late duty counts its days.
STATE_WORDS = {
    states.MISSING: gettext_lazy("到期未公开"),
    states.LATE: gettext_lazy("已过期，草稿在办"),
    states.DUE_SOON: gettext_lazy("即将到期"),
    states.IN_WORK: gettext_lazy("草稿在办"),
    states.OPEN: gettext_lazy("未到期"),
    states.PUBLISHED_LATE: gettext_lazy("晚公开"),
    states.NOTHING: gettext_lazy("无应公开内容"),
    states.PUBLISHED: gettext_lazy("按期公开"),
    states.LAPSED: gettext_lazy("已失效"),
}
# Tint and icon of the public badge (direction.md §5).
_LOOKS = {
    states.MISSING: ("bad", "circle-alert"),
    states.LATE: ("bad", "circle-alert"),
    states.DUE_SOON: ("warn", "clock"),
    states.IN_WORK: ("info", "pencil"),
    states.OPEN: ("off", "calendar"),
    states.PUBLISHED_LATE: ("warn", "history"),
    states.NOTHING: ("off", "ban"),
    states.PUBLISHED: ("ok", "check"),
    states.LAPSED: ("off", "archive"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One duty as a list shows it. `days_late`: working days, None when it is not late."""

    duty: Duty
    state: str
    period: str
    days_late: int | None

    @property
    def tint(self) -> str:
        return _LOOKS[self.state][0]

    @property
    def icon(self) -> str:
        return _LOOKS[self.state][1]

    @property
    def word(self) -> str:
        return str(STATE_WORDS[self.state])

    @property
    def badge(self) -> str:
        """The closed vocabulary: 晚 n 个工作日 where something was published late."""
        if self.state == states.PUBLISHED_LATE and self.days_late is not None:
            return _days_late(self.days_late)
        return self.word

    @property
    def lateness(self) -> str:
        """How late what is still missing is by now; empty for all else."""
        is_over = self.state in states.OVERDUE and self.days_late is not None
        return _days_late(self.days_late) if is_over else ""

    @property
    def is_overdue(self) -> bool:
        return self.state in states.OVERDUE

    @property
    def item(self):
        """The public item that keeps it."""
        page = self.duty.page
        return page if page is not None and page.live and page.number else None


def _days_late(n: int) -> str:
    return ngettext("晚 %(n)d 个工作日", "晚 %(n)d 个工作日", n) % {"n": n}


def lines(duties, today: date) -> list[Line]:
    """Duties that came with their `state`; the calendar is read once."""
    calendar = current_calendar()
    return [
        Line(duty, duty.state, period_words(duty), _late(duty, today, calendar)) for duty in duties
    ]


def _late(duty: Duty, today: date, calendar) -> int | None:
    until = duty.fulfilled_on or today
    if duty.due_on is None or until <= duty.due_on:
        return None
    # Over a holiday no working day may have passed; late it is all the same.
    return max(1, working_days_between(duty.due_on, until, calendar))


def period_words(duty: Duty) -> str:
    """2026年, 2026年第3季度, or both ends; empty for a duty without a period."""
    begins, ends = duty.period_from, duty.period_to
    if begins is None or ends is None:
        return ""
    if duty.kind == Duty.Kind.YEARLY:
        return _("%(year)d 年度") % {"year": begins.year}
    if duty.kind == Duty.Kind.QUARTERLY:
        quarter = {"year": begins.year, "n": (begins.month + 2) // 3}
        return _("%(year)d 年第 %(n)d 季度") % quarter
    return _("%(from)s 至 %(to)s") % {"from": begins.isoformat(), "to": ends.isoformat()}
