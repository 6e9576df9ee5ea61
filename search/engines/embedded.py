"""The engine inside the process: one SQLite file with a full-text index of pairs.

The same on SQLite and PostgreSQL. The file is a copy that can be thrown away: it names the
database state it follows and catches up before it answers.
"""

import json
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import sqlite3

from search.analysis import Asked, analyse
from search.query import FILTERS, SearchQuery
from search.ranking import Candidate, ranked
from search.record import SearchRecord

from . import matching
from .base import (
    ENOUGH,
    MOST_LOOSE,
    WINDOW,
    Engine,
    EngineUnavailable,
    Found,
    Hit,
    count_by_filter,
    hit_of,
    marks_for,
    passes,
    prepare,
)

# Raised whenever the tables or the segmentation change: an older file is built anew.
FORMAT = "3"
BATCH = 500
WEIGHTS = "6.0, 2.0, 1.0, 0.5, 3.0"
_SCHEMA = """
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE item (
    id INTEGER PRIMARY KEY, number TEXT UNIQUE, seq INTEGER, rev INTEGER,
    domain TEXT, unit TEXT, stage TEXT, region TEXT, year INTEGER, date TEXT,
    document_key TEXT, number_key TEXT,
    title TEXT, about TEXT, body TEXT, keys TEXT, sound TEXT, payload TEXT
);
CREATE INDEX item_document ON item (document_key) WHERE document_key <> '';
CREATE INDEX item_number_key ON item (number_key);
CREATE INDEX item_date ON item (date);
CREATE VIRTUAL TABLE words USING fts5(
    title, about, body, keys, sound, content='', tokenize='unicode61 remove_diacritics 0'
);
"""
_CANDIDATE = "number, title, about, body, year, date, document_key, keys, sound"


class Feed(Protocol):
    """Where the index gets what it lacks (search/indexing.py reads the database)."""

    def state(self) -> tuple[str, int]:
        """Identity of the source and its highest sequence number."""

    def since(self, seq: int, limit: int) -> list[tuple[int, str, dict | None]]:
        """(seq, number, payload or None if removed) after a sequence number, in order."""


