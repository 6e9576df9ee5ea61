"""What coverage and timeliness are (pure; docs/coverage.md says the same in words).

Only integers: two people who count the same facts get the same digits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from fractions import Fraction

from .facts import Fact

ON_TIME = "on_time"  # published by the last day, or with no last day to keep
LATE = "late"  # published after the last day
MISSING = "missing"  # the last day has passed, nothing is published and nothing was signed
NOTHING = "nothing"  # a signed statement that there was nothing to publish
DUE = "due"  # not published, the last day still to come or today
OPEN = "open"  # not published, and no last day is set: nothing has happened yet
LAPSED = "lapsed"  # ended without being owed


def state_of(fact: Fact, as_of: date) -> str:
    """Where a duty stands at the end of `as_of`; what came later has not happened yet."""
    if _by(fact.published_on, as_of):
        is_late = fact.due_on is not None and fact.due_on < fact.published_on  # type: ignore[operator]
        return LATE if is_late else ON_TIME
    if _by(fact.lapsed_on, as_of):
        return LAPSED
    if _by(fact.statement_on, as_of):
        return NOTHING
    if fact.due_on is None:
        return OPEN
    return MISSING if fact.due_on < as_of else DUE


def _by(day: date | None, as_of: date) -> bool:
    return day is not None and day <= as_of


@dataclass(frozen=True, slots=True)
class Figures:
    """How many duties stand where."""

    on_time: int = 0
    late: int = 0
    missing: int = 0
    nothing: int = 0
    due: int = 0
    open: int = 0
    lapsed: int = 0

    @property
    def owed(self) -> int:
        """What had to be public by now: the denominator of both rates."""
        return self.on_time + self.late + self.missing

    @property
    def published(self) -> int:
        return self.on_time + self.late

    @property
    def total(self) -> int:
        """All duties that were or will be owed: all but the lapsed ones."""
        return self.owed + self.nothing + self.due + self.open

    @property
    def coverage(self) -> Fraction | None:
        """Published of what had to be public; None when nothing had to be."""
        return Fraction(self.published, self.owed) if self.owed else None

    @property
    def timeliness(self) -> Fraction | None:
        """Published by its last day of what had to be public; None when nothing had to be."""
        return Fraction(self.on_time, self.owed) if self.owed else None

    def plus(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, n) + getattr(other, n) for n in STATES))


STATES = tuple(field.name for field in fields(Figures))


def figures(counts: Mapping[str, int]) -> Figures:
    """Figures from counts by state; states that nobody is in may be left out."""
    return Figures(**{name: counts.get(name, 0) for name in STATES})


def counted(facts: Iterable[Fact], as_of: date) -> Figures:
    """The figures of these facts."""
    counts: dict[str, int] = {}
    for fact in facts:
        state = state_of(fact, as_of)
        counts[state] = counts.get(state, 0) + 1
    return figures(counts)


def percent(share: Fraction | None) -> str:
    """One decimal, cut and not rounded: 100.0 is said only of all. Empty for no share."""
    if share is None:
        return ""
    thousandths = share.numerator * 1000 // share.denominator
    return f"{thousandths // 10}.{thousandths % 10}"


def month_of(fact: Fact) -> str:
    """YYYY-MM of the last day: when a duty counts. Empty for one without a last day."""
    return fact.due_on.isoformat()[:7] if fact.due_on else ""


def quarter_of(fact: Fact) -> str:
    """YYYY-Qn of the last day; empty as for `month_of`."""
    return f"{fact.due_on.year:04d}-Q{(fact.due_on.month + 2) // 3}" if fact.due_on else ""
