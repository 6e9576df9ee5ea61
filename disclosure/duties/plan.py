"""From catalogue, units and assignments to the duties of everybody (pure, lazily)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from disclosure.workcalendar import WorkCalendar

from .facts import CONTINUOUS, LEAD, Incident, Owed, Planned, Problem, Situation
from .owing import Owing, has_ended
from .slots import BadRule, Slot, during, is_event_driven, slots

Key = tuple[int, int, date | None, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """`duties` by their key; `owed` says who owes which row at all; `problems` with what to do."""

    duties: dict[Key, Planned]
    owed: tuple[Owed, ...]
    problems: tuple[Problem, ...]

    @property
    def stops(self) -> bool:
        """Whether something is so wrong that nothing of the plan may be put in place."""
        return any(problem.stops for problem in self.problems)

    @property
    def event_rows(self) -> frozenset[tuple[int, int]]:
        """(row, unit) where each thing that happens is owed by a clock of its own."""
        return frozenset(
            (owed.row.pk, owed.unit.pk)
            for owed in self.owed
            if owed.role == LEAD and is_event_driven(owed.rules)
        )


def plan(situation: Situation, calendar: WorkCalendar, today: date, until: date) -> Plan:
    """Duties that the calendar brings by `until`, and those of incidents by `today`.

    What a day brings depends on the situation alone: planned twice, it is the same.
    """
    owing = Owing(situation)
    problems = list(owing.problems)
    incidents = _running(situation.incidents, problems)
    duties: dict[Key, Planned] = {}
    broken: set[tuple[str, str]] = set()
    for owed in owing.owed:
        if owed.role != LEAD:
            continue
        try:
            for slot in _slots_of(owed, calendar, today, until, incidents):
                _put(duties, _planned(owed, slot))
        except BadRule as error:
            broken.add((owed.row.code, str(error)))
    problems += [Problem("rule_unreadable", code, other=rule) for code, rule in sorted(broken)]
    return Plan(duties, tuple(owing.owed), tuple(problems))


def _running(incidents: tuple[Incident, ...], problems: list[Problem]) -> dict[int, list[Incident]]:
    """By region; one whose dates contradict each other is told of instead."""
    found: dict[int, list[Incident]] = {}
    for incident in incidents:
        if incident.ended is not None and incident.ended < incident.began:
            problems.append(Problem("incident_ends_before_it_begins", incident.key))
        else:
            found.setdefault(incident.region, []).append(incident)
    return found


def _slots_of(
    owed: Owed,
    calendar: WorkCalendar,
    today: date,
    until: date,
    incidents: dict[int, list[Incident]],
) -> Iterator[Slot]:
    for slot in slots(owed, calendar, until):
        # What should stand for good is not owed any more once the row is not.
        if slot.kind != CONTINUOUS or not has_ended(owed, today):
            yield slot
    for incident in incidents.get(owed.region, ()):
        yield from during(incident, owed.rules, today)


def _planned(owed: Owed, slot: Slot) -> Planned:
    return Planned(
        row=owed.row.pk,
        unit=owed.unit.pk,
        region=owed.region,
        kind=slot.kind,
        period_from=slot.period_from,
        period_to=slot.period_to,
        event_key=slot.event_key,
        due_on=slot.due_on,
        due_rule=slot.rule,
        counted_from=slot.counted_from,
        is_provisional=slot.is_provisional,
    )


def _put(duties: dict[Key, Planned], planned: Planned) -> None:
    """Two rules of one row with the same period are two duties: the later one bears its code."""
    if planned.key in duties:
        planned = replace(planned, event_key=f"{planned.event_key}:{planned.due_rule}"[:80])
    duties[planned.key] = planned
