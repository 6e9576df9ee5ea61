"""Which items have which value under each filter, held in memory beside an index file.

Ids are never used twice, so a file that has grown is followed by reading the new rows alone. Bits
of deleted items stay until the next start: they count nothing, as no search finds those items.
SQL text is put together from constants only.
"""
# ruff: noqa: S608

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from search.query import FILTERS, SearchQuery

from .bits import bits_of

Values = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`values[filter][value]` and `live` are sets of ids; nothing in here changes any more."""

    epoch: str = ""
    last: int = 0
    removals: str = ""
    live: int = 0
    values: Values = field(default_factory=dict)

    def within(self, query: SearchQuery, *, but: str = "") -> int | None:
        """Items that pass the query's filters, one left out of account; None: all do."""
        passing: int | None = None
        for name, wanted in query.filters.items():
            if name == but or not wanted or name not in FILTERS:
                continue
            known = self.values.get(name, {})
            either = 0
            for value in wanted:
                either |= known.get(value, 0)
            passing = either if passing is None else passing & either
        return passing

    def counts(self, found: int, query: SearchQuery) -> dict[str, dict[str, int]]:
        """How many of the found items choosing each value of each filter would leave."""
        counts: dict[str, dict[str, int]] = {}
        for name in FILTERS:
            within = self.within(query, but=name)
            base = found if within is None else found & within
            values = self.values.get(name, {})
            counts[name] = {
                value: many for value, bits in values.items() if (many := (bits & base).bit_count())
            }
        return counts


class Columns:
    """The newest snapshot, shared by all threads of a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest = Snapshot()

    def follow(self, connection: sqlite3.Connection) -> Snapshot:
        """The snapshot for what this connection sees now."""
        state = dict(connection.execute("SELECT name, value FROM state"))
        epoch, removals = state.get("epoch", ""), state.get("removals", "0")
        with self._lock:
            known = self._newest if self._newest.epoch == epoch else Snapshot(epoch)
            rows = connection.execute(
                f"SELECT id, {', '.join(FILTERS)} FROM item WHERE id > ?", (known.last,)
            ).fetchall()
            live = known.live | bits_of(row[0] for row in rows)
            if removals != known.removals and known.last:
                live = bits_of(row[0] for row in connection.execute("SELECT id FROM item"))
            last = max((row[0] for row in rows), default=known.last)
            values = _grown(known.values, rows) if rows else known.values
            self._newest = Snapshot(epoch, last, removals, live, values)
            return self._newest


def _grown(values: Values, rows: list[tuple]) -> Values:
    grown: dict[str, dict[str, int]] = {}
    for column, name in enumerate(FILTERS, 1):
        fresh: dict[str, list[int]] = defaultdict(list)
        for row in rows:
            # Several values (an item's regions) are written |one|other|.
            for value in str(row[column] or "").strip("|").split("|"):
                if value:
                    fresh[value].append(row[0])
        known = dict(values.get(name, {}))
        for value, ids in fresh.items():
            known[value] = known.get(value, 0) | bits_of(ids)
        grown[name] = known
    return grown
