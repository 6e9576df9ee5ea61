"""The published figures as a file, computed from the facts alone (pure).

The site writes it, an outsider computes it again and compares: one function for both.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from . import measure
from .facts import Fact, read_table, table
from .measure import STATES, Figures, percent

COLUMNS = ("scope", "key", *STATES, "coverage", "timeliness")
TOTAL, UNIT, DOMAIN, STAGE = "total", "unit", "domain", "stage"
LEVEL, REGION, MONTH, QUARTER, UNIT_DOMAIN = "level", "region", "month", "quarter", "unit_domain"
SCOPES = (TOTAL, DOMAIN, STAGE, LEVEL, REGION, UNIT, UNIT_DOMAIN, QUARTER, MONTH)


@dataclass(frozen=True, slots=True)
class Place:
    """Of a unit: its level of government and the region it belongs to."""

    level: str
    region: str


def of_facts(
    facts: Iterable[Fact], places: Mapping[str, Place], as_of: date
) -> dict[tuple[str, str], Figures]:
    """Figures by (scope, key). A unit without a place counts for the total and for itself."""
    counts: dict[tuple[str, str], dict[str, int]] = {(TOTAL, ""): {}}
    for fact in facts:
        state = measure.state_of(fact, as_of)
        for key in _keys(fact, places.get(fact.unit)):
            of_key = counts.setdefault(key, {})
            of_key[state] = of_key.get(state, 0) + 1
    return {key: measure.figures(found) for key, found in counts.items()}


def _keys(fact: Fact, place: Place | None) -> list[tuple[str, str]]:
    keys = [
        (TOTAL, ""),
        (DOMAIN, fact.domain),
        (STAGE, fact.stage),
        (UNIT, fact.unit),
        (UNIT_DOMAIN, f"{fact.unit}/{fact.domain}"),
    ]
    if place is not None:
        keys += [(LEVEL, place.level), (REGION, place.region)]
    if fact.due_on is not None:
        keys += [(MONTH, measure.month_of(fact)), (QUARTER, measure.quarter_of(fact))]
    return keys


def written(found: Mapping[tuple[str, str], Figures]) -> bytes:
    """The file of the figures, in the order of the scopes, then of the keys."""
    order = sorted(found, key=lambda key: (SCOPES.index(key[0]), key[1]))
    return table(COLUMNS, (_cells(key, found[key]) for key in order))


def _cells(key: tuple[str, str], of_key: Figures) -> list[str]:
    numbers = [str(getattr(of_key, name)) for name in STATES]
    return [*key, *numbers, percent(of_key.coverage), percent(of_key.timeliness)]


def differences(published: bytes, computed: bytes) -> list[tuple[str, str]]:
    """(scope, key) of every line of one file that the other has otherwise or not at all.

    BadFacts when what was published is not a file of figures.
    """
    theirs = {(cells[0], cells[1]): cells for _line, cells in read_table(published, COLUMNS)}
    ours = {(cells[0], cells[1]): cells for _line, cells in read_table(computed, COLUMNS)}
    keys = theirs.keys() | ours.keys()
    return sorted(key for key in keys if theirs.get(key) != ours.get(key))
