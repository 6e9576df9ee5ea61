"""Answers from a small fixed set of items: filtered, counted and ranked here, for both engines."""

from collections.abc import Mapping
from dataclasses import dataclass

from search.language.analysis import Asked
from search.query import SearchQuery
from search.ranking import OWN_NUMBER, Candidate, ranked

from .base import count_by_filter, passes

# An item holding a part of what was asked is shown from this share of the best score on.
NEAR = 0.2
Counts = dict[str, dict[str, int]]
Ranked = list[tuple[float, Candidate]]


@dataclass(frozen=True, slots=True)
class Item:
    """A candidate with its values under each filter; `is_full`: it holds all that was asked."""

    candidate: Candidate
    filters: Mapping[str, object]
    is_full: bool = True


def _worth_showing(order: Ranked, full: set[str]) -> Ranked:
    """Full answers, and of the others those that come near the best."""
    best = max((score for score, _item in order if score < OWN_NUMBER), default=0.0)
    return [pair for pair in order if pair[1].id in full or pair[0] >= NEAR * best]


def page_of_few(
    query: SearchQuery, asked: Asked, items: list[Item]
) -> tuple[int, list[tuple[str, float]], Counts, bool]:
    """(total, [(number, score)] of the page, counts, is_loose) for a set of items.

    An item whose own number was asked for leads the first page even if the filters leave it out.
    """
    full = {item.candidate.id for item in items if item.is_full}
    order = _worth_showing(ranked(asked, [item.candidate for item in items]), full)
    shown = {item.id for _score, item in order}
    filters = {i.candidate.id: i.filters for i in items if i.candidate.id in shown}
    kept = [pair for pair in order if passes(filters[pair[1].id], query)]
    if query.sort == "date":
        kept.sort(key=lambda pair: pair[1].date, reverse=True)
    page = kept[query.offset : query.offset + query.per_page]
    if query.page == 1:
        named = [pair for pair in order if pair[0] >= OWN_NUMBER and pair not in kept]
        page = [*named, *page]
    counts = count_by_filter(((values, 1) for values in filters.values()), query)
    return len(kept), [(item.id, score) for score, item in page], counts, shown > full
