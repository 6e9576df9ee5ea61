"""Whether one item holds all that was asked: for feeds and saved searches.

A result page may fill up with items that hold a part of the question; who wants to be told of new
items wants those that hold all of it.
"""

from dataclasses import dataclass, replace

from search.language.analysis import Asked, Unit
from search.language.notation import cites

from .answer import answer
from .engines.base import candidate_of, passes, prepare
from .query import SearchQuery
from .ranking import Candidate
from .record import SearchRecord


@dataclass(frozen=True, slots=True)
class Folded:
    """A record as it is compared: folded once, asked by many questions."""

    record: SearchRecord
    candidate: Candidate
    filters: dict[str, object]

    @property
    def words(self) -> tuple[str, str, str]:
        return self.candidate.title, self.candidate.about, self.candidate.text


def folded(record: SearchRecord) -> Folded:
    filters = {**record.filter_values, "day": record.day}
    return Folded(record, candidate_of(record, prepare(record)), filters)


def understood(query: SearchQuery) -> Asked:
    """The question as the search page understands it, with the words of the whole index."""
    return answer(replace(query, page=1, per_page=1, with_counts=False)).asked


def holds_all(item: Folded, query: SearchQuery, asked: Asked) -> bool:
    """Whether the item passes all filters and holds everything the question requires."""
    if not passes(item.filters, query):
        return False
    if not query.text:
        return True
    if asked.is_empty:
        return False
    if asked.item_number:
        return item.record.number.lower() == asked.item_number
    return all(_names(item, key) for key in asked.document_keys) and all(
        _has(item, unit) for unit in _firm(asked)
    )


def _firm(asked: Asked) -> list[Unit]:
    """What the engines require of a full answer, and what they take for a mere hint but a reader
    of new items means: the public body that was named, the year, the date."""
    meant = [unit for unit in asked.units if unit.kind in ("body", "year", "date")]
    return list(dict.fromkeys([*asked.required, *meant]))


def _names(item: Folded, key: str) -> bool:
    return item.candidate.document_key == key or any(cites(text, key) for text in item.words)


def _has(item: Folded, unit: Unit) -> bool:
    if unit.kind == "date":
        return unit.text in item.candidate.keys.split()
    if unit.kind == "year":
        return unit.text in item.candidate.title or f"y{unit.text}" in item.candidate.keys.split()
    if unit.kind == "sound":
        sound = f" {item.candidate.sound} "
        return any(f" {way} " in sound for way, _weight in unit.alternatives)
    if unit.kind == "run":
        return _anywhere(item, unit.text) or all(
            _anywhere(item, piece) for piece, _weight in unit.alternatives
        )
    return any(_anywhere(item, word) for word, _weight in unit.alternatives)


def _anywhere(item: Folded, words: str) -> bool:
    return any(words in text for text in item.words)
