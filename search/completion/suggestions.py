"""The names that are completed while somebody types: a file beside the embedded index.

It follows the database by the same change numbers. Everything in it comes from records of live
items; what no live item has any more leaves it with the last of them.
SQL text is put together from constants and placeholders only; every value is bound.
"""
# ruff: noqa: S608

import json
import os
import sqlite3
import threading
from contextlib import AbstractContextManager
from pathlib import Path

from search.completion.suggesting import Name, Typed, keys_of, phrases_of
from search.engines.embedded_file import writing
from search.engines.following import Change, Feed, follow
from search.language.lexicon import in_force
from search.record import SearchRecord

# Raised whenever the tables or the keys change: an older file is made anew.
FORMAT = "2"
WAIT_SECONDS = 2
MOST_FOUND = 60  # names looked at for one reading of what was typed
_HOW = "tokenize='unicode61 remove_diacritics 0', prefix='1 2 4'"
_SCHEMA = """
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE item (number TEXT PRIMARY KEY, names TEXT) WITHOUT ROWID;
CREATE TABLE name (
    id INTEGER PRIMARY KEY, kind TEXT, key TEXT, label TEXT, uses INTEGER, sound TEXT, first TEXT,
    UNIQUE (kind, key)
);
CREATE VIRTUAL TABLE few USING fts5(text, sound, initials, {how});
CREATE VIRTUAL TABLE many USING fts5(text, sound, initials, {how})
"""
_TABLES = ("state", "item", "name", "few", "many")
# Names of single items lie apart: there may be hundreds of thousands.
_MANY = frozenset({"title", "document"})


def names_of(record: SearchRecord) -> list[Name]:
    """What one live item lets people be offered."""
    found = [Name("title", record.number, record.title)]
    if record.doc_no:
        found.append(Name("document", record.number, record.doc_no))
    if record.unit_code and record.unit_name:
        found.append(Name("unit", record.unit_code, record.unit_name))
    if record.region_codes and record.region_name:
        found.append(Name("region", record.region_codes[0], record.region_name))
    if record.catalogue_code:
        label = record.catalogue_name.rpartition(" · ")[2]
        found.append(Name("catalogue", record.catalogue_code, label))
    found += [Name("words", words, words) for words in phrases_of(record.title, in_force())]
    return [name for name in found if name.label]


class Suggestions:
    """Reads and follows one file. Every method may raise `sqlite3.Error`."""

    def __init__(self, path: Path, feed: Feed):
        self.path, self.feed = Path(path), feed
        self._local = threading.local()

    # -- the file ---------------------------------------------------------------------------
    @property
    def _connection(self) -> sqlite3.Connection:
        """This thread's connection to the file that is there now."""
        known = getattr(self._local, "known", None)
        if known is None or known[1] != self._identity():
            known = self._local.known = (self._open(), self._identity())
        return known[0]

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.path)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self.path, timeout=WAIT_SECONDS, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA secure_delete=ON")
        with writing(connection):
            if _state(connection).get("format") != FORMAT:
                _create(connection)
        return connection

    def throw_away(self) -> None:
        """Delete a broken file; the next request begins a new one."""
        self._local.known = None
        for suffix in ("-wal", "-shm", ""):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def start_anew(self) -> None:
        """Forget everything; other processes keep using the same file."""
        with writing(self._connection) as connection:
            _create(connection)

    # -- following the database -------------------------------------------------------------
    def catch_up(self, at_most: int | None = None) -> int:
        """Take over what the feed has and the file has not; returns how many changes."""
        self._local.has_removed = False
        taken = follow(self, self.feed, at_most)
        if self._local.has_removed:
            self._forget_removed()
        return taken

    def state(self) -> dict[str, str]:
        return _state(self._connection)

    def writing(self) -> AbstractContextManager[sqlite3.Connection]:
        return writing(self._connection)

    def create(self, connection: sqlite3.Connection) -> None:
        _create(connection)

    def remember(self, connection: sqlite3.Connection, name: str, value: str) -> None:
        _remember(connection, name, value)

    def take(self, connection: sqlite3.Connection, changes: list[Change]) -> None:
        for _seq, number, payload in changes:
            self._local.has_removed |= _remove(connection, number)
            if payload is not None:
                _add(connection, SearchRecord.from_payload(payload))

    def _forget_removed(self) -> None:
        """Removed words leave the file, too: merged segments, zeroed pages, empty log."""
        for table in ("few", "many"):
            self._connection.execute(f"INSERT INTO {table}({table}) VALUES('optimize')")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    # -- answering --------------------------------------------------------------------------
    def find(self, what: Typed) -> list[Name]:
        """Names that complete what was typed, newest first within each reading of it."""
        found: dict[tuple[str, str], Name] = {}
        for expression in what.expressions:
            for table in ("few", "many"):
                sql = (
                    f"SELECT kind, key, label, uses, name.sound, first "
                    f"FROM {table} JOIN name ON id = {table}.rowid "
                    f"WHERE {table} MATCH ? ORDER BY {table}.rowid DESC LIMIT ?"
                )
                for row in self._connection.execute(sql, (expression, MOST_FOUND)):
                    found.setdefault((row[0], row[1]), Name(*row))
        return list(found.values())

    def titles_like(self, words: list[str], most: int) -> list[str]:
        """Titles with most of these words in their text, best first."""
        if not words:
            return []
        either = " OR ".join(f'"{word}"' for word in words)
        sql = (
            "SELECT label FROM many JOIN name ON name.id = many.rowid "
            "WHERE many MATCH ? AND rank MATCH 'bm25(1.0, 0.0, 0.0)' ORDER BY rank LIMIT ?"
        )
        rows = self._connection.execute(sql, (f"text : ({either})", most))
        return list(dict.fromkeys(row[0] for row in rows))

    def holds(self, number: str) -> bool:
        """Whether anything of an item is in the file."""
        row = self._connection.execute("SELECT 1 FROM item WHERE number=?", (number,)).fetchone()
        return row is not None


