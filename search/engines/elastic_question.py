"""How Elasticsearch answers one question: the embedded engine's steps in its own language."""

from collections.abc import Iterable

from elasticsearch import Elasticsearch

from search.language.analysis import Asked, Unit
from search.language.notation import phrase_of
from search.query import FILTERS, SearchQuery
from search.ranking import Candidate, ranked
from search.record import SearchRecord

from .base import ENOUGH, LAST_DAY, MOST_LOOSE, WINDOW, EngineUnavailable, Hit, hit_of, marks_for
from .elastic_connection import got, whole
from .few import Item, page_of_few
from .matching import FULL_RUN, carrying, has_titles_beside, matters_of, phrase, words_of

FIELDS, TITLE_FIELDS = ["title^6", "about^2", "body"], ["title^6", "about^2"]
MOST_BUCKETS = 1000
_CANDIDATE = ["number", "title", "about", "body", "year", "date", "document_key", "keys", "sound"]
_SOURCE = [*_CANDIDATE, *FILTERS, "day"]
# Before all others come items with all that is required in the title, then those of the year or
# day asked for, then those with the light words or the hints.
TITLED, DATED, LIGHT, HINT = 2000, 1000, 300, 200


def _phrase(words: str, fields: list[str]) -> dict:
    return {"multi_match": {"query": words, "type": "phrase", "fields": fields}}


def _any(clauses: list[dict]) -> dict:
    return {"bool": {"should": clauses, "minimum_should_match": 1}}


def of_unit(unit: Unit, *, strictly: bool, fields: list[str] = FIELDS) -> dict | None:
    """Clause of one unit, None if it cannot be looked up."""
    words = words_of(unit, strictly=strictly)
    if unit.kind == "sound":
        return _any([{"match_phrase": {"sound": word}} for word in words])
    if unit.kind == "date":
        return {"match": {"keys": unit.text}}
    if unit.kind == "year":
        return _any([{"match_phrase": {"title": unit.text}}, {"match": {"keys": f"y{unit.text}"}}])
    clauses = [_phrase(word, fields) for word in dict.fromkeys(words) if phrase(word)]
    if not clauses:
        return None
    if unit.kind == "run" and strictly and len(unit.text) <= FULL_RUN:
        return {"bool": {"must": clauses}}
    return _any(clauses)


def _clauses(units: Iterable[Unit], *, strictly: bool, fields: list[str] = FIELDS) -> list[dict]:
    found = (of_unit(unit, strictly=strictly, fields=fields) for unit in units)
    return [clause for clause in found if clause]


def stands_in_a_title(client: Elasticsearch, index: str, words: str) -> bool:
    """Whether any title holds exactly these characters."""
    if not phrase(words):
        return False
    answer = whole(
        client.search(
            index=index,
            query={"match_phrase": {"title": words}},
            size=0,
            terminate_after=1,
            track_total_hits=1,
        )
    )
    return answer["hits"]["total"]["value"] > 0


