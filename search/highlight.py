"""Marking what was found: offsets from the folded text, characters from the text itself (pure).

Everything that is not our own <mark> is escaped, so a title can hold no markup.
"""

from collections import Counter
from dataclasses import dataclass
from html import escape

from search.language.analysis import Asked
from search.language.folding import fold

from .places import Layout, Place

PASSAGE = 96
LEAD = 18
MOST_MARKS = 12
MOST_PLACES = 5
QUOTE, QUOTE_LEAD = 16, 6
CELL_GAP = " · "


def words_to_mark(asked: Asked) -> list[str]:
    """Words worth marking, longest first: what was asked and what it was spelled out to."""
    found: dict[str, None] = {}
    for unit in asked.units:
        if unit.kind in ("word", "place", "body", "latin", "year"):
            found.update(dict.fromkeys(word for word, _weight in unit.alternatives))
        elif unit.kind == "run":
            found.update(dict.fromkeys([unit.text, *(word for word, _w in unit.alternatives)]))
    return sorted((word for word in found if len(word) > 1), key=len, reverse=True)


def spans(folded: str, words: list[str]) -> list[tuple[int, int]]:
    """Merged (start, end) of all words in a folded text, in order."""
    hits: list[tuple[int, int]] = []
    for word in words:
        at = folded.find(word)
        while at >= 0 and len(hits) < 400:
            hits.append((at, at + len(word)))
            at = folded.find(word, at + len(word))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(hits):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def marked(text: str, words: list[str]) -> str:
    """The text as HTML with the words in <mark>."""
    out, at = [], 0
    for start, end in spans(fold(text), words)[:MOST_MARKS]:
        out += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return "".join([*out, escape(text[at:])])


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text as HTML with <mark>, the place it stands at (None without a hit), and
    further places of hits in order; `more` beyond those. `quote` are the words at the hit, to be
    found again in the page that the place leads to."""

    html: str
    place: Place | None = None
    quote: str = ""
    others: tuple[Place, ...] = ()
    more: int = 0


def passage(text: str, words: list[str], length: int = PASSAGE) -> str:
    """The stretch with most different words, as HTML with <mark>; else the text's beginning."""
    return located(Layout(text, ()), words, length).html


def located(
    layout: Layout, words: list[str], length: int = PASSAGE, *, folded: str | None = None
) -> Passage:
    """The same with its place. A stretch never runs from one place into another.

    `folded` is the folded text where somebody has it already.
    """
    text = layout.text
    folded = fold(text) if folded is None else folded
    found = spans(folded, words)
    if not found:
        return Passage(_piece(text, 0, len(text), 0, length, words))
    start = _best_start(folded, found, length, layout)
    best = layout.place_at(start)
    first, last = _bounds(layout, start)
    if best.kind == "file":
        last = min(last, start + 2 * length)
    places = dict.fromkeys(layout.place_at(at) for at, _end in found)
    others = [place for place in places if place != best]
    return Passage(
        _piece(text, first, last, start, length, words),
        best,
        _quote(layout, start),
        tuple(others[:MOST_PLACES]),
        max(len(others) - MOST_PLACES, 0),
    )


def _quote(layout: Layout, at: int) -> str:
    """Words from a hit to the end of its cell or line, with a little of what stands before."""
    first, last = layout.line_at(at)
    begin = max(first, at - QUOTE_LEAD)
    before, after = layout.text[begin:at], layout.text[at : min(last, at + QUOTE)]
    return (before.rpartition("\t")[2] + after.partition("\t")[0]).strip()


def _piece(text: str, first: int, last: int, at: int, length: int, words: list[str]) -> str:
    """About `length` signs around `at` within [first, last); cells of a row stand apart."""
    begin = max(first, at - LEAD) if at - first > LEAD else first
    end = min(last, begin + length)
    flat = CELL_GAP.join(" ".join(cell.split()) for cell in text[begin:end].split("\t"))
    shown = marked(flat.strip(" ·"), words)
    return ("……" if begin > first else "") + shown + ("……" if end < last else "")


def _bounds(layout: Layout, at: int) -> tuple[int, int]:
    """Where a passage around a character may begin and must end: its row, or its part."""
    first, last, code = layout.span_at(at)
    return layout.line_at(at) if ":" in code else (first, last)


def _best_start(folded: str, found: list[tuple[int, int]], length: int, layout: Layout) -> int:
    best, best_value, end = 0, 0, 0
    inside: Counter[str] = Counter()
    for at, (start, stop) in enumerate(found):
        last = min(start + length - LEAD, _bounds(layout, start)[1])
        while end < min(at + 40, len(found)) and found[end][1] <= last:
            inside[folded[found[end][0] : found[end][1]]] += 1
            end += 1
        value = len(inside) * 10 + max(end - at, 0)
        if value > best_value:
            best, best_value = start, value
        if at < end:  # the next window begins behind this word
            word = folded[start:stop]
            inside[word] -= 1
            if not inside[word]:
                del inside[word]
        else:
            end = at + 1
    return best
