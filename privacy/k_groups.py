"""Sizes of the groups of rows that look alike, and who is singled out by which columns (§6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from .quasi import Quasi, coarser, last_level

Codes = NDArray[np.int64]
MOST_TOGETHER = 4  # columns that somebody is expected to know of a neighbour
MOST_NAMED = 10  # rows named one by one


@dataclass(frozen=True, slots=True)
class Singled:
    """Rows that these columns alone single out; `rows` are places in the list, from 0."""

    columns: tuple[str, ...]
    rows: tuple[int, ...]


class Groups:
    """The columns of a list as codes, at any step of coarsening; each is worked out once."""

    def __init__(self, columns: Sequence[Quasi], rows: int):
        self.columns = list(columns)
        self.rows = rows
        self._known: dict[tuple[int, int], Codes] = {}

    @cached_property
    def start(self) -> tuple[int, ...]:
        """The steps at which the columns stand now."""
        return tuple(column.level for column in self.columns)

    def codes(self, place: int, level: int) -> Codes:
        """One code per row: equal where the public would see the same."""
        key = (place, level)
        if key not in self._known:
            column = self.columns[place]
            if level >= last_level(column.kind):
                self._known[key] = np.zeros(self.rows, dtype=np.int64)
            else:
                shown: dict[str, int] = {}
                of_value = {
                    value: shown.setdefault(coarser(column.kind, level, value), len(shown))
                    for value in dict.fromkeys(column.cells)
                }
                self._known[key] = np.fromiter(
                    (of_value[value] for value in column.cells), dtype=np.int64, count=self.rows
                )
        return self._known[key]

    def distinct(self, place: int, level: int) -> int:
        """How many values the public can tell apart in this column."""
        codes = self.codes(place, level)
        return int(codes.max()) + 1 if self.rows else 0

    def is_empty(self, place: int, level: int) -> bool:
        """Whether nothing is left of the column at this step."""
        column = self.columns[place]
        return not any(coarser(column.kind, level, value) for value in set(column.cells))

    def together(self, levels: Sequence[int], among: Sequence[int] | None = None) -> Codes:
        """One code per row for all columns (or those `among` them)."""
        places = range(len(self.columns)) if among is None else among
        joined = np.zeros(self.rows, dtype=np.int64)
        size = 1
        for place in places:
            count = self.distinct(place, levels[place])
            if size * max(count, 1) > 2**62:
                joined = np.unique(joined, return_inverse=True)[1].astype(np.int64)
                size = int(joined.max()) + 1
            joined = joined * count + self.codes(place, levels[place])
            size *= max(count, 1)
        return joined

    def sizes(self, levels: Sequence[int], among: Sequence[int] | None = None) -> Codes:
        """For each row the number of rows that look like it."""
        return sizes_of(self.together(levels, among))

    def singled(self, levels: Sequence[int], below: int = 2) -> list[Singled]:
        """Rows in groups smaller than `below`, each with the fewest columns that do it."""
        unseen = np.ones(self.rows, dtype=bool)
        telling = [p for p in range(len(self.columns)) if self.distinct(p, levels[p]) > 1]
        found = []
        for count in range(1, min(MOST_TOGETHER, len(telling)) + 1):
            for places in combinations(telling, count):
                hit = (self.sizes(levels, places) < below) & unseen
                if hit.any():
                    unseen &= ~hit
                    names = tuple(self.columns[place].name for place in places)
                    found.append(Singled(names, tuple(map(int, np.flatnonzero(hit)))))
        return sorted(found, key=lambda one: -len(one.rows))


def sizes_of(codes: Codes) -> Codes:
    """For each row how often its code occurs."""
    if not len(codes):
        return codes
    _values, inverse, counts = np.unique(codes, return_inverse=True, return_counts=True)
    sizes: Codes = counts[inverse.reshape(-1)].astype(np.int64)
    return sizes


def merged(codes: Codes, required: int) -> NDArray[np.bool_]:
    """Rows that go into one line 其他: those of small groups, and enough others that the line itself
    stands for at least `required` rows, so that totals minus the rest give nobody away."""
    sizes = sizes_of(codes)
    gone = sizes < required
    count = int(gone.sum())
    if count == 0 or count >= required:
        return gone
    need = required - count
    roomy = np.flatnonzero(~gone & (sizes >= required + need))
    if len(roomy):
        # The smallest group that can spare them; its last rows.
        smallest = roomy[sizes[roomy] == sizes[roomy].min()]
        members = np.flatnonzero(codes == codes[smallest[0]])
        gone[members[-need:]] = True
        return gone
    rest = np.flatnonzero(~gone)
    if len(rest):
        smallest = rest[sizes[rest] == sizes[rest].min()]
        gone |= codes == codes[smallest[0]]
    return gone
