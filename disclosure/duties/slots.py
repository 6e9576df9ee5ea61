"""The periods in which a rule wants something published, with their last days (pure).

A yearly or quarterly rule wants one publication in each period, by its last day; a rule with a date
of the year (31 January) is about the year before. Long-term disclosure is owed once, by the day
its first publication is due, and then stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from disclosure.clocks.rules import MONTHS, annual_day, due_by_rules, fixed_day, turn_of
from disclosure.deadlines import ONE_DAY, Count
from disclosure.workcalendar import WorkCalendar

from . import facts
from .facts import Incident, Owed, Rule

SCHEDULED = frozenset({"fixed_date", "long_term", "recurring", "annual_date"})
KINDS = {"year": facts.YEARLY, "quarter": facts.QUARTERLY}


class BadRule(ValueError):
    """A rule that cannot be planned; the text is its code."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing to publish under one rule."""

    kind: str
    due_on: date | None
    rule: str
    period_from: date | None = None
    period_to: date | None = None
    counted_from: date | None = None
    is_provisional: bool = False
    event_key: str = ""


def is_event_driven(rules: tuple[Rule, ...]) -> bool:
    """Whether each thing that happens is to be published by a clock of its own.

    So it is under a clock rule, and where a row names no rule at all (条例第二十六条).
    """
    return not rules or any(rule.get("kind") not in SCHEDULED for rule in rules)


def slots(owed: Owed, calendar: WorkCalendar, until: date) -> Iterator[Slot]:
    """What falls due by the calendar alone, for periods that begin by `until`."""
    last = until if owed.until is None else min(until, owed.until)
    for rule in owed.rules:
        match rule.get("kind"):
            case "fixed_date":
                yield from _fixed(rule, owed)
            case "long_term":
                yield _long_term(rule, owed, calendar)
            case "annual_date":
                yield from _annual(rule, owed, last)
            case "recurring" if str(rule.get("every")) in KINDS:
                yield from _turns(rule, owed, last)
            case "recurring" if not _days(rule):
                raise BadRule(_code(rule))


def _code(rule: Rule) -> str:
    return str(rule.get("code") or rule.get("kind") or "")[:12]


def _days(rule: Rule) -> int:
    """Length in days of a recurring rule; 0 when it is not one in days."""
    days = rule.get("every_days")
    return days if isinstance(days, int) and not isinstance(days, bool) and days > 0 else 0


def _fixed(rule: Rule, owed: Owed) -> Iterator[Slot]:
    try:
        due = fixed_day(rule)
    except ValueError as error:
        raise BadRule(_code(rule)) from error
    if owed.since <= due:
        yield Slot(facts.ONCE, due, _code(rule))


def _long_term(rule: Rule, owed: Owed, calendar: WorkCalendar) -> Slot:
    """Owed by the earlier of its own and the row's clock, from the day it begins to be owed."""
    found: list[tuple[Count, str]] = []
    for each in owed.rules:
        if each.get("kind") in ("long_term", "working_days"):
            count = due_by_rules([dict(each)], owed.since, calendar)
            if count is not None:
                found.append((count, _code(each)))
    if not found:
        return Slot(facts.CONTINUOUS, None, _code(rule), counted_from=owed.since)
    count, code = min(found, key=lambda pair: pair[0].due)
    return Slot(
        facts.CONTINUOUS,
        count.due,
        code,
        counted_from=owed.since,
        is_provisional=count.provisional,
    )


def _annual(rule: Rule, owed: Owed, last: date) -> Iterator[Slot]:
    """About the year before; owed from the new year on, where the unit owed the row in it."""
    for year in range(owed.since.year, last.year):
        try:
            due = annual_day(rule, year + 1)
        except ValueError as error:
            raise BadRule(_code(rule)) from error
        period = (date(year, 1, 1), date(year, 12, 31))
        yield Slot(facts.YEARLY, due, _code(rule), *period, counted_from=period[1])


def _turns(rule: Rule, owed: Owed, last: date) -> Iterator[Slot]:
    every = str(rule["every"])
    begins, ends = turn_of(owed.since, MONTHS[every])
    while begins <= last:
        yield Slot(KINDS[every], ends, _code(rule), begins, ends, counted_from=begins)
        begins, ends = turn_of(ends + ONE_DAY, MONTHS[every])


def during(incident: Incident, rules: tuple[Rule, ...], today: date) -> Iterator[Slot]:
    """Turns of `every_days` while the incident runs, those begun by today."""
    last = min(today, incident.ended) if incident.ended else today
    for rule in rules:
        days = _days(rule) if rule.get("kind") == "recurring" else 0
        begins = incident.began
        while days and begins <= last:
            due = begins + timedelta(days=days if begins == incident.began else days - 1)
            ends = min(due, incident.ended) if incident.ended else due
            yield Slot(
                facts.DEVELOPING,
                due,
                _code(rule),
                begins,
                ends,
                counted_from=begins if begins == incident.began else begins - ONE_DAY,
                event_key=incident.key,
            )
            begins = due + ONE_DAY
