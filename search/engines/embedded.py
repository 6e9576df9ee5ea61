"""The engine inside the process: one SQLite file with full-text indexes of pairs.

The same on SQLite and PostgreSQL. The file is a copy that can be thrown away: it names the
database state it follows and catches up before it answers.
"""

import sqlite3
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol, TypeVar

from search.language.analysis import analyse
from search.query import SearchQuery
from search.record import SearchRecord

from . import embedded_schema as schema
from . import quoting
from .base import Engine, EngineUnavailable, Found
from .columns import Columns
from .embedded_file import IndexFile, forget, is_damaged, must_forget
from .embedded_question import Question
from .embedded_words import stands_in_a_title

BATCH = 500
T = TypeVar("T")


class Feed(Protocol):
    """Where the index gets what it lacks (search/indexing.py reads the database)."""

    def state(self) -> tuple[str, int]:
        """Identity of the source and its highest sequence number."""

    def since(self, seq: int, limit: int) -> list[tuple[int, str, dict | None]]:
        """(seq, number, payload or None if removed) after a sequence number, in order."""


class EmbeddedEngine(Engine):
    """`feed=None` is an index of its own, filled by `put` (measure_search, tests)."""

    name = "embedded"

    def __init__(self, path: Path, feed: Feed | None = None, *, file: IndexFile | None = None):
        self.file = file or IndexFile(path)
        self.feed = feed
        self._columns = Columns()

    @property
    def path(self) -> Path:
        return self.file.path

    @property
    def _connection(self) -> sqlite3.Connection:
        return self.file.connection

    def drop(self) -> None:
        self.file.drop()

    def _soundly(self, work: Callable[[], T]) -> T:
        """Do it; a damaged file is thrown away, and filled anew where there is a feed."""
        try:
            try:
                return work()
            except sqlite3.Error as error:
                if not is_damaged(error):
                    raise
                self.file.throw_away()
                if self.feed is None:
                    raise
                return work()
        except sqlite3.Error as error:
            raise EngineUnavailable(type(error).__name__) from error

    # -- filling --------------------------------------------------------------------------
    def put(self, records: Iterable[tuple[int, SearchRecord]]) -> int:
        taken, stale = 0, set()
        with self.file.writing() as connection:
            for seq, record in records:
                if schema.seq_of(connection, record.number) > seq:
                    continue  # a newer change is in the index already
                stale.add(schema.delete(connection, record.number))
                schema.insert(connection, seq, record)
                taken += 1
            must_forget(connection, stale - {""})
        forget(self._connection)
        return taken

    def remove(self, numbers: Iterable[tuple[int, str]]) -> None:
        with self.file.writing() as connection:
            stale = {schema.delete(connection, number) for _seq, number in numbers}
            must_forget(connection, stale - {""})
        forget(self._connection)

    def contents(self) -> dict[str, int]:
        rows = self._soundly(lambda: self._connection.execute("SELECT number, rev FROM item"))
        return dict(rows)

    # -- following the database -----------------------------------------------------------
    def catch_up(self, at_most: int | None = None) -> int:
        """Take over what the feed has and the index has not; returns how many changes."""
        return self._soundly(lambda: self._catch_up(at_most)) if self.feed is not None else 0

    def _catch_up(self, at_most: int | None) -> int:
        assert self.feed is not None  # noqa: S101  the caller has looked
        source, highest = self.feed.state()
        taken = 0
        if self._position(source, highest) != highest:
            while at_most is None or taken < at_most:
                with self.file.writing() as connection:
                    many = self._take_batch(connection)
                taken += many
                if not many:
                    break
        forget(self._connection)
        return taken

    def _position(self, source: str, highest: int) -> int | None:
        """Change number reached; None when the index follows another or a rewound database."""
        state = schema.state_of(self._connection)
        reached = int(state.get("seq", 0))
        return reached if state.get("source") == source and reached <= highest else None

    def _take_batch(self, connection: sqlite3.Connection) -> int:
        """Changes taken. Under the lock: processes take turns."""
        assert self.feed is not None  # noqa: S101  the caller has looked
        # Asked anew: a batch may go past what was highest when we began.
        source, highest = self.feed.state()
        reached = self._position(source, highest)
        if reached is None:
            schema.create(connection)
            schema.remember(connection, "source", source)
        rows = self.feed.since(reached or 0, BATCH)
        stale = set()
        for seq, number, payload in rows:
            stale.add(schema.delete(connection, number))
            if payload is not None:
                schema.insert(connection, seq, SearchRecord.from_payload(payload))
        must_forget(connection, stale - {""})
        if rows:
            schema.remember(connection, "seq", str(rows[-1][0]))
        return len(rows)

    def start_anew(self) -> None:
        """Forget everything; other processes keep using the same file."""

        def empty() -> None:
            with self.file.writing() as connection:
                schema.create(connection)

        self._soundly(empty)

    def rebuild(self) -> int:
        """Build a new file beside this one and put it in its place; until then the old one answers.

        Returns how many changes it took.
        """
        with self.file.beside() as fresh:
            return EmbeddedEngine(fresh.path, self.feed, file=fresh).catch_up()

    # -- answering ------------------------------------------------------------------------
    def find(self, query: SearchQuery, *, catch_up: int | None = None) -> Found:
        """Answer; `catch_up` bounds how many changes are taken over before."""
        started = time.perf_counter()
        self.catch_up(catch_up)
        found = self._soundly(lambda: self._find(query))
        return Found(**found, took_ms=(time.perf_counter() - started) * 1000)

    def _find(self, query: SearchQuery) -> dict:
        with self.file.reading() as connection:
            asked = analyse(
                query.text,
                occurs=lambda words: stands_in_a_title(connection, words),
                literal=query.literal,
            )
            columns = self._columns.follow(connection)
            return {**Question(connection, query, asked, columns).run(), "asked": asked}

    def quoted(self, windows: list[str]) -> list[tuple[str, float]]:
        self.catch_up()
        return self._soundly(lambda: quoting.in_embedded(self._connection, windows))

    def records(self, numbers: list[str]) -> dict[str, SearchRecord]:
        return self._soundly(lambda: quoting.records_in_embedded(self._connection, numbers))
