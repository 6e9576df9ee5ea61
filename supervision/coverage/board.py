"""What the scoreboard shows of an export, as plain values to be kept with it (pure)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import figures_file as scopes
from .facts import Fact
from .measure import MISSING, STATES, Figures, state_of

NAMED = 60  # overdue duties on the page; all of them are in the export
QUARTERS = 8


@dataclass(frozen=True, slots=True)
class UnitLine:
    code: str
    name: str
    level: str
    region: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Overdue:
    """A duty whose last day has passed; `days` are working days."""

    unit: str
    unit_name: str
    row: str
    row_name: str
    region: str
    period_from: str
    period_to: str
    due_on: date
    days: int
    duty: int


@dataclass(frozen=True, slots=True)
class Board:
    total: Figures
    domains: Mapping[str, Figures]
    quarters: Sequence[tuple[str, Figures]]
    units: Sequence[UnitLine]
    overdue: Sequence[Overdue]


def composed(
    found: Mapping[tuple[str, str], Figures],
    facts: Iterable[Fact],
    units: Iterable[Sequence[str]],
    rows: Iterable[Sequence[str]],
    *,
    as_of: date,
    days_late: Callable[[date], int],
) -> dict[str, Any]:
    """The board as JSON; the longest overdue first, units in the order of their codes."""
    of_units = list(units)
    names = {unit[0]: unit[1] for unit in of_units}
    row_names = {row[0]: row[3] for row in rows}
    late = [one for one in facts if state_of(one, as_of) == MISSING]
    late.sort(key=lambda one: (one.due_on, one.duty))
    quarters = sorted(key for scope, key in found if scope == scopes.QUARTER)
    this_quarter = f"{as_of.year:04d}-Q{(as_of.month + 2) // 3}"
    return {
        "total": _numbers(found[scopes.TOTAL, ""]),
        "domains": {
            key: _numbers(figures)
            for (scope, key), figures in found.items()
            if scope == scopes.DOMAIN
        },
        "quarters": [
            [key, _numbers(found[scopes.QUARTER, key])]
            for key in [key for key in quarters if key <= this_quarter][-QUARTERS:]
        ],
        "units": [
            [unit[0], unit[1], unit[2], unit[4], _numbers(found[scopes.UNIT, unit[0]])]
            for unit in of_units
        ],
        "overdue": [
            [
                one.unit, names.get(one.unit, one.unit), one.row, row_names.get(one.row, one.row),
                one.region, _text(one.period_from), _text(one.period_to), _text(one.due_on),
                days_late(one.due_on) if one.due_on else 0, one.duty,
            ]
            for one in late[:NAMED]
        ],
    }  # fmt: skip


def read(stored: Mapping[str, Any]) -> Board:
    """The board again from what `composed` made."""
    return Board(
        Figures(*stored["total"]),
        {key: Figures(*numbers) for key, numbers in stored["domains"].items()},
        [(key, Figures(*numbers)) for key, numbers in stored["quarters"]],
        [_unit_line(*line) for line in stored["units"]],
        [_overdue(*line) for line in stored["overdue"]],
    )


def _unit_line(code: str, name: str, level: str, region: str, numbers: list[int]) -> UnitLine:
    return UnitLine(code, name, level, region, Figures(*numbers))


def _overdue(*cells: Any) -> Overdue:
    unit, unit_name, row, row_name, region, begins, ends, due_on, days, duty = cells
    day = date.fromisoformat(due_on)
    return Overdue(unit, unit_name, row, row_name, region, begins, ends, day, days, duty)


def _numbers(of_key: Figures) -> list[int]:
    return [getattr(of_key, name) for name in STATES]


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
