"""Which duty an item fulfils (pure).

A turn of the year is kept by something formed in it; a duty about the year before by something
published between its end and its last day; an event's turn by what was published in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from disclosure.deadlines import ONE_DAY

from .facts import CONTINUOUS, DEVELOPING, ONCE

STANDING = frozenset({ONCE, CONTINUOUS})


@dataclass(frozen=True, slots=True)
class Open:
    """A duty that waits: as much of it as matching asks for."""

    pk: int
    kind: str
    period_from: date | None
    period_to: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Days:
    """Of an item: when it was formed (as far as it says) and published (or begun, for a draft)."""

    formed: date
    published: date


def matches(duties: Sequence[Open], days: Days, *, is_strict: bool = False) -> list[int]:
    """Duties of one row and unit that an item keeps: what should stand, and one turn at most.

    The turn whose time it was, else the latest that was missed; never one that is still to come.
    `is_strict`: none that was missed, as for a correction of what was published long ago.
    """
    found = [] if is_strict else [duty.pk for duty in duties if duty.kind in STANDING]
    turns = [duty for duty in duties if duty.kind not in STANDING]
    turn = _turn(turns, days, is_strict)
    return found if turn is None else [*found, turn.pk]


def _turn(turns: Iterable[Open], days: Days, is_strict: bool) -> Open | None:
    missed: Open | None = None
    for duty in sorted(turns, key=lambda one: (_end(one), one.pk)):
        day = _asked(duty, days)
        if _start(duty) <= day <= _end(duty):
            return duty
        if _end(duty) < day:
            missed = duty
    return None if is_strict else missed


def _is_about_past(duty: Open) -> bool:
    return duty.due_on is not None and duty.period_to is not None and duty.due_on > duty.period_to


def _asked(duty: Open, days: Days) -> date:
    is_by_publication = duty.kind == DEVELOPING or _is_about_past(duty)
    return days.published if is_by_publication else days.formed


def _start(duty: Open) -> date:
    if duty.kind != DEVELOPING and _is_about_past(duty) and duty.period_to is not None:
        return duty.period_to + ONE_DAY
    return duty.period_from or date.min


def _end(duty: Open) -> date:
    return duty.due_on or duty.period_to or date.max
