"""Which items hold pieces of a passage, for both engines: the candidates of a quotation.

A piece that stands in many items says little and costs much, so it is counted at most `MOST`
times; when all pieces do, the items holding every one of them are asked for (verification §7:
wide enough for boilerplate).
"""
# ruff: noqa: S608

from collections import Counter
from collections.abc import Mapping

from search.record import SearchRecord

from .embedded_question import unpack
from .matching import phrase

MOST = 400
COLUMNS = "{title body}"
TITLE_AND_BODY = ["title", "body"]


def in_embedded(connection, windows: list[str]) -> list[tuple[str, float]]:
    """(number, share of the pieces found), best first."""
    sql = "SELECT rowid FROM words WHERE words MATCH ? LIMIT ?"
    phrases = [found for found in map(phrase, windows) if found]
    scores: Counter[int] = Counter()
    is_rare = False
    standing = []
    for found in phrases:
        rows = connection.execute(sql, (f"{COLUMNS} : {found}", MOST)).fetchall()
        if rows:
            standing.append(found)
        is_rare |= 0 < len(rows) < MOST
        scores.update(row[0] for row in rows)
    if len(standing) > 1 and not is_rare:
        every = " AND ".join(f"({COLUMNS} : {found})" for found in standing)
        for row in connection.execute(sql, (every, MOST * 4)):
            scores[row[0]] = len(standing)
    best = scores.most_common(MOST)
    numbers = _numbers(connection, [rowid for rowid, _n in best])
    return [(numbers[rowid], n / max(len(phrases), 1)) for rowid, n in best]


def _numbers(connection, ids: list[int]) -> dict[int, str]:
    marks = ", ".join("?" * len(ids))
    return dict(connection.execute(f"SELECT id, number FROM item WHERE id IN ({marks})", ids))


def records_in_embedded(connection, numbers: list[str]) -> dict[str, SearchRecord]:
    marks = ", ".join("?" * len(numbers))
    sql = f"SELECT number, payload FROM item WHERE number IN ({marks})"
    return {number: unpack(payload) for number, payload in connection.execute(sql, numbers)}


def in_elastic(client, index: str, windows: list[str]) -> list[tuple[str, float]]:
    """The same in one request: every piece found counts one."""
    pieces = [window for window in windows if phrase(window)]
    if not pieces:
        return []
    answer = client.search(
        index=index,
        size=MOST,
        source=False,
        track_total_hits=False,
        query={"bool": {"should": [_piece(window) for window in pieces]}},
    )
    hits = answer["hits"]["hits"]
    return [(hit["_id"], float(hit["_score"]) / len(pieces)) for hit in hits]


def _piece(window: str) -> Mapping:
    phrases = {"query": window, "type": "phrase", "fields": TITLE_AND_BODY}
    return {"constant_score": {"filter": {"multi_match": phrases}}}


def records_in_elastic(client, index: str, numbers: list[str]) -> dict[str, SearchRecord]:
    answer = client.mget(index=index, ids=numbers, source_includes=["payload"])
    return {
        row["_id"]: SearchRecord.from_payload(row["_source"]["payload"])
        for row in answer["docs"]
        if row.get("found")
    }
