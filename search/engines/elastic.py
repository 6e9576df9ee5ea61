"""Elasticsearch 9 through the official client, imported here and in elastic_question only.

One index per build, behind an alias. Documents carry their change number as an external version,
so that a late or repeated change never replaces a newer one.
"""

import logging
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError
from elasticsearch.helpers import streaming_bulk

from search.analysis import analyse
from search.query import SearchQuery
from search.record import SearchRecord

from . import quoting
from .base import Engine, EngineUnavailable, Found, prepare
from .elastic_mapping import MAPPINGS, SETTINGS
from .elastic_question import Question, stands_in_a_title

TIMEOUT_SECONDS = 5
BULK_TIMEOUT_SECONDS = 60
BATCH = 200
STALE = 409  # a newer change is in the index already


@contextmanager
def _speaking() -> Iterator[None]:
    """Every failure of the server or the way to it is one thing to the callers."""
    try:
        yield
    except (ApiError, TransportError) as error:
        raise EngineUnavailable(type(error).__name__) from error


class ElasticEngine(Engine):
    """Reads and writes the index behind `alias`; with `is_alias=False` the name is the index."""

    name = "elastic"

    def __init__(self, client: Elasticsearch, alias: str, *, is_alias: bool = True):
        self.client, self.alias, self.is_alias = client, alias, is_alias

    def ensure(self) -> None:
        """Make an empty index behind the alias if there is none."""
        with _speaking():
            if not self.client.indices.exists(index=self.alias):
                name = self.new_index()
                self.client.indices.put_alias(index=name, name=self.alias)

    def new_index(self) -> str:
        """Create an index that the alias does not point to yet; returns its name."""
        name = f"{self.alias}-{time.strftime('%Y%m%d%H%M%S', time.gmtime())}-{uuid.uuid4().hex[:6]}"
        with _speaking():
            self.client.indices.create(
                index=name if self.is_alias else self.alias, settings=SETTINGS, mappings=MAPPINGS
            )
        return name

    def put(self, records: Iterable[tuple[int, SearchRecord]], *, into: str = "") -> int:
        if not into:
            self.ensure()
        actions = (_index_action(seq, record, into or self.alias) for seq, record in records)
        return self._send(actions)

    def remove(self, numbers: Iterable[tuple[int, str]], *, into: str = "") -> None:
        if not into:
            self.ensure()
        self._send(
            {
                "_op_type": "delete",
                "_index": into or self.alias,
                "_id": number,
                "version": seq,
                "version_type": "external_gte",
            }
            for seq, number in numbers
        )

    def _send(self, actions: Iterable[dict]) -> int:
        taken = 0
        with _speaking():
            for is_done, answer in streaming_bulk(
                self.client.options(request_timeout=BULK_TIMEOUT_SECONDS),
                actions,
                chunk_size=BATCH,
                raise_on_error=False,
            ):
                outcome = next(iter(answer.values()))
                if is_done:
                    taken += 1
                elif outcome.get("status") not in (STALE, 404):
                    raise EngineUnavailable(outcome.get("error", {}).get("type", "bulk"))
        return taken

    def refresh(self) -> None:
        # After a bulk a refresh writes all of it: as slow as the bulk itself.
        with _speaking():
            patient = self.client.options(request_timeout=BULK_TIMEOUT_SECONDS)
            patient.indices.refresh(index=self.alias)

    def find(self, query: SearchQuery) -> Found:
        started = time.perf_counter()
        with _speaking():
            asked = analyse(
                query.text,
                occurs=lambda words: stands_in_a_title(self.client, self.alias, words),
                literal=query.literal,
            )
            found = Question(self.client, self.alias, query, asked).run()
        took = (time.perf_counter() - started) * 1000
        return Found(**found, asked=asked, took_ms=took)

    def quoted(self, windows: list[str]) -> list[tuple[str, float]]:
        with _speaking():
            return quoting.in_elastic(self.client, self.alias, windows)

    def records(self, numbers: list[str]) -> dict[str, SearchRecord]:
        with _speaking():
            return quoting.records_in_elastic(self.client, self.alias, numbers)

    def contents(self) -> dict[str, int]:
        found: dict[str, int] = {}
        after: list | None = None
        with _speaking():
            while True:
                answer = self.client.search(
                    index=self.alias,
                    size=5000,
                    source=["number", "rev"],
                    sort=[{"number": "asc"}],
                    search_after=after,
                )
                hits = answer["hits"]["hits"]
                if not hits:
                    return found
                found.update((hit["_source"]["number"], hit["_source"]["rev"]) for hit in hits)
                after = hits[-1]["sort"]

    def drop(self) -> None:
        with _speaking():
            for name in self._behind_alias() if self.is_alias else [self.alias]:
                self.client.indices.delete(index=name, ignore_unavailable=True)

    def _behind_alias(self) -> list[str]:
        try:
            return list(self.client.indices.get_alias(name=self.alias))
        except NotFoundError:
            return []

    def rebuild(self, fill: Callable[[str], None], follow: Callable[[str], None]) -> None:
        """Fill a new index, switch the alias in one call, and delete the old index.

        `fill(index)` writes everything; `follow(index)` writes what changed meanwhile and is called
        before and after the switch, so that nothing published during the rebuild is missing.
        """
        fresh = self.new_index()
        fill(fresh)
        follow(fresh)
        with _speaking():
            self.client.indices.refresh(index=fresh)
            old = [name for name in self._behind_alias() if name != fresh]
            actions: list[dict] = [{"add": {"index": fresh, "alias": self.alias}}]
            actions += [{"remove_index": {"index": name}} for name in old]
            self.client.indices.update_aliases(actions=actions)
        follow(fresh)
        self.refresh()


