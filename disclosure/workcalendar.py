"""Which day is a working day in China, and how sure that is (pure).

Asked in this order: overrides kept by staff, the announced calendar of the library
`chinesecalendar`, the table shipped with the project (for an install whose library is older),
and last the rules of 全国年节及纪念日放假办法. An answer by rules only is *provisional*:
bridge days and adjusted weekends of that year are not announced yet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import chinese_calendar

from .statutory_days import shipped_table, statutory_holidays

WEEKDAYS = "一二三四五六日"
KIND_LABELS = {
    "workday": "工作日",
    "adjusted_workday": "调休上班",
    "weekend": "周末",
    "holiday": "放假",
}


@dataclass(frozen=True, slots=True)
class Day:
    """One date as the calendar sees it. `provisional`: its year is not announced yet."""

    date: date
    is_working: bool
    kind: str
    holiday: str = ""
    provisional: bool = False
    source: str = ""

    @property
    def label(self) -> str:
        """For people: 2018-06-18 星期一 放假（端午节）."""
        weekday = WEEKDAYS[self.date.weekday()]
        named = f"（{self.holiday}）" if self.holiday else ""
        return f"{self.date.isoformat()} 星期{weekday} {KIND_LABELS[self.kind]}{named}"


@dataclass(frozen=True, slots=True)
class Override:
    """A date decided by staff; it wins over every other source."""

    date: date
    is_working: bool
    holiday: str = ""
    source: str = ""


class WorkCalendar:
    """Answers for single dates; holds the overrides it was made with."""

    def __init__(self, overrides: Iterable[Override] = ()):
        self._overrides: Mapping[date, Override] = {entry.date: entry for entry in overrides}

    def day(self, when: date) -> Day:
        """The day `when`; any date of the proleptic calendar has an answer."""
        known = _day_without_overrides(when)
        override = self._overrides.get(when)
        if override is None:
            return known
        return Day(
            when,
            override.is_working,
            _kind(when, override.is_working),
            override.holiday or known.holiday,
            # One decided day does not announce the rest of its year.
            known.provisional,
            override.source,
        )

    def is_working(self, when: date) -> bool:
        return self.day(when).is_working


@lru_cache(maxsize=8192)
def _day_without_overrides(when: date) -> Day:
    try:
        is_holiday, name = chinese_calendar.get_holiday_detail(when)
    except NotImplementedError:
        return _day_from_table_or_rules(when)
    holiday = _HOLIDAY_NAMES.get(name, "") if name else ""
    return Day(when, not is_holiday, _library_kind(when, is_holiday, holiday), holiday)


def _library_kind(when: date, is_holiday: bool, holiday: str) -> str:
    if is_holiday:
        return "holiday" if holiday else "weekend"
    return _kind(when, True)


def _day_from_table_or_rules(when: date) -> Day:
    row = shipped_table().get(when)
    if row is not None:
        is_working, kind, holiday, provisional = row
        return Day(when, is_working, kind, holiday, provisional)
    holiday = statutory_holidays(when.year).get(when, "")
    is_working = not holiday and when.weekday() < 5
    kind = "holiday" if holiday else _kind(when, is_working)
    return Day(when, is_working, kind, holiday, provisional=True)


def _kind(when: date, is_working: bool) -> str:
    weekend = when.weekday() >= 5
    if is_working:
        return "adjusted_workday" if weekend else "workday"
    return "weekend" if weekend else "holiday"


_HOLIDAY_NAMES = {entry.value: entry.chinese for entry in chinese_calendar.Holiday}
