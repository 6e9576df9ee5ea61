"""A count of days laid out in weeks, so that the last day explains itself (pure; I7)."""

from dataclasses import dataclass
from datetime import date, timedelta

from .deadlines import Count, Step

LONGEST = 70  # days; longer counts are told in words


@dataclass(frozen=True, slots=True)
class Square:
    """One day. `state`: start, counted, skipped, due, outside. `note` names holiday or shift."""

    date: date
    state: str
    number: int | None = None
    note: str = ""
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class DueCalendar:
    start: date
    due: date
    days_counted: int
    is_provisional: bool
    days_left: int | None  # working days after today up to the due day; None once it has passed
    weeks: tuple[tuple[Square, ...], ...]

    @property
    def is_overdue(self) -> bool:
        return self.days_left is None


def due_calendar(count: Count, today: date) -> DueCalendar:
    """The weeks from the start day to the due day, Monday first."""
    steps = {step.day.date: step for step in count.steps}
    start, due = count.steps[0].day.date, count.due
    first = start - timedelta(days=start.weekday())
    last = due + timedelta(days=6 - due.weekday())
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    squares = [_square(day, steps.get(day), start, due, today) for day in days]
    weeks = [tuple(squares[n : n + 7]) for n in range(0, len(squares), 7)]
    counted = [step.number for step in count.steps if step.number]
    left = sum(1 for step in count.steps if step.number and step.day.date > today)
    return DueCalendar(
        start,
        due,
        max(counted, default=0),
        count.provisional,
        None if today > due else left,
        tuple(weeks) if (due - start).days <= LONGEST else (),
    )


def _square(day: date, step: Step | None, start: date, due: date, today: date) -> Square:
    if step is None:
        return Square(day, "outside", is_today=day == today)
    note = step.day.holiday.split("（")[0][:4]
    if step.day.kind == "adjusted_workday":
        note = "调休班"
    state = "counted" if step.number else "skipped"
    if day == start:
        state, note = "start", "形成"
    if day == due:
        state, note = "due", "到期"
    return Square(day, state, step.number, note, day == today)
