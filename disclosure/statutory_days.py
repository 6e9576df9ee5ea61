"""Statutory holidays where no announced calendar exists (pure).

全国年节及纪念日放假办法 as amended for 2025: New Year 1 day, Spring Festival 4 (from the eve),
Qingming 1, Labour Day 2, Dragon Boat 1, Mid-autumn 1, National Day 3. A statutory day on a
weekend is made up on the next free weekday (Art. 6). Bridge days are never guessed.
"""

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"
ONE_DAY = timedelta(days=1)


@cache
def shipped_table() -> dict[date, tuple[bool, str, str, bool]]:
    """Date → (is working, kind, holiday, provisional) from the table of 2018–2027."""
    with (FOLDER / "working_days_2018_2027.csv").open(encoding="utf-8", newline="") as file:
        return {
            date.fromisoformat(row["date"]): (
                row["is_working_day"] == "1",
                row["kind"],
                row["holiday_cn"],
                row["status"] != "announced",
            )
            for row in csv.DictReader(file)
        }


@cache
def _lunar_dates() -> dict[int, dict[str, date]]:
    with (FOLDER / "lunar_dates.csv").open(encoding="utf-8", newline="") as file:
        return {
            int(row.pop("year")): {key: date.fromisoformat(value) for key, value in row.items()}
            for row in csv.DictReader(file)
        }


@cache
def statutory_holidays(year: int) -> dict[date, str]:
    """Holidays of `year` by rule, substitute days included; fixed dates only beyond the table."""
    named = {date(year, 1, 1): "元旦", date(year, 5, 1): "劳动节", date(year, 5, 2): "劳动节"}
    lunar = _lunar_dates().get(year)
    if lunar:
        festival = lunar["spring_festival"]
        named[festival - ONE_DAY] = "春节（除夕）"
        named.update({festival + ONE_DAY * n: "春节" for n in range(3)})
        named[lunar["qingming"]] = "清明节"
        named[lunar["dragon_boat"]] = "端午节"
        named[lunar["mid_autumn"]] = "中秋节"
    for day in (1, 2, 3):
        # Mid-autumn may fall on National Day; it is one day off, with both names.
        both = named.get(date(year, 10, day))
        named[date(year, 10, day)] = f"{both}、国庆节" if both else "国庆节"
    return named | _days_in_lieu(named)


def _days_in_lieu(named: dict[date, str]) -> dict[date, str]:
    extra: dict[date, str] = {}
    for when in sorted(named):
        if when.weekday() < 5:
            continue
        free = when
        while free.weekday() >= 5 or free in named or free in extra:
            free += ONE_DAY
        extra[free] = f"{named[when].split('（')[0]}（补假，推定）"
    return extra
