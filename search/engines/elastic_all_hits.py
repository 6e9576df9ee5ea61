"""Numbers of all results of a question from Elasticsearch, beyond the 10,000 it pages through.

A point in time keeps the index as it is while it is read, though a rebuild may switch it meanwhile.
"""

from elasticsearch import NotFoundError

from .elastic_connection import whole
from .elastic_question import Question

AT_ONCE = 5000
KEPT = "1m"


class NumbersOnly(Question):
    """A question whose hits are numbers, read batch after batch."""

    def _hits(self, scored):
        return tuple(number for number, _score in scored)

    def _beyond(self, strict: dict, window: list, offset: int, limit: int) -> list:
        seen = {"terms": {"number": [item.id for item in window]}}
        query = {"bool": {"must": [strict], "must_not": [seen], "filter": self._passing()}}
        numbers = self._through(query, [{"_score": "desc"}, {"number": "asc"}], limit)
        return [(number, 0.0) for number in numbers]

    def _listed(self, query: dict, *, at_least: int = 0) -> dict | None:
        if at_least and self._unfiltered(self._ask(query, size=0, source=["number"])) < at_least:
            return None
        passing = {"bool": {"must": [query], "filter": self._passing()}}
        order = [{"date": "desc"}, {"number": "desc"}]
        found = self._through(passing, order, self.query.per_page)
        return {"total": len(found), "hits": tuple(found)}

    def _passing(self) -> list[dict]:
        return list(self.filters.values())

    def _through(self, query: dict, order: list[dict], most: int) -> list[str]:
        """Numbers in this order; the last value of the order is the number."""
        found: list[str] = []
        after = None
        moment = self.client.open_point_in_time(index=self.index, keep_alive=KEPT)["id"]
        try:
            while len(found) < most:
                answer = whole(
                    self.client.search(
                        pit={"id": moment, "keep_alive": KEPT},
                        query=query,
                        sort=order,
                        search_after=after,
                        size=min(AT_ONCE, most - len(found)),
                        source=False,
                        track_total_hits=False,
                    )
                )
                moment = answer.get("pit_id", moment)
                hits = answer["hits"]["hits"]
                found += [hit["_id"] for hit in hits]
                if len(hits) < AT_ONCE:
                    break
                after = hits[-1]["sort"]
        finally:
            self._close(moment)
        return found

    def _close(self, moment: str) -> None:
        try:
            self.client.close_point_in_time(id=moment)
        except NotFoundError:
            return  # it ran out by itself