class EmbeddedEngine(Engine):
    """`feed=None` is an index of its own, filled by `put` (measure_search, tests)."""

    name = "embedded"

    def __init__(self, path: Path, feed: Feed | None = None):
        self.path = Path(path)
        self.feed = feed
        self._local = threading.local()

    # -- the file -------------------------------------------------------------------------
    @property
    def _connection(self) -> sqlite3.Connection:
        connection = getattr(self._local, "connection", None)
        if connection is None or not self.path.exists():
            connection = self._open()
            self._local.connection = connection
        return connection

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA cache_size=-32768")
        with self._writing(connection):
            if self._format_of(connection) != FORMAT:
                self._create(connection)
        return connection

    @staticmethod
    def _format_of(connection: sqlite3.Connection) -> str:
        try:
            row = connection.execute("SELECT value FROM state WHERE name='format'").fetchone()
        except sqlite3.OperationalError:
            return ""
        return row[0] if row else ""

    @staticmethod
    def _create(connection: sqlite3.Connection) -> None:
        for table in ("words", "item", "state"):
            connection.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in _SCHEMA.split(";\n"):
            if statement.strip():
                connection.execute(statement)
        connection.execute("INSERT INTO state VALUES ('format', ?)", (FORMAT,))

    @contextmanager
    def _writing(self, connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def drop(self) -> None:
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    # -- filling --------------------------------------------------------------------------
    def put(self, records: Iterable[tuple[int, SearchRecord]]) -> int:
        taken, replaced = 0, False
        with self._writing(self._connection) as connection:
            for seq, record in records:
                replaced |= self._delete(connection, record.number)
                self._insert(connection, seq, record)
                taken += 1
        if replaced:
            self._forget_deleted()
        return taken

    def remove(self, numbers: Iterable[tuple[int, str]]) -> None:
        with self._writing(self._connection) as connection:
            removed = [self._delete(connection, number) for _seq, number in numbers]
        if any(removed):
            self._forget_deleted()

    def _insert(self, connection: sqlite3.Connection, seq: int, record: SearchRecord) -> None:
        ready = prepare(record)
        columns = (ready.title, ready.about, ready.body, ready.keys, ready.sound)
        regions = "".join(f"|{code}" for code in record.region_codes)
        cursor = connection.execute(
            f"INSERT INTO item VALUES ({', '.join('?' * 18)})",
            (
                None, record.number, seq, record.rev,
                record.domain, record.unit_code, record.stage,
                f"{regions}|" if regions else "", record.year, record.sort_date,
                ready.document_key, record.number.lower(),
                *columns, json.dumps(record.as_payload(), ensure_ascii=False),
            ),
        )  # fmt: skip
        self._write_words(connection, cursor.lastrowid, columns)

    @staticmethod
    def _write_words(connection, rowid, columns, command: str = "") -> None:
        title, about, body, keys, sound = columns
        values = [*(" ".join(matching.terms(t)) for t in (title, about, body)), keys, sound]
        names = "rowid, title, about, body, keys, sound"
        if command:
            connection.execute(
                f"INSERT INTO words (words, {names}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (command, rowid, *values),
            )
        else:
            connection.execute(
                f"INSERT INTO words ({names}) VALUES (?, ?, ?, ?, ?, ?)", (rowid, *values)
            )

    def _delete(self, connection: sqlite3.Connection, number: str) -> bool:
        row = connection.execute(
            "SELECT id, title, about, body, keys, sound FROM item WHERE number=?", (number,)
        ).fetchone()
        if row is None:
            return False
        # An index without content is told what it held: the same terms are made again.
        self._write_words(connection, row[0], row[1:], command="delete")
        connection.execute("DELETE FROM item WHERE id=?", (row[0],))
        return True

    def _forget_deleted(self) -> None:
        """Old terms leave the file, too: merged segments, zeroed pages, empty log."""
        self._connection.execute("INSERT INTO words(words) VALUES('optimize')")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def contents(self) -> dict[str, int]:
        return dict(self._connection.execute("SELECT number, rev FROM item"))

    # -- following the database -----------------------------------------------------------
    def catch_up(self, at_most: int | None = None) -> int:
        """Take over what the feed has and the index has not; returns how many changes."""
        if self.feed is None:
            return 0
        source, highest = self.feed.state()
        done = self._position(source, highest)
        taken = 0
        while done < highest and (at_most is None or taken < at_most):
            rows = self.feed.since(done, BATCH)
            if not rows:
                break
            removed = [(seq, number) for seq, number, payload in rows if payload is None]
            fresh = [
                (seq, SearchRecord.from_payload(payload))
                for seq, _number, payload in rows
                if payload is not None
            ]
            self.remove(removed)
            self.put(fresh)
            done, taken = rows[-1][0], taken + len(rows)
            self._remember("seq", str(done))
        return taken

    def _position(self, source: str, highest: int) -> int:
        """Sequence number reached; another or rewound database means starting anew."""
        connection = self._connection
        state = dict(connection.execute("SELECT name, value FROM state"))
        reached = int(state.get("seq", 0))
        if state.get("source") == source and reached <= highest:
            return reached
        with self._writing(connection):
            self._create(connection)
        self._remember("source", source)
        return 0

    def _remember(self, name: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))

    # -- answering ------------------------------------------------------------------------
    def find(self, query: SearchQuery) -> Found:
        started = time.perf_counter()
        try:
            self.catch_up()
            asked = analyse(query.text, occurs=self._stands_in_a_title, literal=query.literal)
            found = _Search(self._connection, query, asked).run()
        except sqlite3.Error as error:
            raise EngineUnavailable(type(error).__name__) from error
        took = (time.perf_counter() - started) * 1000
        return Found(**found, asked=asked, took_ms=took)

    def _stands_in_a_title(self, words: str) -> bool:
        phrase = matching.phrase(words)
        if not phrase:
            return False
        sql = "SELECT 1 FROM words WHERE words MATCH ? LIMIT 1"
        return self._connection.execute(sql, (f"title : {phrase}",)).fetchone() is not None


