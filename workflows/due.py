"""The last day of publication in words: 还剩 2 个工作日（10月14日止）."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.calendars import current_calendar
from disclosure.deadlines import working_days_between

SOON = 3  # working days; from here on the clock warns (direction.md §5)


@dataclass(frozen=True, slots=True)
class Due:
    """`tone` is bad, warn or plain; `left` counts working days, negative when past."""

    day: date | None
    left: int | None = None
    tone: str = "plain"

    @property
    def sentence(self) -> str:
        if self.day is None:
            return _("未定")
        if self.left < 0:
            return _("已晚 %(n)d 个工作日") % {"n": -self.left}
        if self.left == 0:
            return _("今天到期") if self.day == timezone.localdate() else _("已到期")
        return _("还剩 %(n)d 个工作日") % {"n": self.left}


class Clock:
    """Counts for a whole list with one reading of the calendar."""

    def __init__(self, today: date | None = None):
        self.today = today or timezone.localdate()

    @cached_property
    def calendar(self):
        return current_calendar()

    def due(self, day: date | None) -> Due:
        if day is None:
            return Due(None)
        if day < self.today:
            late = working_days_between(day, self.today, self.calendar)
            return Due(day, -max(late, 1), "bad")
        left = working_days_between(self.today, day, self.calendar)
        return Due(day, left, "bad" if left == 0 else "warn" if left <= SOON else "plain")
