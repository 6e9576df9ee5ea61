"""Which duties a new version brings, changes and ends, counted per unit (pure).

A unit owes a row when it works in the row's domain and the row binds its level; rows of 综合 bind
whatever the domain.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]
# Levels of the catalogue that bind a unit of a level of the administration.
_BINDS = {
    "province": {"province"},
    "prefecture": {"city"},
    "county": {"county"},
    "township": {"village"},
    "special": {"city", "county"},
}
# A change in one of these changes what a unit must do; a heading or a number does not.
_BINDING = "elements deadline_rules deadline_text channels channels_text audience mode".split()


@dataclass(frozen=True, slots=True)
class Owner:
    """A unit as far as duties go."""

    code: str
    name: str
    level: str
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """Rows that a unit will owe anew, owe otherwise, and owe no longer."""

    owner: Owner
    appear: tuple[str, ...]
    change: tuple[str, ...]
    lapse: tuple[str, ...]

    @property
    def total(self) -> int:
        return len(self.appear) + len(self.change) + len(self.lapse)


def owes(owner: Owner, row: Values) -> bool:
    is_level = not _BINDS.get(owner.level, set()).isdisjoint(row["levels"])
    return is_level and (row["domain"] in owner.domains or row["domain"] == "cross")


def effects(old: Iterable[Values], new: Iterable[Values], owners: Sequence[Owner]) -> list[Effect]:
    """Units that are touched, the most touched first."""
    before = {row["code"]: row for row in old}
    after = {row["code"]: row for row in new}
    touched = [c for c in before.keys() | after.keys() if before.get(c) != after.get(c)]
    found = []
    for owner in owners:
        appear, change, lapse = [], [], []
        for code in sorted(touched):
            was = code in before and owes(owner, before[code])
            will = code in after and owes(owner, after[code])
            if will and not was:
                appear.append(code)
            elif was and not will:
                lapse.append(code)
            elif was and any(before[code].get(n) != after[code].get(n) for n in _BINDING):
                change.append(code)
        found.append(Effect(owner, tuple(appear), tuple(change), tuple(lapse)))
    return sorted((one for one in found if one.total), key=lambda one: (-one.total, one.owner.code))
