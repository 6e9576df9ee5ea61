"""Looking words up in the full-text tables of an embedded index.

SQL text is put together from constants and table names of our own; every value is bound.
"""
# ruff: noqa: S608

import sqlite3
from itertools import islice

from . import matching
from .bits import Tester, between, bits_of, members
from .embedded_schema import SHARD, shards

# bm25 weights of title, about, keys, sound; and with the text after `about`.
_OF_HEADS = "6.0, 2.0, 0.5, 3.0"
_OF_WORDS = "6.0, 2.0, 1.0, 0.5, 3.0"
# The index's own way of sorting, quicker than ORDER BY bm25(…).
_RANKED = (
    "SELECT rowid, rank FROM {table} WHERE {table} MATCH ? AND rowid >= ? "
    "AND rank MATCH 'bm25({weights})' ORDER BY rank"
)
# So many items are put in order by the index, the newest of those that fit. Titles hold the words
# of four thousand items, or texts those of eight thousand, only where there are a hundred thousand.
MOST_TITLES, MOST_TEXTS = 4_000, 8_000


def _oldest(among: int, most: int) -> int:
    """The id from which on a set has `most` members; 0 where it has no more."""
    if among.bit_count() <= most:
        return 0
    return next(islice(members(among), most - 1, None))


def stands_in_a_title(connection: sqlite3.Connection, words: str) -> bool:
    """Whether any title holds exactly these characters."""
    phrase = matching.phrase(words)
    if not phrase:
        return False
    sql = "SELECT 1 FROM heads WHERE heads MATCH ? LIMIT 1"
    return connection.execute(sql, (f"title : {phrase}",)).fetchone() is not None


def anywhere(connection: sqlite3.Connection, expression: str, limit: int = 0) -> list[int]:
    """Ids of items that fit an expression over all columns; with a limit, the newest first."""
    found: list[int] = []
    for table in shards(connection):
        sql = f"SELECT rowid FROM {table} WHERE {table} MATCH ?"
        if limit:
            sql += f" ORDER BY rowid DESC LIMIT {int(limit) - len(found)}"
        found += [row[0] for row in connection.execute(sql, (expression,))]
        if limit and len(found) >= limit:
            break
    return found


def in_heads(connection: sqlite3.Connection, expression: str) -> list[int]:
    """Ids of items that fit an expression over title, about, keys and sound."""
    sql = "SELECT rowid FROM heads WHERE heads MATCH ?"
    return [row[0] for row in connection.execute(sql, (expression,))]


def best_heads(
    connection: sqlite3.Connection, expression: str, count: int, among: int | None = None
) -> list[int]:
    """The most promising `count` of the same, all of the set `among` if there is one."""
    fitting = bits_of(in_heads(connection, expression))
    fitting = fitting if among is None else fitting & among
    if fitting.bit_count() <= count:
        return list(members(fitting))
    inside, sql = Tester(fitting), _RANKED.format(table="heads", weights=_OF_HEADS)
    rows = connection.execute(sql, (expression, _oldest(fitting, MOST_TITLES)))
    return list(islice((at for at, _rank in rows if at in inside), count))


def best_anywhere(
    connection: sqlite3.Connection, expression: str, count: int, among: int | None = None
) -> list[int]:
    """The most promising `count` ids, all of the set `among` if there is one."""
    inside = None if among is None else Tester(among)
    oldest = 0 if among is None else _oldest(among, MOST_TEXTS)
    found: list[tuple[float, int]] = []
    seen = 0
    for table in shards(connection):
        low = int(table[6:]) * SHARD
        if low + SHARD <= oldest or seen > MOST_TEXTS:
            break
        if among is not None and not between(among, low, low + SHARD):
            continue
        sql = _RANKED.format(table=table, weights=_OF_WORDS)
        rows = connection.execute(sql, (expression, oldest)).fetchall()
        seen += len(rows)
        fitting = ((rank, at) for at, rank in rows if inside is None or at in inside)
        found += islice(fitting, count)
    return [at for _rank, at in sorted(found)[:count]]


def set_of(connection: sqlite3.Connection, expression: str) -> int:
    return bits_of(anywhere(connection, expression)) if expression else 0
