"""Which items hold pieces of a passage, for both engines: the candidates of a quotation.

Pieces count by their rarity. One that stands in `MOST` items or more says nothing; when all do, the
items holding every one of them are taken (verification §7: wide enough for boilerplate).
"""
# ruff: noqa: S608

import math
from collections import Counter

from search.record import SearchRecord

from .embedded_words import anywhere
from .matching import phrase
from .packing import unpack

MOST = 400
# Boilerplate: so many items holding every piece are looked at, one may hold them in this order.
MOST_WITH_ALL = 2000
COLUMNS = "{title body}"


def in_embedded(connection, windows: list[str]) -> list[tuple[str, float]]:
    """(number, share of the pieces found), best first."""
    phrases = list(dict.fromkeys(filter(None, map(phrase, windows))))
    holding = {found: anywhere(connection, f"{COLUMNS} : {found}", MOST) for found in phrases}
    standing = [found for found in phrases if holding[found]]
    scores: Counter[int] = Counter()
    total = 0.0
    for found in standing:
        if len(holding[found]) < MOST:
            weight = 1 + math.log(MOST / len(holding[found]))
            total += weight
            scores.update(dict.fromkeys(holding[found], weight))
    if standing and not total:
        every = " AND ".join(f"({COLUMNS} : {found})" for found in standing)
        total = float(len(standing))
        scores.update(dict.fromkeys(anywhere(connection, every, MOST_WITH_ALL), total))
        for found in standing if not scores else ():
            scores.update(dict.fromkeys(holding[found], 1.0))
    best = scores.most_common(MOST_WITH_ALL if max(scores.values(), default=0) == total else MOST)
    numbers = _numbers(connection, [rowid for rowid, _score in best])
    return [(numbers[rowid], score / total) for rowid, score in best]


def _numbers(connection, ids: list[int]) -> dict[int, str]:
    marks = ", ".join("?" * len(ids))
    return dict(connection.execute(f"SELECT id, number FROM item WHERE id IN ({marks})", ids))


def records_in_embedded(connection, numbers: list[str]) -> dict[str, SearchRecord]:
    marks = ", ".join("?" * len(numbers))
    sql = f"SELECT number, payload FROM item JOIN content USING (id) WHERE number IN ({marks})"
    return {number: unpack(payload) for number, payload in connection.execute(sql, numbers)}
