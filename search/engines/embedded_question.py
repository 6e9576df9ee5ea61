"""How the embedded engine answers one question on one connection.

SQL text is put together from constants and placeholders only; every value is bound.
"""
# ruff: noqa: S608

import json
import sqlite3
import zlib

from search.analysis import Asked
from search.query import FILTERS, OF_MANY, SearchQuery
from search.ranking import Candidate, ranked
from search.record import SearchRecord

from . import matching
from .base import ENOUGH, LAST_DAY, MOST_LOOSE, WINDOW, Hit, count_by_filter, hit_of, marks_for
from .few import Item, page_of_few

# bm25 weights of title, about, body, keys, sound.
WEIGHTS = "6.0, 2.0, 1.0, 0.5, 3.0"
# The index's own way of sorting, quicker than ORDER BY bm25(…).
BY_RANK = f"rank MATCH 'bm25({WEIGHTS})' ORDER BY rank"
_CANDIDATE = "number, title, about, body, year, date, document_key, keys, sound"


def pack(record: SearchRecord) -> bytes:
    """A record as the index keeps it for showing: the text is in there folded as well."""
    return zlib.compress(json.dumps(record.as_payload(), ensure_ascii=False).encode(), 1)


def unpack(packed: bytes) -> SearchRecord:
    return SearchRecord.from_payload(json.loads(zlib.decompress(packed)))


