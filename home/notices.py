"""Publicity periods (公示) that run: how much time is left, in words and as a bar."""

from dataclasses import dataclass
from datetime import date

from disclosure.calendars import current_calendar
from disclosure.deadlines import working_days_between


@dataclass(frozen=True, slots=True)
class Notice:
    """A running publicity period; `elapsed` and `length` are calendar days, for the bar."""

    item: object
    working_days_left: int
    elapsed: int
    length: int

    @property
    def last_day(self) -> date:
        return self.item.publicity_to

    @property
    def is_last_day(self) -> bool:
        return self.working_days_left == 0


def notices_of(items, today: date) -> list[Notice]:
    """One notice per item; the calendar is read once."""
    items = list(items)
    if not items:
        return []
    calendar = current_calendar()
    return [
        Notice(
            item,
            working_days_between(today, item.publicity_to, calendar),
            (today - item.publicity_from).days + 1,
            (item.publicity_to - item.publicity_from).days + 1,
        )
        for item in items
    ]
