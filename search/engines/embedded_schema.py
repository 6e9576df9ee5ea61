"""Tables of the embedded index file, and how one item is written into and taken out of them.

The words of about `SHARD` items share one full-text table, so that a removal has to rewrite that
table alone and a search may begin with the newest. `heads` holds what stands beside the texts of
all items: most questions are answered from it.
SQL text is put together from constants and whole numbers only; every value is bound.
"""
# ruff: noqa: S608

import sqlite3
import uuid

from search.query import FILTERS, OF_MANY
from search.record import SearchRecord

from .base import prepare
from .matching import terms
from .packing import pack

# Raised whenever the tables or the segmentation change: an older file is built anew.
FORMAT = "6"
SHARD = 10_000
_TOKENS = "content='', tokenize='unicode61 remove_diacritics 0'"
_HEAD = ("title", "about", "keys", "sound")
_WORDS = ("title", "about", "body", "keys", "sound")
_SCHEMA = f"""
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE item (
    id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT UNIQUE, seq INTEGER, rev INTEGER,
    day TEXT, date TEXT, document_key TEXT, number_key TEXT,
    title TEXT, about TEXT, keys TEXT, sound TEXT,
    {", ".join(f"{name} {'INTEGER' if name == 'year' else 'TEXT'}" for name in FILTERS)}
);
CREATE TABLE content (id INTEGER PRIMARY KEY, body TEXT, payload BLOB);
CREATE INDEX item_document ON item (document_key) WHERE document_key <> '';
CREATE INDEX item_number_key ON item (number_key);
CREATE INDEX item_date ON item (date, number);
CREATE INDEX item_day ON item (day) WHERE day <> '';
CREATE VIRTUAL TABLE heads USING fts5({", ".join(_HEAD)}, {_TOKENS})
"""


def create(connection: sqlite3.Connection) -> None:
    """Empty tables in place of whatever there is; the epoch says that old ids mean nothing."""
    for table in ["heads", *shards(connection), "words", "content", "item", "state"]:
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in _SCHEMA.split(";\n"):
        connection.execute(statement)
    remember(connection, "format", FORMAT)
    remember(connection, "epoch", uuid.uuid4().hex)


def format_of(connection: sqlite3.Connection) -> str:
    """The format of a file, '' if it has none yet."""
    try:
        return state_of(connection).get("format", "")
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return ""
        raise


def state_of(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, value FROM state"))


def remember(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))


def shards(connection: sqlite3.Connection) -> list[str]:
    """Names of the full-text tables, that of the newest items first."""
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'words_[0-9]*' "
        "AND sql LIKE 'CREATE VIRTUAL%'"
    )
    return sorted((row[0] for row in rows), key=lambda name: -int(name[6:]))


def shard_of(at: int) -> str:
    return f"words_{at // SHARD}"


def seq_of(connection: sqlite3.Connection, number: str) -> int:
    """Change number under which an item stands in the index, 0 if it does not."""
    row = connection.execute("SELECT seq FROM item WHERE number=?", (number,)).fetchone()
    return row[0] if row else 0


def insert(connection: sqlite3.Connection, seq: int, record: SearchRecord) -> None:
    ready = prepare(record)
    filters = record.filter_values
    row = {
        "number": record.number, "seq": seq, "rev": record.rev, "day": record.day,
        "date": record.sort_date, "document_key": ready.document_key,
        "number_key": record.number.lower(), "title": ready.title, "about": ready.about,
        "keys": ready.keys, "sound": ready.sound,
        **{name: barred(filters[name]) if name in OF_MANY else filters[name] for name in FILTERS},
    }  # fmt: skip
    at = connection.execute(
        f"INSERT INTO item ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
        tuple(row.values()),
    ).lastrowid
    connection.execute("INSERT INTO content VALUES (?, ?, ?)", (at, ready.body, pack(record)))
    table = shard_of(at or 0)
    connection.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5({', '.join(_WORDS)}, {_TOKENS})"
    )
    words = _words_of(ready.title, ready.about, ready.body, ready.keys, ready.sound)
    _write(connection, "heads", _HEAD, at, words)
    _write(connection, table, _WORDS, at, words)


def delete(connection: sqlite3.Connection, number: str) -> str:
    """Take an item out; returns the full-text table that still has to forget it, or ''."""
    row = connection.execute(
        "SELECT id, title, about, body, keys, sound FROM item JOIN content USING (id) "
        "WHERE number=?",
        (number,),
    ).fetchone()
    if row is None:
        return ""
    # An index without content is told what it held: the same terms are made again.
    table, words = shard_of(row[0]), _words_of(*row[1:])
    _write(connection, "heads", _HEAD, row[0], words, command="delete")
    _write(connection, table, _WORDS, row[0], words, command="delete")
    connection.execute("DELETE FROM item WHERE id=?", (row[0],))
    connection.execute("DELETE FROM content WHERE id=?", (row[0],))
    return table


def _words_of(title: str, about: str, body: str, keys: str, sound: str) -> dict[str, str]:
    texts = {"title": title, "about": about, "body": body}
    return {
        **{name: " ".join(terms(text)) for name, text in texts.items()},
        "keys": keys,
        "sound": sound,
    }


def _write(connection, table: str, columns: tuple, at, words: dict, command: str = "") -> None:
    names, values = ["rowid", *columns], [at, *(words[name] for name in columns)]
    if command:
        names, values = [table, *names], [command, *values]
    connection.execute(
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})", values
    )


def barred(codes: tuple[str, ...]) -> str:
    """Several values in one column: |220100|220000|."""
    return f"|{'|'.join(codes)}|" if codes else ""
