"""Looking words up in the full-text tables of an embedded index.

SQL text is put together from constants and table names of our own; every value is bound.
"""
# ruff: noqa: S608

import sqlite3
from collections.abc import Iterator

from . import matching
from .bits import Tester, between, bits_of
from .embedded_schema import SHARD, shards

# bm25 weights of title, about, keys, sound; and with the text after `about`.
_OF_HEADS = "6.0, 2.0, 0.5, 3.0"
_OF_WORDS = "6.0, 2.0, 1.0, 0.5, 3.0"
# The index's own way of sorting, quicker than ORDER BY bm25(…).
_RANKED = "SELECT rowid, rank FROM {table} WHERE {table} MATCH ? AND rank MATCH 'bm25({weights})' ORDER BY rank"  # noqa: E501
# So many items that hold the words in their text alone are put in order, the newest of them.
MOST_RANKED = 20_000


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


def best_heads(connection: sqlite3.Connection, expression: str, among: int) -> Iterator[int]:
    """The same, of the set `among` only, most promising first."""
    sql, inside = _RANKED.format(table="heads", weights=_OF_HEADS), Tester(among)
    return (row[0] for row in connection.execute(sql, (expression,)) if row[0] in inside)


def best_anywhere(connection: sqlite3.Connection, expression: str, among: int, count: int):
    """The most promising `count` ids of the set `among`.

    Where more than `MOST_RANKED` of the set would have to be put in order, only the newest are.
    """
    inside, found, seen = Tester(among), [], 0
    for table in shards(connection):
        low = int(table[6:]) * SHARD
        own = between(among, low, low + SHARD).bit_count()
        if seen and seen + own > MOST_RANKED:
            break
        seen += own
        rows = connection.execute(_RANKED.format(table=table, weights=_OF_WORDS), (expression,))
        taken = 0
        for at, rank in rows if own else ():
            if at in inside:
                found.append((rank, at))
                taken += 1
                if taken == count:
                    break
    return [at for _rank, at in sorted(found)[:count]]


def set_of(connection: sqlite3.Connection, expression: str) -> int:
    return bits_of(anywhere(connection, expression)) if expression else 0
