"""The search page as a citizen gets it (HTML, through all middleware) against the engine alone."""

import statistics
import tempfile
import time
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from bench.measure import ROUNDS, Row, percentile
from bench.rows.search import QUESTIONS
from bench.site import main

SIZE = 5_000


def measure() -> list[Row]:
    from search.engines import get_embedded

    rows = _rows("demo", get_embedded().find)
    with tempfile.TemporaryDirectory() as folder:
        engine = _large(Path(folder))
        rows += _rows(f"{SIZE:,} items", engine.find)
        engine.drop()
    return [*rows, *_completions()]


def _large(folder: Path):
    """An index of many copies of what is live."""
    from search.engines.embedded import EmbeddedEngine
    from search.models import SearchDocument
    from search.record import SearchRecord

    payloads = SearchDocument.objects.filter(is_removed=False).values_list("payload", flat=True)
    originals = [SearchRecord.from_payload(payload) for payload in payloads]
    engine = EmbeddedEngine(folder / "index.sqlite3")
    engine.put(
        (n, replace(record, number=f"{record.number}~{n}"))
        for n, record in enumerate(islice(cycle(originals), SIZE), 1)
    )
    return engine


def _rows(name: str, find) -> list[Row]:
    """p50 and p95 of the page and of the engine for the same questions, in turns."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from search import answer, views
    from search.query import SearchQuery

    def answered(query, **options):
        return _of_live_items(find(query, **options))

    pages, engines = [], []
    client = Client(headers={"host": "127.0.0.1"})
    before = views.answer
    views.answer = answered
    try:
        for turn in range(ROUNDS + 1):
            for text in QUESTIONS:
                began = time.perf_counter()
                response = client.get("/search/", {"q": text})
                middle = time.perf_counter()
                find(SearchQuery(text))
                if response.status_code != 200:
                    raise RuntimeError(f"{text}: {response.status_code}")
                if turn:  # the first turn warms
                    pages.append((middle - began) * 1000)
                    engines.append((time.perf_counter() - middle) * 1000)
        with CaptureQueriesContext(connection) as asked:
            client.get("/search/", {"q": QUESTIONS[0]})
    finally:
        views.answer = before
    answer.try_again()
    note = f"{len(QUESTIONS)} questions, {len(asked)} SQL statements"
    return [
        Row(f"search page, {name}, {share}", of(pages), "ms", "engine alone", of(engines), note)
        for share, of in (("p50", statistics.median), ("p95", lambda v: percentile(v, 0.95)))
    ]


def _of_live_items(found):
    """The copies lead to the items they are copies of, so that the page shows whole results."""
    return replace(
        found,
        hits=tuple(
            replace(hit, record=replace(hit.record, number=hit.record.number.partition("~")[0]))
            for hit in found.hits
        ),
    )


def _completions() -> list[Row]:
    """What one key costs, through all middleware."""
    from django.core.cache import cache
    from django.test import Client

    client = Client(headers={"host": "127.0.0.1"})
    typed = ["低", "低保", "dibao", "dbbz", "最低", "2018年", "吉政办函", "教育", "shengtai", "cc"]
    taken = []
    for turn in range(3 * ROUNDS + 1):
        cache.clear()  # a visitor may ask only so often in a minute
        for text in typed:
            began = time.perf_counter()
            client.get("/search/suggest", {"q": text})
            if turn:
                taken.append((time.perf_counter() - began) * 1000)
    return [
        Row("suggestions while typing, p50", statistics.median(taken), "ms", note="demo"),
        Row("suggestions while typing, p95", percentile(taken, 0.95), "ms", note="demo"),
    ]


if __name__ == "__main__":
    main(measure)
