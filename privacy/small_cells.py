"""Small cells of statistics: what is not shown, and proof that nobody can compute it (§6).

A table with totals is a flow: inner cells run from row to column, totals lead back. A cell that is
not shown can be anything between its value and what the shown cells allow; the bounds are maximal
flows over the cells that are not shown. Suppression goes on until every small cell can still have
every small value.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

UNBOUNDED = 10**9
ZERO_PRICE = 10**5  # a nought hides badly: everybody knows where nothing can be
TOTAL_PRICE = 10**7


class Shown(Enum):
    """What the public sees of a cell: its value, `<3`, or that it is not shown."""

    VALUE = "value"
    SMALL = "small"
    HIDDEN = "hidden"


@dataclass(slots=True)
class _Arc:
    tail: int
    head: int
    value: int
    price: int
    is_known: bool
    low: int = 0
    high: int = UNBOUNDED

    @property
    def up(self) -> int:
        return self.high - self.value

    @property
    def down(self) -> int:
        return self.value - self.low


@dataclass(slots=True)
class Table:
    """Counts without their totals; `row_totals` and so on say which totals are published."""

    cells: list[list[int]]
    row_totals: bool = True
    column_totals: bool = True
    grand_total: bool = True
    min_cell: int = 3
    _arcs: dict[tuple[int, int], _Arc] = field(default_factory=dict, init=False, repr=False)

    @property
    def size(self) -> tuple[int, int]:
        return len(self.cells), max((len(row) for row in self.cells), default=0)


def suppress(table: Table) -> list[list[Shown]]:
    """What is shown of every cell, totals included as last row and last column.

    Cells 1 … min_cell-1 are small; others are hidden so that no small one can be computed.
    """
    network = _Network(table)
    rows, columns = table.size
    tiny = [k for k, a in network.arcs.items() if a.is_known and 0 < a.value < table.min_cell]
    for row, column in tiny:
        # A small total of small parts would give its parts away by `<3` alone: hidden instead.
        network.hide((row, column), small=row < rows and column < columns)
    for key in tiny:
        network.protect(key)
    return [[network.state((r, c)) for c in range(columns + 1)] for r in range(rows + 1)]


def interval(
    table: Table, shown: Sequence[Sequence[Shown]], row: int, column: int
) -> tuple[int, int]:
    """Least and greatest value that the cell can have by what is shown (and by `<3` itself)."""
    network = _Network(table)
    for r, line in enumerate(shown):
        for c, state in enumerate(line):
            if state is not Shown.VALUE and network.arcs[(r, c)].is_known:
                network.hide((r, c), small=state is Shown.SMALL)
    arc = network.arcs[(row, column)]
    if arc.is_known:
        return arc.value, arc.value
    return (
        arc.value - network.slack((row, column), up=False, most=arc.down),
        arc.value + network.slack((row, column), up=True, most=arc.up),
    )


class _Network:
    """Rows and columns as nodes; `arcs` by place, the last row and column being totals."""

    def __init__(self, table: Table):
        rows, columns = table.size
        self.table = table
        self.small: list[tuple[int, int]] = []
        self.arcs: dict[tuple[int, int], _Arc] = {}
        row_of, column_of = list(range(rows + 1)), [rows + 1 + c for c in range(columns + 1)]
        for r, line in enumerate(table.cells):
            for c, value in enumerate(line):
                price = value if value else ZERO_PRICE
                self.arcs[(r, c)] = _Arc(row_of[r], column_of[c], value, price, True)
            self.arcs[(r, columns)] = _Arc(
                column_of[columns], row_of[r], sum(line), TOTAL_PRICE, table.row_totals
            )
        for c in range(columns):
            total = sum(line[c] for line in table.cells)
            self.arcs[(rows, c)] = _Arc(
                column_of[c], row_of[rows], total, TOTAL_PRICE, table.column_totals
            )
        whole = sum(map(sum, table.cells))
        self.arcs[(rows, columns)] = _Arc(
            row_of[rows], column_of[columns], whole, 10 * TOTAL_PRICE, table.grand_total
        )
        self.nodes = rows + columns + 2

    def state(self, key: tuple[int, int]) -> Shown:
        if key in self.small:
            return Shown.SMALL
        return Shown.VALUE if self.arcs[key].is_known else Shown.HIDDEN

    def hide(self, key: tuple[int, int], *, small: bool = False) -> None:
        arc = self.arcs[key]
        arc.is_known = False
        if small:
            arc.low, arc.high = 1, self.table.min_cell - 1
            self.small.append(key)

    def protect(self, key: tuple[int, int]) -> None:
        """Hide more until the cell could have any small value, as far as that is possible."""
        arc = self.arcs[key]
        wanted = ((True, arc.up), (False, arc.down)) if key in self.small else ((True, 1),)
        for up, most in wanted:
            while self.slack(key, up=up, most=most) < most:
                path = self._cheapest(key, up=up, most=most)
                if not path:
                    break
                for other in path:
                    self.hide(other)

    def slack(self, key: tuple[int, int], *, up: bool, most: int) -> int:
        """By how much the cell could be greater (or less), at most `most`."""
        return self._flow(key, up=up, most=most)[0]

    def _flow(self, key: tuple[int, int], *, up: bool, most: int) -> tuple[int, dict[int, int]]:
        arc = self.arcs[key]
        source, sink = (arc.head, arc.tail) if up else (arc.tail, arc.head)
        moved: dict[int, int] = {}  # id of arc → change of its value
        flow = 0
        while flow < most:
            path = self._search(key, source, sink, moved, only_unknown=True)
            if path is None:
                break
            width = min(min(self._room(a, forward, moved) for a, forward in path), most - flow)
            for a, forward in path:
                moved[id(a)] = moved.get(id(a), 0) + (width if forward else -width)
            flow += width
        return flow, moved

    @staticmethod
    def _room(arc: _Arc, forward: bool, moved: dict[int, int]) -> int:
        change = moved.get(id(arc), 0)
        return arc.up - change if forward else arc.down + change

    def _cheapest(self, key: tuple[int, int], *, up: bool, most: int) -> list[tuple[int, int]]:
        """Known cells whose hiding gives one more unit of slack at the least price."""
        arc = self.arcs[key]
        source, sink = (arc.head, arc.tail) if up else (arc.tail, arc.head)
        moved = self._flow(key, up=up, most=most)[1]
        path = self._search(key, source, sink, moved, only_unknown=False)
        places = {id(a): place for place, a in self.arcs.items()}
        return [places[id(a)] for a, _forward in path or () if a.is_known]

    def _search(
        self,
        key: tuple[int, int],
        source: int,
        sink: int,
        moved: dict[int, int],
        *,
        only_unknown: bool,
    ) -> list[tuple[_Arc, bool]] | None:
        """The cheapest way along which values can move by one; unknown cells cost nothing."""
        leaving: dict[int, list[tuple[int, _Arc, bool]]] = {}
        for place, arc in self.arcs.items():
            if place == key or (only_unknown and arc.is_known):
                continue
            if self._room(arc, True, moved) > 0:
                leaving.setdefault(arc.tail, []).append((arc.head, arc, True))
            if self._room(arc, False, moved) > 0:
                leaving.setdefault(arc.head, []).append((arc.tail, arc, False))
        best = {source: 0}
        came: dict[int, tuple[int, _Arc, bool]] = {}
        heap = [(0, source)]
        while heap:
            cost, node = heapq.heappop(heap)
            if node == sink:
                break
            if cost > best[node]:
                continue
            for other, arc, forward in leaving.get(node, ()):
                reached = cost + (arc.price + 1 if arc.is_known else 0)
                if reached < best.get(other, UNBOUNDED * 100):
                    best[other] = reached
                    came[other] = (node, arc, forward)
                    heapq.heappush(heap, (reached, other))
        if sink not in came:
            return None
        path, node = [], sink
        while node != source:
            node, arc, forward = came[node]
            path.append((arc, forward))
        return path
