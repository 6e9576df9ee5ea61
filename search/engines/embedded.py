"""The engine inside the process: one SQLite file with full-text indexes of pairs.

The same on SQLite and PostgreSQL. The file is a copy that can be thrown away: it names the
database state it follows and catches up before it answers.
"""

import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TypeVar

from search.language.analysis import analyse
from search.query import SearchQuery
from search.record import SearchRecord

from . import embedded_schema as schema
from . import quoting
from .all_hits import NumbersOnly, everything
from .base import Engine, EngineUnavailable, Found
from .columns import Columns
from .embedded_file import IndexFile, forget, is_damaged, must_forget
from .embedded_question import Question
from .embedded_words import stands_in_a_title
from .following import Change, Feed, follow

T = TypeVar("T")


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
        taken = follow(self, self.feed, at_most)
        forget(self._connection)
        return taken

    def state(self) -> dict[str, str]:
        return schema.state_of(self._connection)

    def writing(self) -> AbstractContextManager[sqlite3.Connection]:
        return self.file.writing()

    def create(self, connection: sqlite3.Connection) -> None:
        schema.create(connection)

    def remember(self, connection: sqlite3.Connection, name: str, value: str) -> None:
        schema.remember(connection, name, value)

    def take(self, connection: sqlite3.Connection, changes: list[Change]) -> None:
        stale = set()
        for seq, number, payload in changes:
            stale.add(schema.delete(connection, number))
            if payload is not None:
                schema.insert(connection, seq, SearchRecord.from_payload(payload))
        must_forget(connection, stale - {""})

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

    def _find(self, query: SearchQuery, kind: type[Question] = Question) -> dict:
        with self.file.reading() as connection:
            asked = analyse(
                query.text,
                occurs=lambda words: stands_in_a_title(connection, words),
                literal=query.literal,
            )
            columns = self._columns.follow(connection)
            return {**kind(connection, query, asked, columns).run(), "asked": asked}

    def numbers(self, query: SearchQuery, most: int, *, catch_up: int | None = None) -> list[str]:
        self.catch_up(catch_up)
        asked_for = everything(query, most)
        return list(self._soundly(lambda: self._find(asked_for, NumbersOnly))["hits"])

    def quoted(self, windows: list[str]) -> list[tuple[str, float]]:
        self.catch_up()
        return self._soundly(lambda: quoting.in_embedded(self._connection, windows))

    def records(self, numbers: list[str]) -> dict[str, SearchRecord]:
        return self._soundly(lambda: quoting.records_in_embedded(self._connection, numbers))