class _Search:
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
        if strict and not self.asked.document_keys and not self.asked.item_number:
            if len(self._ids(strict, ENOUGH)) >= ENOUGH:
                return self._of_many(strict)
        return self._of_few(strict)

    def _ids(self, expression: str, limit: int) -> list[int]:
        if not expression:
            return []
        sql = f"SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words, {WEIGHTS}) LIMIT ?"
        if limit <= ENOUGH:  # only whether there are enough
            sql = "SELECT rowid FROM words WHERE words MATCH ? LIMIT ?"
        return [row[0] for row in self.connection.execute(sql, (expression, limit))]

    # Enough items hold all that was asked: the index filters and counts.
    def _of_many(self, strict: str) -> dict:
        inside = "item.id IN (SELECT rowid FROM words WHERE words MATCH ?)"
        if self.query.sort == "date":
            return self._listed(inside, [strict])
        total = self._total(inside, [strict])
        window = self._window(strict)
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

    def _window(self, strict: str) -> list[int]:
        sql = (
            "SELECT item.id FROM words JOIN item ON item.id = words.rowid "
            f"WHERE words MATCH ? AND {self.where} ORDER BY bm25(words, {WEIGHTS}) LIMIT ?"
        )
        found: dict[int, None] = {}
        dated = matching.strict(self.asked, with_dates=True)
        for expression in dict.fromkeys((dated, strict)):
            if expression and len(found) < WINDOW:
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
        if len(full) < ENOUGH:
            ids.update(dict.fromkeys(self._ids(matching.loose(self.asked), MOST_LOOSE)))
        chosen = list(ids)[: 2 * MOST_LOOSE]
        filters = self._filters_of(chosen)
        order = ranked(self.asked, self._candidates(chosen))
        kept = [(s, item) for s, item in order if passes(filters[item.id], self.query)]
        if self.query.sort == "date":
            kept.sort(key=lambda pair: pair[1].date, reverse=True)
        page = kept[self.query.offset : self.query.offset + self.query.per_page]
        return {
            "total": len(kept),
            "hits": self._hits([(item.id, score) for score, item in page]),
            "counts": count_by_filter(((f, 1) for f in filters.values()), self.query),
            "is_loose": len(full) < len(chosen),
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
        rows = self.connection.execute(
            f"SELECT {names}, count(*) FROM item WHERE {inside} GROUP BY {names}", values
        )
        return count_by_filter(((_filters(row), row[-1]) for row in rows), self.query)

    def _candidates(self, ids: list[int]) -> list[Candidate]:
        marks = ", ".join("?" * len(ids))
        rows = self.connection.execute(f"SELECT {_CANDIDATE} FROM item WHERE id IN ({marks})", ids)
        return [Candidate(*row) for row in rows]

    def _filters_of(self, ids: list[int]) -> dict[str, dict]:
        marks, names = ", ".join("?" * len(ids)), ", ".join(FILTERS)
        rows = self.connection.execute(
            f"SELECT {names}, number FROM item WHERE id IN ({marks})", ids
        )
        return {row[-1]: _filters(row) for row in rows}

    def _hits(self, scored: list[tuple[str, float]]) -> tuple[Hit, ...]:
        words = marks_for(self.asked)
        marks = ", ".join("?" * len(scored))
        numbers = [number for number, _score in scored]
        rows = self.connection.execute(
            f"SELECT number, payload FROM item WHERE number IN ({marks})", numbers
        )
        payloads = {number: json.loads(payload) for number, payload in rows}
        return tuple(
            hit_of(SearchRecord.from_payload(payloads[number]), score, self.asked, words)
            for number, score in scored
        )


def _filters(row: tuple) -> dict[str, object]:
    values: dict[str, object] = dict(zip(FILTERS, row, strict=False))
    values["region"] = tuple(filter(None, str(values["region"] or "").split("|")))
    return values


def _filter_sql(query: SearchQuery) -> tuple[str, list]:
    """WHERE condition and its values for the chosen filters."""
    parts, values = ["1=1"], []
    for name, wanted in query.filters.items():
        if name == "region":
            parts.append("(" + " OR ".join(["instr(region, ?)"] * len(wanted)) + ")")
            values += [f"|{code}|" for code in wanted]
        elif name in FILTERS and wanted:
            parts.append(f"{name} IN ({', '.join('?' * len(wanted))})")
            values += [int(value) if name == "year" else value for value in wanted]
    return " AND ".join(parts), values