class Question:
    """One question to one connection."""

    def __init__(self, connection: sqlite3.Connection, query: SearchQuery, asked: Asked):
        self.connection, self.query, self.asked = connection, query, asked
        self.where, self.values = _filter_sql(query)

    def run(self) -> dict:
        if not self.query.text:
            return self._listed("1=1", [])
        if self.asked.is_empty:
            return {"total": 0, "hits": ()}
        strict = matching.strict(self.asked)
        names_one = self.asked.document_keys or self.asked.item_number
        if strict and not names_one and len(self._ids(strict, ENOUGH)) >= ENOUGH:
            return self._of_many(strict)
        return self._of_few(strict)

    def _ids(self, expression: str, limit: int) -> list[int]:
        if not expression:
            return []
        sql = f"SELECT rowid FROM words WHERE words MATCH ? AND {BY_RANK} LIMIT ?"
        if limit <= ENOUGH:  # only whether there are enough
            sql = "SELECT rowid FROM words WHERE words MATCH ? LIMIT ?"
        return [row[0] for row in self.connection.execute(sql, (expression, limit))]

    # Enough items hold all that was asked: the index filters and counts.
    def _of_many(self, strict: str) -> dict:
        inside = "item.id IN (SELECT rowid FROM words WHERE words MATCH ?)"
        if self.query.sort == "date":
            return self._listed(inside, [strict])
        total = self._total(inside, [strict])
        window = self._window(strict, total)
        order = ranked(self.asked, self._candidates(window))
        page = order[self.query.offset : self.query.offset + self.query.per_page]
        scored = [(item.id, score) for score, item in page]
        missing = min(self.query.per_page, max(total - self.query.offset, 0)) - len(scored)
        if missing > 0:
            scored += self._beyond(strict, window, self.query.offset + len(scored), missing)
        return {
            "total": total,
            "hits": self._hits(scored),
            "counts": self._counts(inside, [strict]),
        }

    def _window(self, strict: str, total: int) -> list[int]:
        """Candidates: all full answers, or the most promising where there are too many."""
        within = ""
        if self.values:
            within = f"AND rowid IN (SELECT id FROM item WHERE {self.where})"
        sql = f"SELECT rowid FROM words WHERE words MATCH ? {within} AND {BY_RANK} LIMIT ?"
        found: dict[int, None] = {}
        ways = [strict] if total <= WINDOW else matching.preferences(self.asked)
        for expression in ways:
            if len(found) < WINDOW:
                rows = self.connection.execute(sql, (expression, *self.values, WINDOW))
                found.update(dict.fromkeys(row[0] for row in rows))
        return list(found)[:WINDOW]

    def _beyond(self, strict: str, window: list[int], offset: int, limit: int) -> list:
        """Results past the ranked window, in the index's own order."""
        marks = ", ".join("?" * len(window))
        rows = self.connection.execute(
            "SELECT item.number FROM words JOIN item ON item.id = words.rowid "
            f"WHERE words MATCH ? AND {self.where} AND item.id NOT IN ({marks}) "
            f"ORDER BY bm25(words, {WEIGHTS}), item.number LIMIT ? OFFSET ?",
            (strict, *self.values, *window, limit, offset - len(window)),
        )
        return [(row[0], 0.0) for row in rows]

    # Few do: a fixed set of items, partly matching ones included, is filtered and counted here.
    def _of_few(self, strict: str) -> dict:
        full = self._ids(strict, MOST_LOOSE)
        ids = dict.fromkeys([*self._named(), *full])
        if self.asked.document_keys:
            ids.update(dict.fromkeys(self._ids(matching.citing(self.asked), MOST_LOOSE)))
        sure = list(ids)
        if len(full) < ENOUGH:
            titled = self._ids(matching.loose(self.asked, in_title=True), MOST_LOOSE)
            ids.update(dict.fromkeys(titled))
            ids.update(dict.fromkeys(self._ids(matching.loose(self.asked), MOST_LOOSE)))
        chosen = list(ids)[: 2 * MOST_LOOSE]
        items = self._items(chosen, set(sure))
        total, page, counts, is_loose = page_of_few(self.query, self.asked, items)
        return {
            "total": total,
            "hits": self._hits(page),
            "counts": counts,
            "is_loose": is_loose,
        }

    def _named(self) -> list[int]:
        """Items whose own number was asked for."""
        keys = [*self.asked.document_keys]
        marks = ", ".join("?" * len(keys))
        rows = self.connection.execute(
            f"SELECT id FROM item WHERE document_key IN ({marks}) AND document_key <> '' "
            "UNION SELECT id FROM item WHERE number_key = ?",
            (*keys, self.asked.item_number),
        )
        return [row[0] for row in rows]

    # Reading items
    def _listed(self, inside: str, values: list) -> dict:
        rows = self.connection.execute(
            f"SELECT number FROM item WHERE {inside} AND {self.where} "
            "ORDER BY date DESC, number DESC LIMIT ? OFFSET ?",
            (*values, *self.values, self.query.per_page, self.query.offset),
        )
        return {
            "total": self._total(inside, values),
            "hits": self._hits([(row[0], 0.0) for row in rows]),
            "counts": self._counts(inside, values),
        }

    def _total(self, inside: str, values: list) -> int:
        sql = f"SELECT count(*) FROM item WHERE {inside} AND {self.where}"
        return self.connection.execute(sql, (*values, *self.values)).fetchone()[0]

    def _counts(self, inside: str, values: list) -> dict:
        if not self.query.with_counts:
            return {}
        names = ", ".join(FILTERS)
        period, days = _period_sql(self.query)
        rows = self.connection.execute(
            f"SELECT {names}, count(*) FROM item WHERE {inside} AND {period} GROUP BY {names}",
            (*values, *days),
        )
        return count_by_filter(((_filters(row), row[-1]) for row in rows), self.query)

    def _candidates(self, ids: list[int]) -> list[Candidate]:
        marks = ", ".join("?" * len(ids))
        rows = self.connection.execute(f"SELECT {_CANDIDATE} FROM item WHERE id IN ({marks})", ids)
        return [Candidate(*row) for row in rows]

    def _items(self, ids: list[int], full: set[int]) -> list[Item]:
        marks, names = ", ".join("?" * len(ids)), ", ".join(FILTERS)
        rows = self.connection.execute(
            f"SELECT {names}, day, {_CANDIDATE}, id FROM item WHERE id IN ({marks})", ids
        )
        own = len(FILTERS)
        return [
            Item(
                Candidate(*row[own + 1 : -1]),
                {**_filters(row), "day": row[own]},
                row[-1] in full,
            )
            for row in rows
        ]

    def _hits(self, scored: list[tuple[str, float]]) -> tuple[Hit, ...]:
        words = marks_for(self.asked)
        marks = ", ".join("?" * len(scored))
        numbers = [number for number, _score in scored]
        rows = self.connection.execute(
            f"SELECT number, payload FROM item WHERE number IN ({marks})", numbers
        )
        records = {number: unpack(payload) for number, payload in rows}
        return tuple(hit_of(records[number], score, self.asked, words) for number, score in scored)


def barred(codes: tuple[str, ...]) -> str:
    """Several values in one column: |220100|220000|."""
    return f"|{'|'.join(codes)}|" if codes else ""


def _filters(row: tuple) -> dict[str, object]:
    values: dict[str, object] = dict(zip(FILTERS, row, strict=False))
    for name in OF_MANY:
        values[name] = tuple(filter(None, str(values[name] or "").split("|")))
    return values


def _period_sql(query: SearchQuery) -> tuple[str, list]:
    if not query.has_period:
        return "1=1", []
    return "day <> '' AND day BETWEEN ? AND ?", [query.since, query.until or LAST_DAY]


def _filter_sql(query: SearchQuery) -> tuple[str, list]:
    """WHERE condition and its values for the chosen filters."""
    period, values = _period_sql(query)
    parts = [period]
    for name, wanted in query.filters.items():
        if name in OF_MANY and wanted:
            parts.append("(" + " OR ".join([f"instr({name}, ?)"] * len(wanted)) + ")")
            values += [f"|{code}|" for code in wanted]
        elif name in FILTERS and wanted:
            parts.append(f"{name} IN ({', '.join('?' * len(wanted))})")
            values += [int(value) if name == "year" else value for value in wanted]
    return " AND ".join(parts), values
