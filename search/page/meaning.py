"""您是不是要找: words one sign away from what was typed, offered only where they find something."""

import logging
import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from search.answer import answer
from search.completion.completing import suggestions
from search.completion.suggesting import distance_of, nearest
from search.engines import Found
from search.language.analysis import Asked
from search.language.lexicon import Lexicon, in_force
from search.page.results import Way, address, results_of
from search.query import SearchQuery
from search.segment import HAN_RUN, terms

log = logging.getLogger(__name__)
# Who finds more than this knows the words.
FEW = 3
MOST_OFFERED, MOST_TRIED = 2, 5
SHORTEST, LONGEST = 3, 12  # two signs are one away from too many words
TITLES = 40
LETTERS = 4


def meant(query: SearchQuery, found: Found) -> list[Way]:
    """Other questions that find live items where this one finds little. Nothing for a question
    that names a document, or that asks for the words as typed."""
    asked = found.asked
    if query.literal or asked.document_keys or asked.item_number or _is_content(found):
        return []
    ways: list[Way] = []
    for text in _tried(asked):
        fresh = replace(query, text=text, page=1, per_page=1, with_counts=False)
        answered = answer(fresh)
        is_better = answered.total > found.total or not answered.is_loose
        if is_better and answered.total and results_of(answered, with_related=False):
            url = address(replace(query, text=text, page=1))
            ways.append(Way(text, url, answered.total))
    best: list[Way] = []
    for way in sorted(ways, key=lambda way: -way.count):
        if not any(way.label in better.label for better in best):
            best.append(way)
    return best[:MOST_OFFERED]


def _is_content(found: Found) -> bool:
    """Whether enough was found, and no word of the question is missing in all of it."""
    if found.total <= FEW or found.is_loose:
        return False
    runs = [unit.text for unit in found.asked.units if unit.kind == "run"]
    records = [hit.record for hit in found.hits] if runs else []
    return all(any(run in one.title or run in one.text for one in records) for run in runs)


def _tried(asked: Asked) -> list[str]:
    found: dict[str, None] = {}
    for typed, other in _replacements(asked):
        found.setdefault(asked.text.replace(typed, other), None)
    found.pop(asked.text, None)
    return list(found)[:MOST_TRIED]


def _replacements(asked: Asked) -> Iterator[tuple[str, str]]:
    """(typed, what may be meant), the likeliest first."""
    lexicon = in_force()
    for piece in _unknown(asked, lexicon):
        titles = _titles_like(piece)
        if any(piece in title for title in titles):
            continue  # stands in a title as it is
        words = [word for first in set(piece) for word in lexicon.by_first.get(first, ())]
        yield from ((piece, other) for other in nearest(piece, titles, words)[:2])
    for unit in asked.units:
        if unit.kind in ("latin", "sound") and unit.text.isalpha() and len(unit.text) >= LETTERS:
            close = (s for s in lexicon.by_sound if distance_of(unit.text, s, 1) == 1)
            yield from ((unit.text, lexicon.by_sound[sound][0]) for sound in close)


def _unknown(asked: Asked, lexicon: Lexicon) -> list[str]:
    """Runs that no list knows, with the known word before or after them, which an error may have
    cut off from them; the longer ones first."""
    runs = {unit.text for unit in asked.units if unit.kind == "run"}
    found: dict[str, None] = {}
    for whole in HAN_RUN.findall(asked.text):
        cut = _cut(whole, lexicon)
        for at, piece in enumerate(cut):
            if piece not in runs and (len(piece) > 1 or len(cut) == 1):
                continue
            before, after = "".join(cut[max(at - 1, 0) : at]), "".join(cut[at + 1 : at + 2])
            for one in (before + piece + after, before + piece, piece + after, piece):
                if (len(one) >= SHORTEST or one == whole) and len(one) <= LONGEST:
                    found.setdefault(one, None)
    return sorted(found, key=len, reverse=True)[:6]


def _cut(whole: str, lexicon: Lexicon) -> list[str]:
    """Known words and the unknown runs between them, in order."""
    pieces: list[str] = []
    at, is_open = 0, False
    while at < len(whole):
        word = lexicon.longest_at(whole, at)
        if len(word) > 1:
            pieces.append(word)
            at, is_open = at + len(word), False
            continue
        if is_open:
            pieces[-1] += whole[at]
        else:
            pieces.append(whole[at])
        at, is_open = at + 1, True
    return pieces


def _titles_like(piece: str) -> list[str]:
    try:
        return suggestions().titles_like(terms(piece), TITLES)
    except sqlite3.Error as error:
        log.warning("search.meant error=%s", type(error).__name__)
        return []