class Question:
    """One question to one index."""

    def __init__(self, client: Elasticsearch, index: str, query: SearchQuery, asked: Asked):
        self.client, self.index, self.query, self.asked = client, index, query, asked
        self.filters = {name: _filter(name, v) for name, v in query.filters.items() if v}
        if query.has_period:
            days = {"gte": query.since or "1", "lte": query.until or LAST_DAY}
            self.filters["day"] = {"range": {"day": days}}

    def run(self) -> dict:
        if not self.query.text:
            return self._listed({"match_all": {}})
        if self.asked.is_empty:
            return {"total": 0, "hits": ()}
        strict = self._strict()
        if strict and not self.asked.document_keys and not self.asked.item_number:
            found = self._of_many(strict)
            if found is not None:
                return found
        return self._of_few(strict)

    def _strict(self) -> dict | None:
        """Full answers: all that is required, or a title about a matter asked for."""
        everything = _clauses(self.asked.required, strictly=True)
        if not everything:
            return None
        if not has_titles_beside(self.asked):
            return {"bool": {"must": everything}}
        titled = _clauses(matters_of(self.asked), strictly=True, fields=TITLE_FIELDS)
        return _any([{"bool": {"must": everything}}, *titled])

    # Enough items hold all that was asked: the index filters and counts.
    def _of_many(self, strict: dict) -> dict | None:
        if self.query.sort == "date":
            return self._listed(strict, at_least=ENOUGH)
        answer = self._ask(self._preferring(strict), size=WINDOW, source=_SOURCE)
        if self._unfiltered(answer) < ENOUGH:
            return None
        total = answer["hits"]["total"]["value"]
        window = [_candidate(hit["_source"]) for hit in answer["hits"]["hits"]]
        order = ranked(self.asked, window)
        page = order[self.query.offset : self.query.offset + self.query.per_page]
        scored = [(item.id, score) for score, item in page]
        missing = min(self.query.per_page, max(total - self.query.offset, 0)) - len(scored)
        if missing > 0:
            scored += self._beyond(strict, window, self.query.offset + len(scored), missing)
        return {"total": total, "hits": self._hits(scored), "counts": self._counts(answer)}

    def _preferring(self, strict: dict) -> dict:
        units, required = self.asked.units, self.asked.required
        dates = [unit for unit in units if unit.kind in ("year", "date")]
        light = [unit for unit in units if not unit.is_required and unit not in dates]
        hints = [unit for unit in units if unit.is_required and unit not in required]
        bonuses = [
            {"constant_score": {"filter": {"bool": {"must": clauses}}, "boost": boost}}
            for group, boost, fields in (
                (required, TITLED, TITLE_FIELDS),
                (dates, DATED, FIELDS),
                (light, LIGHT, FIELDS),
                (hints, HINT, FIELDS),
            )
            if (clauses := _clauses(group, strictly=True, fields=fields))
        ]
        return {"bool": {"must": [strict], "should": bonuses}}

    def _beyond(self, strict: dict, window: list[Candidate], offset: int, limit: int) -> list:
        """Results past the ranked window, in the index's own order."""
        seen = {"terms": {"number": [item.id for item in window]}}
        answer = whole(
            self.client.search(
                index=self.index,
                query={
                    "bool": {
                        "must": [strict],
                        "must_not": [seen],
                        "filter": list(self.filters.values()),
                    }
                },
                sort=["_score", {"number": "asc"}],
                from_=offset - len(window),
                size=limit,
                source=["number"],
            )
        )
        return [(hit["_source"]["number"], 0.0) for hit in answer["hits"]["hits"]]

    def _ask(self, query: dict, *, size: int, source: list[str], **options):
        """Search with filters that the counts of their own filter do not see."""
        if self.query.with_counts or self.filters:
            options["aggregations"] = self._aggregations()
        return whole(
            self.client.search(
                index=self.index,
                query=query,
                post_filter={"bool": {"filter": list(self.filters.values())}},
                size=size,
                source=source,
                track_total_hits=True,
                allow_partial_search_results=False,
                **options,
            )
        )

    def _aggregations(self) -> dict:
        everything: dict = {"all": {"filter": {"match_all": {}}}}
        for name in FILTERS if self.query.with_counts else ():
            others = [clause for key, clause in self.filters.items() if key != name]
            everything[name] = {
                "filter": {"bool": {"filter": others}},
                "aggregations": {"values": {"terms": {"field": name, "size": MOST_BUCKETS}}},
            }
        return everything

    @staticmethod
    def _unfiltered(answer) -> int:
        aggregations = answer.get("aggregations")
        if aggregations:
            return aggregations["all"]["doc_count"]
        return answer["hits"]["total"]["value"]

    def _counts(self, answer) -> dict:
        if not self.query.with_counts:
            return {}
        return {
            name: {
                str(bucket["key"]): bucket["doc_count"]
                for bucket in answer["aggregations"][name]["values"]["buckets"]
                if bucket["key"] not in ("", 0)
            }
            for name in FILTERS
        }

    # Few do: a fixed set of items, partly matching ones included, is filtered and counted here.
    def _of_few(self, strict: dict | None) -> dict:
        searches: list[dict] = []
        for clause, size in (
            (self._named(), MOST_LOOSE),
            (strict, MOST_LOOSE),
            (self._citing(), MOST_LOOSE),
            (self._loose(TITLE_FIELDS), MOST_LOOSE),
            (self._loose(FIELDS), MOST_LOOSE),
        ):
            query = clause or {"match_none": {}}
            searches += [{}, {"query": query, "size": size, "_source": _SOURCE}]
        named, full, citing, titled, loose = self._many(searches)
        found = {**named, **full, **citing}
        sure = set(found)
        if len(full) < ENOUGH:
            found = {**found, **titled, **loose}
        rows = list(found.values())[: 2 * MOST_LOOSE]
        items = [Item(_candidate(row), row, row["number"] in sure) for row in rows]
        total, page, counts, is_loose = page_of_few(self.query, self.asked, items)
        return {
            "total": total,
            "hits": self._hits(page),
            "counts": counts,
            "is_loose": is_loose,
        }

    def _many(self, searches: list[dict]) -> list[dict[str, dict]]:
        answers = self.client.msearch(index=self.index, searches=searches)["responses"]
        if len(answers) * 2 != len(searches):
            raise EngineUnavailable("partial answer")
        return [
            {hit["_source"]["number"]: hit["_source"] for hit in answer["hits"]["hits"]}
            for answer in map(whole, answers)
        ]

    def _named(self) -> dict | None:
        clauses: list[dict] = []
        if self.asked.document_keys:
            clauses.append({"terms": {"document_key": list(self.asked.document_keys)}})
        if self.asked.item_number:
            clauses.append({"term": {"number_key": self.asked.item_number}})
        return _any(clauses) if clauses else None

    def _citing(self) -> dict | None:
        keys = self.asked.document_keys
        clauses = [{"match_phrase": {"body": phrase_of(key)}} for key in keys]
        return _any(clauses) if clauses else None

    def _loose(self, fields: list[str]) -> dict | None:
        clauses = _clauses(carrying(self.asked), strictly=False, fields=fields)
        return _any(clauses) if clauses else None

    # Reading items
    def _listed(self, query: dict, *, at_least: int = 0) -> dict | None:
        answer = self._ask(
            query,
            size=self.query.per_page,
            source=["number"],
            sort=[{"date": "desc"}, {"number": "desc"}],
            from_=self.query.offset,
        )
        if self._unfiltered(answer) < at_least:
            return None
        numbers = [(hit["_source"]["number"], 0.0) for hit in answer["hits"]["hits"]]
        return {
            "total": answer["hits"]["total"]["value"],
            "hits": self._hits(numbers),
            "counts": self._counts(answer),
        }

    def _hits(self, scored: list[tuple[str, float]]) -> tuple[Hit, ...]:
        if not scored:
            return ()
        words = marks_for(self.asked)
        numbers = [number for number, _score in scored]
        answer = self.client.mget(
            index=self.index, ids=numbers, source_includes=["payload"], realtime=False
        )
        payloads = {
            doc["_id"]: doc["_source"]["payload"] for doc in got(answer, numbers) if doc["found"]
        }
        return tuple(
            hit_of(SearchRecord.from_payload(payloads[number]), score, self.asked, words)
            for number, score in scored
            if number in payloads
        )


def _candidate(source: dict) -> Candidate:
    return Candidate(*(source[name] for name in ("number", *_CANDIDATE[1:])))


def _filter(name: str, values: tuple[str, ...]) -> dict:
    wanted = [int(value) for value in values] if name == "year" else list(values)
    return {"terms": {name: wanted}}
