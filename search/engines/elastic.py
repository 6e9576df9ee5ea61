"""Elasticsearch 9 through the official client, imported by the modules elastic_* only.

One index per build, behind an alias. During a rebuild a second alias names the coming index, and
every change goes to both: whoever asks before the switch and after it misses nothing.
"""

import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from search.language.analysis import Asked, analyse
from search.query import SearchQuery
from search.record import SearchRecord

from .all_hits import everything
from .base import Engine, EngineUnavailable, Found
from .elastic_all_hits import NumbersOnly
from .elastic_connection import BULK_SECONDS, asked, connect, done, speaking, whole
from .elastic_mapping import MAPPINGS, layout, settings_of
from .elastic_question import Question, stands_in_a_title
from .elastic_quoting import in_elastic, records_in
from .elastic_writing import BUILDING, ONE_ITEM, Change, document_of, send

PAGE = 5000
NEXT = "-next"


class ElasticEngine(Engine):
    """Reads and writes the index behind `alias`; with `is_alias=False` the name is the index."""

    name = "elastic"

    def __init__(self, client: Elasticsearch, alias: str, *, is_alias: bool = True):
        self.client, self.alias, self.is_alias = client, alias, is_alias

    @property
    def coming(self) -> str:
        """Alias of the index that a rebuild is about to switch to."""
        return self.alias + NEXT

    # -- indexes ------------------------------------------------------------------------------
    def ensure(self) -> None:
        """Make an empty index behind the alias if there is none."""
        self._targets()

    def new_index(self, meta: dict[str, Any] | None = None) -> str:
        """Create an index that the alias does not point to yet; returns its name."""
        from django.conf import settings

        stamp = time.strftime("%Y%m%d%H%M%S", time.gmtime())
        name = f"{self.alias}-{stamp}-{uuid.uuid4().hex[:6]}" if self.is_alias else self.alias
        wanted = settings_of(
            settings.ELASTICSEARCH_SHARDS,
            settings.ELASTICSEARCH_REPLICAS,
            settings.ELASTICSEARCH_REFRESH,
        )
        mappings = {**MAPPINGS, "_meta": {"layout": layout(), **(meta or {})}}
        with speaking():
            self.client.indices.create(index=name, settings=wanted, mappings=mappings)
        return name

    def _targets(self) -> list[str]:
        """Where a change goes: the index, and the coming one while there is one.

        The coming one by its own name: it keeps that when its alias goes, and a removal sent to a
        name that does not exist would make an index of it.
        """
        if not self.is_alias:
            return [self.alias]
        found = self.behind(self.alias, self.coming)
        if not found.get(self.alias):
            name = self.new_index()
            with speaking():
                self.client.indices.put_alias(index=name, name=self.alias)
        return [self.alias, *found.get(self.coming, [])]

    def behind(self, *aliases: str) -> dict[str, list[str]]:
        """The indexes behind each alias."""
        with speaking():
            try:
                answer = self.client.indices.get_alias(
                    name=list(aliases), index=f"{self.alias}-*", allow_no_indices=True
                )
                rows = answer.body
            except NotFoundError as error:
                # Those that exist are named beside the complaint about the others.
                rows = error.body if isinstance(error.body, dict) else {}
        found: dict[str, list[str]] = {}
        for index, row in rows.items():
            for alias in row.get("aliases", {}) if isinstance(row, dict) else ():
                found.setdefault(alias, []).append(index)
        return found

    def indexes(self) -> list[str]:
        """Every index that holds something of ours now, the coming one included."""
        if not self.is_alias:
            return [self.alias]
        found = self.behind(self.alias, self.coming)
        return list(dict.fromkeys(name for held in found.values() for name in held))

    # -- changes ------------------------------------------------------------------------------
    def put(self, records: Iterable[tuple[int, SearchRecord]], *, into: str = "") -> int:
        """Without `into`, to wherever changes go now; a rebuild names its own index."""
        places = [into] if into else self._targets()
        changes = (
            self._change(place, seq, record.number, source, is_own=bool(into))
            for seq, record in records
            for source in [document_of(record)]
            for place in places
        )
        return send(self.client, changes, BUILDING if into else ONE_ITEM)

    def _change(
        self, place: str, seq: int, number: str, source: dict[str, Any] | None, *, is_own: bool
    ) -> Change:
        is_alias = self.is_alias and place == self.alias
        return Change(place, number, seq, source, is_alias, not is_own and place != self.alias)

    def remove(self, numbers: Iterable[tuple[int, str]], *, into: str = "") -> None:
        places = [into] if into else self._targets()
        changes = (
            self._change(place, seq, number, None, is_own=bool(into))
            for seq, number in numbers
            for place in places
        )
        send(self.client, changes, BUILDING if into else ONE_ITEM)

    def refresh(self, index: str = "") -> None:
        # After a bulk a refresh writes all of it: as slow as the bulk itself.
        patient = self.client.options(request_timeout=BULK_SECONDS)
        names = index or ([self.alias, self.coming] if self.is_alias else self.alias)
        with speaking():
            done(patient.indices.refresh(index=names, ignore_unavailable=True))

    # -- answers ------------------------------------------------------------------------------
    def find(self, query: SearchQuery) -> Found:
        started = time.perf_counter()
        understood, found = asked(lambda: self._find(query))
        took = (time.perf_counter() - started) * 1000
        return Found(**found, asked=understood, took_ms=took)

    def numbers(self, query: SearchQuery, most: int) -> list[str]:
        # Read through a point in time: not asked again from the start when the index goes away.
        with speaking():
            return list(self._find(everything(query, most), NumbersOnly)[1]["hits"])

    def _find(
        self, query: SearchQuery, kind: type[Question] = Question
    ) -> tuple[Asked, dict[str, Any]]:
        understood = analyse(
            query.text,
            occurs=lambda words: stands_in_a_title(self.client, self.alias, words),
            literal=query.literal,
        )
        return understood, kind(self.client, self.alias, query, understood).run()

    def quoted(self, windows: list[str]) -> list[tuple[str, float]]:
        return asked(lambda: in_elastic(self.client, self.alias, windows))

    def records(self, numbers: list[str]) -> dict[str, SearchRecord]:
        return asked(lambda: records_in(self.client, self.alias, numbers))

    def contents(self) -> dict[str, int]:
        return {number: rev for number, rev, _index, _digest in self.stream()}

    def stream(self) -> Iterator[tuple[str, int, int, str]]:
        fields = ["number", "rev", "ledger_index", "parts_digest"]
        after: list[Any] | None = None
        patient = self.client.options(request_timeout=BULK_SECONDS)
        while True:
            answer = asked(partial(self._page, patient, fields, after))
            hits = answer["hits"]["hits"]
            for hit in hits:
                held = hit["fields"]
                number, rev = held["number"][0], held["rev"][0]
                yield number, rev, held.get("ledger_index", [-1])[0], _first(held, "parts_digest")
            if len(hits) < PAGE:
                return
            after = hits[-1]["sort"]

    def _page(self, client: Elasticsearch, fields: list[str], after: list[Any] | None) -> Any:
        return whole(
            client.search(
                index=self.alias,
                size=PAGE,
                source=False,
                stored_fields="_none_",
                docvalue_fields=fields,
                sort=[{"number": "asc"}],
                search_after=after,
                track_total_hits=False,
                allow_partial_search_results=False,
            )
        )

    def drop(self) -> None:
        with speaking():
            for name in self.indexes():
                self.client.indices.delete(index=name, ignore_unavailable=True)

    def purge(self) -> bool:
        """Write what was removed out of the files; whether nothing of it is left in any."""
        from .elastic_purge import purge

        return purge(self)

    def rebuild(
        self,
        follow: Callable[[str, int, Callable[[int], None]], int],
        expected: Callable[[], int],
        source: str = "",
    ) -> str:
        """Fill a new index and switch to it (elastic_rebuild.py); returns its name."""
        from .elastic_rebuild import rebuild

        return rebuild(self, follow, expected, source)


def _first(held: dict[str, list[str]], name: str) -> str:
    return held[name][0] if held.get(name) else ""


def configured() -> ElasticEngine:
    """The engine of the settings."""
    from django.conf import settings

    return _configured(
        settings.ELASTICSEARCH_URL,
        settings.ELASTICSEARCH_API_KEY,
        settings.ELASTICSEARCH_CA_CERTS,
        settings.ELASTICSEARCH_TIMEOUT,
        settings.SEARCH_INDEX_PREFIX,
    )


@cache
def _configured(_url: str, _key: str, _certs: str, _timeout: float, prefix: str) -> ElasticEngine:
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
