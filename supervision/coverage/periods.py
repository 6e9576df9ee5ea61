"""The periods that staff choose from: this year, single quarters, earlier years, everything."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from supervision.coverage import words

YEARS = 5
QUARTERS = 8
ALL = "all"
_YEAR = re.compile(r"20\d\d")
_QUARTER = re.compile(r"(20\d\d)-Q([1-4])")


@dataclass(frozen=True, slots=True)
class Period:
    """`begins` and `ends` are None for everything."""

    key: str
    label: str
    begins: date | None = None
    ends: date | None = None


def chosen(key: str, today: date) -> Period:
    """The period of this name; this year for a name that is none."""
    if key == ALL:
        return Period(ALL, _("全部时间"))
    if match := _QUARTER.fullmatch(key):
        return _quarter(int(match[1]), int(match[2]))
    year = int(key) if _YEAR.fullmatch(key) else today.year
    return Period(str(year), _("%(year)s年") % {"year": year}, date(year, 1, 1), date(year, 12, 31))


def offered(today: date) -> list[Period]:
    """This year, the last quarters with the running one first, earlier years, everything."""
    year, number = today.year, (today.month + 2) // 3
    quarters = []
    for _place in range(QUARTERS):
        quarters.append(_quarter(year, number))
        year, number = (year, number - 1) if number > 1 else (year - 1, 4)
    years = [chosen(str(today.year - back), today) for back in range(YEARS)]
    return [years[0], *quarters, *years[1:], chosen(ALL, today)]


def quarter_key(day: date) -> str:
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def _quarter(year: int, number: int) -> Period:
    key = f"{year:04d}-Q{number}"
    begins = date(year, 3 * number - 2, 1)
    after = date(year + number // 4, 3 * (number % 4) + 1, 1)
    return Period(key, words.quarter(key), begins, after - timedelta(days=1))
