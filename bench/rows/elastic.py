"""Elasticsearch: our search call against the requests it sends, and our filling against bulk.

The server is one of its own (deploy/elasticsearch, 1 GB of heap) whose data stay in the cache
folder, so that the 200,000 notices are indexed once and not with every run.
"""

import os
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from bench.measure import ROUNDS, Row, against, percentile
from bench.rows.search import QUESTIONS
from bench.site import main

PROJECT = Path(__file__).resolve().parent.parent.parent
SIZES = (5_000, 20_000, 200_000)
FILLED = 2_000
SKIPPED = 3  # exit status: not measured, for the reason in the last line


def _cache() -> Path:
    """Root's own folder is closed to the user as whom the server runs."""
    if os.getuid() == 0:
        return Path("/var/cache/mingjing")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mingjing"


@contextmanager
def server():
    """The address of the bench's own server; halted afterwards, its data kept."""
    env = {**os.environ, "ES_RUN": str(_cache() / "bench-elasticsearch"), "ELASTICSEARCH_URL": ""}
    script = [sys.executable, str(PROJECT / "deploy" / "elasticsearch")]
    started = subprocess.run([*script, "start"], env=env, capture_output=True, text=True)
    if started.returncode:
        why = (started.stderr.strip().splitlines() or ["it did not start"])[-1]
        sys.stderr.write(f"no Elasticsearch on this machine: {why}\n")
        sys.exit(SKIPPED)
    try:
        yield started.stdout.strip()
    finally:
        subprocess.run([*script, "halt"], env=env, capture_output=True)


def measure() -> list[Row]:
    from django.conf import settings

    with server() as address:
        settings.ELASTICSEARCH_URL = address
        settings.ELASTICSEARCH_TIMEOUT = 60.0
        rows = _filling()
        for size in SIZES:
            rows += _asking(_kept(size), size)
        return [*rows, *_growth(rows)]


def _engine(name: str):
    from search.engines.elastic import ElasticEngine
    from search.engines.elastic_connection import connect

    return ElasticEngine(connect(), name, is_alias=False)


def _kept(size: int):
    """The index of so many notices; made when it is not there or of another layout."""
    from bench.volume import records
    from search.engines.elastic_mapping import layout

    engine = _engine(f"bench-{size}-{layout()}")
    indices = engine.client.indices
    for name in indices.get(index=f"bench-{size}-*", allow_no_indices=True):
        if name != engine.alias or engine.client.count(index=name)["count"] != size:
            indices.delete(index=name)
    if not indices.exists(index=engine.alias):
        engine.new_index()
        engine.put(records(size), into=engine.alias)
        engine.refresh()
    return engine


def _filling() -> list[Row]:
    """Items a second, ours from records and theirs from documents that are ready."""
    from elasticsearch.helpers import bulk

    from bench.volume import records
    from search.engines.elastic_writing import document_of

    some = list(records(FILLED))
    ready = [{"_id": record.number, "_source": document_of(record)} for _seq, record in some]

    def with_new_index(fill):
        def run():
            engine = _engine("bench-filling")
            engine.drop()
            engine.new_index()
            fill(engine)
            engine.refresh()

        return run

    ours, theirs = against(
        with_new_index(lambda engine: engine.put(some, into=engine.alias)),
        with_new_index(
            lambda engine: bulk(
                engine.client.options(request_timeout=60), ready, index=engine.alias
            )
        ),
    )
    _engine("bench-filling").drop()
    note = f"{FILLED:,} notices of 900 signs; preparing them is part of ours only"
    return [
        Row("Elasticsearch index", FILLED / ours, "items/s", "bulk helper", FILLED / theirs, note)
    ]


class Recorder:
    """Notes the requests of a call, so that they can be sent again as they were."""

    def __init__(self, client):
        self.transport, self.sent = client.transport, []
        self._perform = self.transport.perform_request
        self.transport.perform_request = self._noted

    def _noted(self, method, target, **options):
        self.sent.append((method, target, options))
        return self._perform(method, target, **options)

    def again(self, requests) -> None:
        for method, target, options in requests:
            self._perform(method, target, **options)


def _asking(engine, size: int) -> list[Row]:
    from search.query import SearchQuery

    recorder = Recorder(engine.client)
    ours: list[float] = []
    theirs: list[float] = []
    requests = 0
    for turn in range(ROUNDS + 2):
        for text in QUESTIONS:
            recorder.sent = []
            began = time.perf_counter()
            engine.find(SearchQuery(text))
            middle = time.perf_counter()
            sent = recorder.sent
            recorder.again(sent)
            ended = time.perf_counter()
            if turn > 1:  # the first two warm both
                ours.append((middle - began) * 1000)
                theirs.append((ended - middle) * 1000)
                requests += len(sent)
    name = f"Elasticsearch search, {size:,} items"
    note = f"{requests / len(ours):.1f} requests a question; counts and passages included"
    return [
        Row(f"{name}, {what}", of(ours), "ms", "its requests alone", of(theirs), note)
        for what, of in (("p50", statistics.median), ("p95", lambda ms: percentile(ms, 0.95)))
    ]


def _growth(rows: list[Row]) -> list[Row]:
    p95 = {row.name: row.ours for row in rows}
    few, many = (p95[f"Elasticsearch search, {size:,} items, p95"] for size in SIZES[1:])
    name = "Elasticsearch search, 200,000 items against 20,000, p95"
    return [Row(name, many, "ms", "20,000 items", few, "ten times the items")]


if __name__ == "__main__":
    main(measure)
