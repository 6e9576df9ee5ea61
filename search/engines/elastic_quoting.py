"""Which items hold pieces of a passage, asked of Elasticsearch (quoting.py has the rules)."""

from collections.abc import Mapping

from elasticsearch import Elasticsearch

from search.desk.quotation import spread
from search.record import SearchRecord

from .elastic_connection import got, whole
from .matching import phrase
from .quoting import MOST_WITH_ALL

# Phrases of one request; half of them find the same and cost half.
MOST_CLAUSES = 24
TITLE_AND_BODY = ["title", "body"]


def in_elastic(client: Elasticsearch, index: str, windows: list[str]) -> list[tuple[str, float]]:
    """(number, share of the pieces found), best first, in one request: every piece counts one."""
    pieces = spread([window for window in windows if phrase(window)], MOST_CLAUSES)
    if not pieces:
        return []
    answer = whole(
        client.search(
            index=index,
            size=MOST_WITH_ALL,
            source=False,
            track_total_hits=False,
            allow_partial_search_results=False,
            query={"bool": {"should": [_piece(window) for window in pieces]}},
        )
    )
    hits = answer["hits"]["hits"]
    return [(hit["_id"], float(hit["_score"]) / len(pieces)) for hit in hits]


def _piece(window: str) -> Mapping:
    either = [{"match_phrase": {field: window}} for field in TITLE_AND_BODY]
    return {"constant_score": {"filter": {"bool": {"should": either}}}}


def records_in(client: Elasticsearch, index: str, numbers: list[str]) -> dict[str, SearchRecord]:
    """What the index holds of these items at this moment, refreshed or not."""
    if not numbers:
        return {}
    answer = client.mget(index=index, ids=numbers, source_includes=["payload"])
    return {
        row["_id"]: SearchRecord.from_payload(row["_source"]["payload"])
        for row in got(answer, numbers)
        if row.get("found")
    }
