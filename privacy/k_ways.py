"""Ways to reach k: which columns become how much coarser, what that does and what it costs (§6)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .k_groups import Groups, merged, sizes_of
from .quasi import AGE, AMOUNT, CATEGORY, DATE, GENDER, ORDER, SIZE, VILLAGE, Quasi, last_level

MOST_MERGED = 0.10  # of the rows: beyond that a list says less than a coarser one
# What one lost bit of a column costs: what gives way first (§6) is cheap, what neighbours need to
# supervise (village, size, amount) is dear.
PRICE = {DATE: 0.4, AGE: 0.4, CATEGORY: 0.6, VILLAGE: 1.0, GENDER: 1.0, SIZE: 1.6, AMOUNT: 2.4}


@dataclass(frozen=True, slots=True)
class Step:
    """One column made coarser: from which step to which, and how many values it tells apart."""

    index: int
    name: str
    kind: str
    level: int
    values_before: int
    values_after: int

    @property
    def is_gone(self) -> bool:
        return self.level >= last_level(self.kind)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach k. `smallest` and `below` are those of the list once it is gone this way;
    `merged` rows stand in one line 其他; `loss` is the share of what the list told (0 … 1)."""

    steps: tuple[Step, ...]
    merged: int
    smallest: int
    below: int
    loss: float

    @property
    def key(self) -> str:
        """Names the way in a form: index and level of each step, and whether rows are merged."""
        steps = ".".join(f"{step.index}-{step.level}" for step in self.steps)
        return f"{steps}+m" if self.merged else steps


class Search:
    """The ways of one list. `rows` must have the same length as each column's cells."""

    def __init__(self, columns: Sequence[Quasi], rows: int, required: int):
        self.groups = Groups(columns, rows)
        self.required = required

    @cached_property
    def now(self) -> tuple[int, int]:
        """(smallest group, rows in groups below k) as the list stands."""
        return self._measure(self.groups.start)

    def _measure(self, levels: Sequence[int]) -> tuple[int, int]:
        sizes = self.groups.sizes(levels)
        if not len(sizes):
            return 0, 0
        return int(sizes.min()), int((sizes < self.required).sum())

    def ways(self) -> list[Way]:
        """The proposal first, then others by their price; empty when k holds already."""
        if self.now[1] == 0 or not self.groups.rows:
            return []
        if self.groups.rows < self.required:
            return []
        prefixes = self._in_order()
        found = [self._way(levels) for levels in prefixes]
        found += [self._way(self._fewer(levels)) for levels in prefixes]
        found += [self._way(levels) for levels in self._single()]
        found.sort(key=lambda way: (way.loss, len(way.steps), way.key))
        # Two ways that show the same are one: the smaller steps stand.
        alike = {(w.loss, w.merged, w.smallest): w for w in reversed(found) if w.below == 0}
        ordered = list(reversed(alike.values()))
        ordered = [way for way in ordered if way.merged < self.groups.rows]
        best = next((way for way in ordered if way.merged <= MOST_MERGED * self.groups.rows), None)
        if best is not None:
            ordered.remove(best)
            ordered.insert(0, best)
        return ordered[:5]

    def _in_order(self) -> list[tuple[int, ...]]:
        """The steps of §6 one after the other, each state once."""
        levels = list(self.groups.start)
        states = [tuple(levels)]
        for kind, level in ORDER:
            for place, column in enumerate(self.groups.columns):
                if column.kind == kind and levels[place] < level:
                    levels[place] = level
            if tuple(levels) != states[-1]:
                states.append(tuple(levels))
        return states

    def _fewer(self, levels: tuple[int, ...]) -> tuple[int, ...]:
        """Without the steps that turn out not to be needed, the dearest first."""
        below = self._measure(levels)[1]
        slim = list(levels)
        for place in sorted(range(len(slim)), key=lambda p: -self._cost(p, levels[p])):
            while slim[place] > self.groups.start[place]:
                slim[place] -= 1
                if self._measure(slim)[1] > below:
                    slim[place] += 1
                    break
        return tuple(slim)

    def _settled(self, levels: Sequence[int]) -> tuple[int, ...]:
        """A step that leaves nothing (no township is named) is a column that is gone."""
        return tuple(
            last_level(column.kind)
            if level > column.level and self.groups.is_empty(place, level)
            else level
            for place, (column, level) in enumerate(zip(self.groups.columns, levels, strict=True))
        )

    def _single(self) -> list[tuple[int, ...]]:
        """One column alone, made coarser or taken out."""
        start = self.groups.start
        return [
            (*start[:place], level, *start[place + 1 :])
            for place, column in enumerate(self.groups.columns)
            for level in range(start[place] + 1, last_level(column.kind) + 1)
        ]

    def _way(self, levels: tuple[int, ...]) -> Way:
        levels = self._settled(levels)
        gone = self.merged_rows(levels)
        left = sizes_of(self.groups.together(levels)[~gone])
        smallest = int(left.min()) if len(left) else 0
        below = int((left < self.required).sum()) if len(left) else 0
        steps = tuple(
            Step(
                column.index,
                column.name,
                column.kind,
                level,
                self.groups.distinct(place, self.groups.start[place]),
                self.groups.distinct(place, level),
            )
            for place, (column, level) in enumerate(zip(self.groups.columns, levels, strict=True))
            if level != self.groups.start[place]
        )
        return Way(steps, int(gone.sum()), smallest, below, self._loss(levels, int(gone.sum())))

    def merged_rows(self, levels: tuple[int, ...]) -> NDArray[np.bool_]:
        """Which rows go into the line 其他 when small groups are merged at these steps."""
        return merged(self.groups.together(levels), self.required)

    def _loss(self, levels: Sequence[int], gone: int) -> float:
        """Share of the bits that the columns told and that the reader no longer gets."""
        places = range(len(levels))
        whole = sum(
            self._cost(place, last_level(self.groups.columns[place].kind)) for place in places
        )
        share = sum(self._cost(place, levels[place]) for place in places) / (whole or 1.0)
        rows = gone / self.groups.rows
        return round(share + (1 - share) * rows, 4)

    def _cost(self, place: int, level: int) -> float:
        """Price of what one cell of the column no longer tells at this step."""
        lost = self._bits(place, self.groups.start[place]) - self._bits(place, level)
        return PRICE[self.groups.columns[place].kind] * max(lost, 0.0)

    def _bits(self, place: int, level: int) -> float:
        """Entropy of a column: what one cell tells on average."""
        counts = np.bincount(self.groups.codes(place, level))
        shares = counts[counts > 0] / self.groups.rows
        return float(-(shares * np.log2(shares)).sum()) if len(shares) > 1 else 0.0

    def after(self, way: Way) -> tuple[tuple[int, ...], NDArray[np.bool_]]:
        """(steps of all columns, merged rows) once the way is gone."""
        by_index = {step.index: step.level for step in way.steps}
        levels = tuple(by_index.get(column.index, column.level) for column in self.groups.columns)
        gone = self.merged_rows(levels) if way.merged else np.zeros(self.groups.rows, dtype=bool)
        return levels, gone


def loss_in_percent(loss: float) -> int:
    """For people: whole percent, at least one where anything is lost."""
    return max(1, math.floor(loss * 100 + 0.5)) if loss else 0
