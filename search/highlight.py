"""Marking what was found: offsets from the folded text, characters from the text itself (pure).

Everything that is not our own <mark> is escaped, so a title can hold no markup.
"""

from html import escape

from .analysis import Asked
from .folding import fold

PASSAGE = 96
LEAD = 18
MOST_MARKS = 12


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


def passage(text: str, words: list[str], length: int = PASSAGE) -> str:
    """The stretch with most different words, as HTML with <mark>; else the text's beginning."""
    flat = " ".join(text.split())
    folded = fold(flat)
    found = spans(folded, words)
    start = _best_start(folded, found, length)
    begin = max(0, start - LEAD) if start else 0
    piece = marked(flat[begin : begin + length], words)
    return ("……" if begin else "") + piece + ("……" if begin + length < len(flat) else "")


def _best_start(folded: str, found: list[tuple[int, int]], length: int) -> int:
    best, best_value = 0, 0
    for at, (start, _end) in enumerate(found):
        inside = [pair for pair in found[at : at + 40] if pair[1] <= start + length - LEAD]
        value = len({folded[left:right] for left, right in inside}) * 10 + len(inside)
        if value > best_value:
            best, best_value = start, value
    return best
