"""Official terms near a question that found nothing: names of the catalogue, units, known terms."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from disclosure.models import CatalogueItem, Unit
from search.answer import answer
from search.language import lexicon
from search.language.folding import normalised
from search.language.pronunciation import rough_sound
from search.query import SearchQuery
from search.teaching.recommending import live_items

MOST = 5
NEAR = 0.25
LONGEST = 14


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`term` may stand on the right of a group; `why` says where it comes from."""

    term: str
    why: str
    likeness: float


def official_terms(asked: str, most: int = MOST) -> list[Suggestion]:
    """The nearest terms, best first: alike in characters or in sound."""
    text = normalised(asked)
    found: dict[str, Suggestion] = {}
    for term, why in _terms():
        share = alike(text, term)
        if share >= NEAR and term != text:
            found.setdefault(term, Suggestion(term, why, share))
    return sorted(found.values(), key=lambda one: (-one.likeness, len(one.term)))[:most]


def near_items(asked: str, most: int = MOST) -> list:
    """Public items that hold a part of what was asked: candidates for a recommendation."""
    found = answer(SearchQuery(asked, per_page=2 * most, with_counts=False))
    return live_items([hit.record.number for hit in found.hits])[:most]


def alike(one: str, other: str) -> float:
    """0..1: share of common pairs of characters or of common sounds, the greater."""
    return max(_dice(_pairs(one), _pairs(other)), 0.9 * _dice(_sounds(one), _sounds(other)))


def _dice(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _sounds(text: str) -> set[str]:
    sounds = [_sound(sign) for sign in text]
    return {f"{a} {b}" for a, b in pairwise(sounds) if a and b}


@lru_cache(maxsize=8192)
def _sound(sign: str) -> str:
    return rough_sound(sign)


def _terms() -> Iterable[tuple[str, str]]:
    for level1, level2 in CatalogueItem.objects.values_list("level1", "level2"):
        for name in (level2, level1):
            if 2 <= len(name) <= LONGEST:
                yield normalised(name), "catalogue"
    words = lexicon.in_force()
    official = {term for terms in words.wider.values() for term in terms}
    for term in sorted(official):
        yield term, "term"
    for name in Unit.objects.filter(is_active=True).values_list("name", flat=True)[:500]:
        yield normalised(name), "unit"
