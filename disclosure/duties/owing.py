"""Which unit owes which row, by the assignments that the office keeps (pure).

Units that merged hand their duties on; retired regions are read as those that took their place.
Whatever cannot be read like that is a problem with a name and a remedy, never a guess.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from .facts import LEAD, Assigned, Bearer, Owed, Place, Problem, Row, Situation


class Owing:
    """`owed`: who owes what; `problems`: what must be put right, or be known."""

    def __init__(self, situation: Situation):
        self.problems: list[Problem] = []
        self.owed: list[Owed] = []
        self._begins = situation.begins
        self._units = {unit.pk: unit for unit in situation.units}
        self._places = {place.pk: place for place in situation.places}
        self._by_code = {place.code: place for place in situation.places}
        self._regions: dict[int, int | None] = {}
        by_row: dict[int, list[Assigned]] = {}
        for assigned in situation.assigned:
            by_row.setdefault(assigned.row, []).append(assigned)
        for row in situation.rows:
            self._plan_row(row, by_row.get(row.pk, []))

    def _plan_row(self, row: Row, assignments: Sequence[Assigned]) -> None:
        if not self._is_sound(row, assignments):
            return
        bearers = self._bearers(row, assignments)
        for unit, assigned in bearers:
            region = self._region_of(unit)
            if region is not None:
                self._owe(row, unit, region, assigned)
        if not any(assigned.role == LEAD for _unit, assigned in bearers):
            kind = "no_unit" if not bearers else "no_lead"
            self.problems.append(Problem(kind, row.code, stops=False))

    def _is_sound(self, row: Row, assignments: Iterable[Assigned]) -> bool:
        found = []
        if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
            found.append(Problem("row_ends_before_it_begins", row.code))
        for assigned in assignments:
            if assigned.since and assigned.until and assigned.until < assigned.since:
                found.append(Problem("assignment_ends_before_it_begins", row.code))
            if assigned.rule and assigned.rule not in {rule.get("code") for rule in row.rules}:
                found.append(Problem("rule_unknown", row.code, other=assigned.rule))
        self.problems += found
        return not found

    def _bearers(self, row: Row, assignments: Sequence[Assigned]) -> list[tuple[Bearer, Assigned]]:
        """Each unit once, by the assignment that describes it most closely."""
        best: dict[int, tuple[Bearer, Assigned]] = {}
        for assigned in sorted(assignments, key=lambda one: (one.weight, one.role == LEAD)):
            for unit in self._matching(row, assigned):
                best[unit.pk] = (unit, assigned)
        return sorted(best.values(), key=lambda pair: pair[0].code)

    def _matching(self, row: Row, assigned: Assigned) -> list[Bearer]:
        if assigned.unit is not None:
            unit = self._units.get(assigned.unit)
            heir = self._heir(row, unit) if unit is not None else None
            return [heir] if heir is not None else []
        return [unit for unit in self._units.values() if unit.is_active and meets(unit, assigned)]

    def _heir(self, row: Row, unit: Bearer) -> Bearer | None:
        """The unit itself, or the one in use that it merged into."""
        seen, found = {unit.pk}, unit
        while not found.is_active:
            heir = self._units.get(found.heir) if found.heir is not None else None
            if heir is None or heir.pk in seen:
                self.problems.append(Problem("unit_not_in_use", row.code, other=unit.name))
                return None
            seen.add(heir.pk)
            found = heir
        if found is not unit:
            self.problems.append(
                Problem("unit_merged", row.code, stops=False, other=f"{unit.name} → {found.name}")
            )
        return found

    def _region_of(self, unit: Bearer) -> int | None:
        """The region that stands for the unit's today; told once per unit when there is none."""
        if unit.pk not in self._regions:
            self._regions[unit.pk] = self._present_region(unit)
        return self._regions[unit.pk]

    def _present_region(self, unit: Bearer) -> int | None:
        place = self._places.get(unit.region) if unit.region is not None else None
        if place is None:
            self.problems.append(Problem("unit_without_region", unit.code, other=unit.name))
            return None
        present = _successor(place, self._by_code)
        if present is None:
            self.problems.append(Problem("region_retired", unit.code, other=place.name))
            return None
        if present is not place:
            told = f"{place.name} → {present.name}"
            self.problems.append(Problem("region_replaced", unit.code, stops=False, other=told))
        return present.pk

    def _owe(self, row: Row, unit: Bearer, region: int, assigned: Assigned) -> None:
        begun = [day for day in (row.valid_from, assigned.since) if day is not None]
        since = max(begun) if begun else self._begins
        until = min((day for day in (row.valid_to, assigned.until) if day), default=None)
        if until is not None and until < since:
            return
        rules = [rule for rule in row.rules if assigned.rule in ("", rule.get("code"))]
        self.owed.append(Owed(row, unit, region, assigned.role, since, until, tuple(rules)))


def meets(unit: Bearer, assigned: Assigned) -> bool:
    """Whether an assignment by level, domain and name describes the unit."""
    return (
        unit.level == assigned.level
        and (not assigned.domain or assigned.domain in unit.domains)
        and (not assigned.names or any(_named(unit, name) for name in assigned.names))
    )


def _named(unit: Bearer, word: str) -> bool:
    return word in unit.name or word in unit.full_name


def _successor(place: Place, by_code: dict[str, Place]) -> Place | None:
    """The region that is in use instead; None when the chain ends or turns in a circle."""
    seen: set[str] = set()
    while place.is_retired:
        seen.add(place.code)
        successor = by_code.get(place.replaced_by)
        if successor is None or successor.code in seen:
            return None
        place = successor
    return place


def has_ended(owed: Owed, today: date) -> bool:
    return owed.until is not None and owed.until < today
