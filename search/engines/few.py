"""Answers from a small fixed set of items: filtered, counted and ranked here, for both engines."""

from collections.abc import Mapping
from dataclasses import dataclass

from search.analysis import Asked
from search.query import SearchQuery
from search.ranking import OWN_NUMBER, Candidate, ranked

from .base import count_by_filter, passes


@dataclass(frozen=True, slots=True)
class Item:
    """A candidate with its values under each filter."""

    candidate: Candidate
    filters: Mapping[str, object]


def page_of_few(query: SearchQuery, asked: Asked, items: list[Item]):
    """(total, [(number, score)] of the page, counts) for a set of items.

    An item whose own number was asked for leads the first page even if the filters leave it out.
    """
    filters = {item.candidate.id: item.filters for item in items}
    order = ranked(asked, [item.candidate for item in items])
    kept = [pair for pair in order if passes(filters[pair[1].id], query)]
    if query.sort == "date":
        kept.sort(key=lambda pair: pair[1].date, reverse=True)
    page = kept[query.offset : query.offset + query.per_page]
    if query.page == 1:
        named = [pair for pair in order if pair[0] >= OWN_NUMBER and pair not in kept]
        page = [*named, *page]
    counts = count_by_filter(((values, 1) for values in filters.values()), query)
    return len(kept), [(item.id, score) for score, item in page], counts