def _state(connection: sqlite3.Connection) -> dict[str, str]:
    try:
        return dict(connection.execute("SELECT name, value FROM state"))
    except sqlite3.OperationalError:
        return {}


def _create(connection: sqlite3.Connection) -> None:
    for table in _TABLES:
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _SCHEMA.replace("{how}", _HOW).split(";\n"):
        connection.execute(statement)
    _remember(connection, "format", FORMAT)


def _remember(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))


def _add(connection: sqlite3.Connection, record: SearchRecord) -> None:
    ids = [_use(connection, name) for name in names_of(record)]
    connection.execute("INSERT INTO item VALUES (?, ?)", (record.number, json.dumps(ids)))


def _use(connection: sqlite3.Connection, name: Name) -> int:
    """Id of a name, counted once more; a unit that is called otherwise now is found by that."""
    row = connection.execute(
        "SELECT id, label FROM name WHERE kind = ? AND key = ?", (name.kind, name.key)
    ).fetchone()
    if row is not None and row[1] == name.label:
        connection.execute("UPDATE name SET uses = uses + 1 WHERE id = ?", (row[0],))
        return int(row[0])
    keys, table = keys_of(name.label), _table_of(name.kind)
    stored = (name.label, keys.sound.replace(" ", ""), keys.first)
    if row is None:
        sql = "INSERT INTO name (label, sound, first, kind, key, uses) VALUES (?, ?, ?, ?, ?, 1)"
        known = connection.execute(sql, (*stored, name.kind, name.key)).lastrowid
    else:
        known = row[0]
        sql = "UPDATE name SET label = ?, sound = ?, first = ?, uses = uses + 1 WHERE id = ?"
        connection.execute(sql, (*stored, known))
    connection.execute(
        f"INSERT OR REPLACE INTO {table} (rowid, text, sound, initials) VALUES (?, ?, ?, ?)",
        (known, keys.text, keys.sound, keys.initials),
    )
    return int(known or 0)


def _remove(connection: sqlite3.Connection, number: str) -> bool:
    row = connection.execute("SELECT names FROM item WHERE number=?", (number,)).fetchone()
    if row is None:
        return False
    for known in json.loads(row[0]):
        kind, uses = connection.execute(
            "UPDATE name SET uses = uses - 1 WHERE id = ? RETURNING kind, uses", (known,)
        ).fetchone()
        if uses <= 0:
            connection.execute("DELETE FROM name WHERE id = ?", (known,))
            connection.execute(f"DELETE FROM {_table_of(kind)} WHERE rowid = ?", (known,))
    connection.execute("DELETE FROM item WHERE number=?", (number,))
    return True


def _table_of(kind: str) -> str:
    return "many" if kind in _MANY else "few"
