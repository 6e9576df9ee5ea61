"""What the planner is given and what it gives back: plain values (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Rule = Mapping[str, Any]
# Kinds of duties, as `Duty.Kind` stores them.
ONCE, YEARLY, QUARTERLY = "once", "yearly", "quarterly"
EVENT, DEVELOPING, CONTINUOUS = "event", "developing", "continuous"
# The leading unit publishes (条例第十条); the others supply what they have and owe nothing of it.
LEAD, CO = "lead", "co"


@dataclass(frozen=True, slots=True)
class Row:
    """A catalogue row as far as duties go. `valid_from`, `valid_to`: both ends included."""

    pk: int
    code: str
    domain: str
    rules: tuple[Rule, ...]
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Bearer:
    """A unit that may owe. `heir`: pk of the unit it merged into."""

    pk: int
    code: str
    name: str
    level: str
    domains: tuple[str, ...]
    region: int | None
    is_active: bool = True
    heir: int | None = None
    full_name: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A region; a retired one names the code that took its place, where there is one."""

    pk: int
    code: str
    name: str
    is_retired: bool = False
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class Assigned:
    """Who owes a row: the unit `unit`, or all of `level` that match domain and name.

    `rule` names the only deadline rule that binds them; empty: all of the row.
    """

    row: int
    role: str = LEAD
    unit: int | None = None
    level: str = ""
    domain: str = ""
    names: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    rule: str = ""

    @property
    def weight(self) -> tuple[bool, bool, bool]:
        """The more closely a unit is described, the more the assignment counts."""
        return (self.unit is not None, bool(self.names), bool(self.domain))


@dataclass(frozen=True, slots=True)
class Owed:
    """A unit owes a row from `since` to `until`, both included; None is open."""

    row: Row
    unit: Bearer
    region: int
    role: str
    since: date
    until: date | None
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """An event that runs: units of its region owe rows with a recurring rule in days again and
    again, until it has ended."""

    key: str
    region: int
    began: date
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One duty as it should be. The key of a duty is row, unit, period and event."""

    row: int
    unit: int
    region: int | None
    kind: str
    period_from: date | None = None
    period_to: date | None = None
    event_key: str = ""
    due_on: date | None = None
    due_rule: str = ""
    counted_from: date | None = None
    is_provisional: bool = False

    @property
    def key(self) -> tuple[int, int, date | None, str]:
        return (self.row, self.unit, self.period_from, self.event_key)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do. A `kind` is a key of `duties.problems`; `where` names
    row or unit. One that `stops` keeps the whole plan from being put in place."""

    kind: str
    where: str
    stops: bool = True
    other: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a plan is made from."""

    rows: tuple[Row, ...]
    units: tuple[Bearer, ...]
    places: tuple[Place, ...]
    assigned: tuple[Assigned, ...]
    # Since when duties are kept at all, where neither row nor assignment names a day.
    begins: date
    incidents: tuple[Incident, ...] = ()
