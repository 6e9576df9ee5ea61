"""The last day under any rule of a catalogue row, with the way there (pure; rules.md §1, §3, §8).

What a rule counts from differs: the day of forming, of the last release (recurring), of the event
itself (advance notice), of posting (公示, comments), the moment of the event (hours).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from disclosure.deadlines import (
    ONE_DAY,
    Count,
    Step,
    count_working_days,
    publicity_period,
)
from disclosure.workcalendar import WorkCalendar

from .hours import SHANGHAI, Moment, count_hours

LONGEST_DAYS = 5000
MONTHS = {"quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class RuleDate:
    """`count` for rules in days, `moments` for rules in hours; `reason`: why there is neither."""

    count: Count | None = None
    moments: tuple[Moment, ...] = ()
    reason: str = ""


def date_by_rule(rule: Mapping[str, Any], start: date, calendar: WorkCalendar) -> RuleDate:
    """When the rule is over; ValueError for a rule that cannot be read.

    `start` is a moment with a zone for rules in hours; elsewhere its date in China is taken.
    """
    if rule.get("kind") == "hours":
        if not isinstance(start, datetime):
            raise ValueError("按小时计算的时限需要起算时刻")
        return RuleDate(moments=tuple(count_hours(start, n) for n in _hours(rule)))
    if isinstance(start, datetime):
        if start.tzinfo is None:
            raise ValueError("时间应带时区")
        start = start.astimezone(SHANGHAI).date()
    return _by_days(rule, start, calendar)


# Rules that count from the day the information was formed; others have days of their own.
FROM_FORMING = {
    "working_days": "days",
    "long_term": "first_within_working_days",
    "immediate": "kind",
}


def due_by_rules(
    rules: Sequence[Mapping[str, Any]], formed_on: date, calendar: WorkCalendar
) -> Count | None:
    """Last day for publishing under a catalogue row's rules, the earliest where several bind.

    None when no rule of the row counts from the day the information was formed (recurring and
    annual duties, processes). 'Immediately' is due on the day itself.
    """
    counts = [
        date_by_rule(rule, formed_on, calendar).count
        for rule in rules
        if rule.get(FROM_FORMING.get(str(rule.get("kind")), ""))
    ]
    bound = [count for count in counts if count is not None]
    return min(bound, key=lambda count: count.due) if bound else None


def turn_of(day: date, months: int) -> tuple[date, date]:
    """First and last day of the quarter (3 months) or year (12) that holds the day."""
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    following = first.year * 12 + first.month - 1 + months
    return first, date(following // 12, following % 12 + 1, 1) - ONE_DAY


def fixed_day(rule: Mapping[str, Any]) -> date:
    """The one day a rule names."""
    try:
        return date.fromisoformat(str(rule.get("date")))
    except ValueError as problem:
        raise ValueError("固定日期规则的 date 不是有效日期") from problem


def annual_day(rule: Mapping[str, Any], year: int) -> date:
    """The day of this year that a rule names by month and day."""
    month, day = rule.get("month"), rule.get("day")
    if not isinstance(month, int) or not isinstance(day, int):
        raise ValueError("年度规则缺少 month 和 day")
    try:
        return date(year, month, day)
    except ValueError as problem:
        raise ValueError("年度规则的 month 和 day 不是每年都有的日期") from problem


def _by_days(rule: Mapping[str, Any], start: date, calendar: WorkCalendar) -> RuleDate:
    match rule.get("kind"):
        case "working_days":
            return RuleDate(count_working_days(start, _days(rule), calendar))
        case "long_term" if rule.get("first_within_working_days"):
            days = _days(rule, "first_within_working_days")
            return RuleDate(count_working_days(start, days, calendar))
        case "long_term":
            return RuleDate(reason="长期公开，没有首次公开的期限")
        case "immediate":
            return RuleDate(_through(start, start, calendar))
        case "publicity_period" | "comment_period" if rule.get("days") is None:
            return RuleDate(reason="规定了公示，没有规定天数")
        case "publicity_period" | "comment_period":
            working = rule.get("day_type") == "working"
            return RuleDate(publicity_period(start, _days(rule), calendar, working=working).count)
        case "advance_notice":
            return RuleDate(_before(start, _days(rule), calendar, rule.get("day_type")))
        case "recurring":
            return RuleDate(_through(start, _next_turn(rule, start), calendar))
        case "annual_date":
            return RuleDate(_through(start, _next_annual(rule, start), calendar))
        case "fixed_date":
            return RuleDate(_fixed(rule, start, calendar))
        case "process":
            return RuleDate(reason="程序性义务，没有单一的公开期限")
    raise ValueError("时限规则的类型无法识别")


def _through(start: date, due: date, calendar: WorkCalendar) -> Count:
    """Every calendar day counts. The end is a date of the norm itself: it does not roll on, and
    no announcement of holidays can move it."""
    if (due - start).days > LONGEST_DAYS:
        raise ValueError(f"到期日与起算日相距超过{LONGEST_DAYS}天")
    days = range(1, (due - start).days + 1)
    counted = (Step(calendar.day(start + ONE_DAY * n), n) for n in days)
    return Count(due, False, (Step(calendar.day(start), None, "起算日"), *counted))


def _before(event: date, days: int, calendar: WorkCalendar, day_type: object) -> Count:
    """Counted back from the event; earlier, never later, so a day off does not shorten it."""
    steps, number, when = [Step(calendar.day(event), None, "事项发生日")], 0, event
    working = day_type == "working"
    while number < days:
        when -= ONE_DAY
        day = calendar.day(when)
        counts = day.is_working or not working
        number += counts
        note = f"前{number}日" if counts else ""
        steps.append(Step(day, number if counts else None, note))
    moves = working and any(step.day.provisional for step in steps[1:])
    return Count(when, moves, tuple(steps))


def _next_turn(rule: Mapping[str, Any], start: date) -> date:
    """Last day of the next turn after a release on `start`."""
    if rule.get("every_days") is not None:
        return start + timedelta(days=_days(rule, "every_days"))
    months = MONTHS.get(str(rule.get("every")))
    if months:
        return turn_of(turn_of(start, months)[1] + ONE_DAY, months)[1]
    raise ValueError("周期规则缺少 every_days 或 every")


def _next_annual(rule: Mapping[str, Any], start: date) -> date:
    """The next such date after `start`."""
    due = annual_day(rule, start.year)
    return due if due > start else annual_day(rule, start.year + 1)


def _fixed(rule: Mapping[str, Any], start: date, calendar: WorkCalendar) -> Count:
    due = fixed_day(rule)
    if start >= due:
        return Count(due, False, (Step(calendar.day(due), None, "规定的日期"),))
    return _through(start, due, calendar)


def _days(rule: Mapping[str, Any], name: str = "days") -> int:
    return _number(rule.get(name), name)


def _hours(rule: Mapping[str, Any]) -> list[int]:
    hours = rule.get("hours")
    listed = hours if isinstance(hours, list) else [hours]
    return [_number(entry, "hours") for entry in listed]


def _number(value: object, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LONGEST_DAYS:
        raise ValueError(f"时限规则的 {name} 应为1至{LONGEST_DAYS}的整数")
    return value
