"""The engine inside the process: one SQLite file with a full-text index of pairs.

The same on SQLite and PostgreSQL. The file is a copy that can be thrown away: it names the
database state it follows and catches up before it answers.
SQL text is put together from constants and placeholders only; every value is bound.
"""
# ruff: noqa: S608

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from search.analysis import analyse
from search.query import FILTERS, OF_MANY, SearchQuery
from search.record import SearchRecord

from . import matching, quoting
from .base import (
    Engine,
    EngineUnavailable,
    Found,
    prepare,
)
from .embedded_question import Question, barred, pack

# Raised whenever the tables or the segmentation change: an older file is built anew.
FORMAT = "5"
BATCH = 500
_SCHEMA = """
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE item (
    id INTEGER PRIMARY KEY, number TEXT UNIQUE, seq INTEGER, rev INTEGER,
    domain TEXT, unit TEXT, region TEXT, stage TEXT, year INTEGER, catalogue TEXT, kind TEXT,
    validity TEXT, holds TEXT, day TEXT, date TEXT,
    document_key TEXT, number_key TEXT,
    title TEXT, about TEXT, body TEXT, keys TEXT, sound TEXT, payload BLOB
);
CREATE INDEX item_document ON item (document_key) WHERE document_key <> '';
CREATE INDEX item_number_key ON item (number_key);
CREATE INDEX item_date ON item (date);
CREATE VIRTUAL TABLE words USING fts5(
    title, about, body, keys, sound, content='', tokenize='unicode61 remove_diacritics 0'
);
"""


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
                if self._seq_of(connection, record.number) > seq:
                    continue  # a newer change is in the index already
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
        values = record.filter_values
        filters = [barred(values[name]) if name in OF_MANY else values[name] for name in FILTERS]
        cursor = connection.execute(
            f"INSERT INTO item VALUES ({', '.join('?' * 23)})",
            (
                None, record.number, seq, record.rev, *filters, record.day, record.sort_date,
                ready.document_key, record.number.lower(),
                *columns, pack(record),
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

    @staticmethod
    def _seq_of(connection: sqlite3.Connection, number: str) -> int:
        row = connection.execute("SELECT seq FROM item WHERE number=?", (number,)).fetchone()
        return row[0] if row else 0

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
        if self._position(source, highest) == highest:
            return 0
        taken, replaced = 0, False
        while at_most is None or taken < at_most:
            with self._writing(self._connection) as connection:
                many, has_replaced = self._take_batch(connection, source, highest)
            taken, replaced = taken + many, replaced or has_replaced
            if not many:
                break
        if replaced:
            self._forget_deleted()
        return taken

    def _position(self, source: str, highest: int) -> int | None:
        """Change number reached; None when the index follows another or a rewound database."""
        state = dict(self._connection.execute("SELECT name, value FROM state"))
        reached = int(state.get("seq", 0))
        return reached if state.get("source") == source and reached <= highest else None

    def _take_batch(self, connection, source: str, highest: int) -> tuple[int, bool]:
        """(changes taken, whether anything was replaced). Under the lock: processes take turns."""
        assert self.feed is not None  # noqa: S101  the caller has looked
        reached = self._position(source, highest)
        if reached is None:
            self._create(connection)
            self._remember(connection, "source", source)
        rows = self.feed.since(reached or 0, BATCH)
        replaced = False
        for seq, number, payload in rows:
            replaced |= self._delete(connection, number)
            if payload is not None:
                self._insert(connection, seq, SearchRecord.from_payload(payload))
        if rows:
            self._remember(connection, "seq", str(rows[-1][0]))
        return len(rows), replaced

    @staticmethod
    def _remember(connection: sqlite3.Connection, name: str, value: str) -> None:
        connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))

    def start_anew(self) -> None:
        """Forget everything; other processes keep using the same file."""
        with self._writing(self._connection) as connection:
            self._create(connection)

    # -- answering ------------------------------------------------------------------------
    def find(self, query: SearchQuery, *, catch_up: int | None = None) -> Found:
        """Answer; `catch_up` bounds how many changes are taken over before."""
        started = time.perf_counter()
        try:
            self.catch_up(catch_up)
            asked = analyse(query.text, occurs=self._stands_in_a_title, literal=query.literal)
            found = Question(self._connection, query, asked).run()
        except sqlite3.Error as error:
            raise EngineUnavailable(type(error).__name__) from error
        took = (time.perf_counter() - started) * 1000
        return Found(**found, asked=asked, took_ms=took)

    def quoted(self, windows: list[str]) -> list[tuple[str, float]]:
        try:
            self.catch_up()
            return quoting.in_embedded(self._connection, windows)
        except sqlite3.Error as error:
            raise EngineUnavailable(type(error).__name__) from error

    def records(self, numbers: list[str]) -> dict[str, SearchRecord]:
        return quoting.records_in_embedded(self._connection, numbers)

    def _stands_in_a_title(self, words: str) -> bool:
        phrase = matching.phrase(words)
        if not phrase:
            return False
        sql = "SELECT 1 FROM words WHERE words MATCH ? LIMIT 1"
        return self._connection.execute(sql, (f"title : {phrase}",)).fetchone() is not None