def _index_action(seq: int, record: SearchRecord, index: str) -> dict:
    ready = prepare(record)
    return {
        "_op_type": "index",
        "_index": index,
        "_id": record.number,
        "version": seq,
        "version_type": "external_gte",
        "_source": {
            "number": record.number,
            "number_key": record.number.lower(),
            "rev": record.rev,
            **record.filter_values,
            "day": record.day,
            "date": record.sort_date,
            "document_key": ready.document_key,
            "title": ready.title,
            "about": ready.about,
            "body": ready.body,
            "keys": ready.keys,
            "sound": ready.sound,
            "ledger_index": record.ledger_index,
            "parts_digest": record.parts_digest,
            "payload": record.as_payload(),
        },
    }


def connect() -> Elasticsearch:
    """Client of the server that the settings name. No retries: the fallback is quicker."""
    from django.conf import settings

    # One line per request says nothing that ours do not.
    logging.getLogger("elastic_transport").setLevel(logging.ERROR)
    options: dict = {"request_timeout": TIMEOUT_SECONDS, "max_retries": 0}
    if settings.ELASTICSEARCH_API_KEY:
        options["api_key"] = settings.ELASTICSEARCH_API_KEY
    if settings.ELASTICSEARCH_CA_CERTS:
        options["ca_certs"] = settings.ELASTICSEARCH_CA_CERTS
    return Elasticsearch(settings.ELASTICSEARCH_URL, **options)


def configured() -> ElasticEngine:
    """The engine of the settings."""
    from django.conf import settings

    return _configured(settings.ELASTICSEARCH_URL, settings.SEARCH_INDEX_PREFIX)


@cache
def _configured(_url: str, prefix: str) -> ElasticEngine:
    return ElasticEngine(connect(), prefix)


def temporary() -> ElasticEngine:
    """An empty index of its own under an own name; `drop` deletes it."""
    from django.conf import settings

    if not settings.ELASTICSEARCH_URL:
        raise EngineUnavailable("ELASTICSEARCH_URL is not set")
    name = f"{settings.SEARCH_INDEX_PREFIX}-temporary-{uuid.uuid4().hex[:12]}"
    engine = ElasticEngine(connect(), name, is_alias=False)
    engine.new_index()
    return engine
