"""Order among candidates: one pure function for both engines, so that they agree.

An engine finds candidates cheaply; here each is judged by where it holds what was asked: in the
title, beside it (unit, region, catalogue row), or in the text. Ties go to the newer item.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log2

from .analysis import Asked, Unit
from .notation import cites

IN_TITLE, ABOUT, IN_TEXT = 1.0, 0.7, 0.38
OWN_NUMBER, CITED = 100.0, 1.5
TIGHT = 0.25
LOOSE_WORD = 0.5
WHOLE_RUN = 1.25


@dataclass(frozen=True, slots=True)
class Candidate:
    """Folded texts of one item. `keys` are the date keys of its text, `sound` the title's pinyin."""

    id: str
    title: str
    about: str
    text: str
    year: int
    date: str
    document_key: str
    keys: str
    sound: str


def _frequency(text: str, word: str) -> float:
    """0 when absent, 0.6 when there once, towards 1 with repetition."""
    count = text.count(word)
    return min(1.0, 0.6 + 0.13 * log2(count)) if count else 0.0


def _pairs_share(text: str, word: str) -> float:
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


def _word_score(unit: Unit, item: Candidate) -> float:
    title = max((w for word, w in unit.alternatives if word in item.title), default=0.0)
    if not title and len(unit.text) >= 4:
        share = _pairs_share(item.title, unit.text)
        title = LOOSE_WORD * share if share > 0.5 else 0.0
    about = max((w for word, w in unit.alternatives if word in item.about), default=0.0)
    text = max(w * _frequency(item.text, word) for word, w in unit.alternatives)
    return max(IN_TITLE * title, ABOUT * about) + IN_TEXT * text


def _run_score(unit: Unit, item: Candidate) -> float:
    score = 0.0
    for weight, text in ((IN_TITLE, item.title), (IN_TEXT, item.text)):
        if unit.text in text:
            score += weight * WHOLE_RUN
            continue
        parts = [part for part, _weight in unit.alternatives]
        share = sum(part in text for part in parts) / len(parts)
        score += weight * 0.9 * max(share, 0.8 * _pairs_share(text, unit.text)) ** 1.5
    return score


def _unit_score(unit: Unit, item: Candidate) -> float:
    if unit.kind == "year":
        in_title = unit.text in item.title
        return 1.0 if in_title else 0.5 if str(item.year) == unit.text else 0.0
    if unit.kind == "date":
        wanted = unit.text[1:]
        is_own = item.date.replace("-", "").startswith(wanted)
        return 1.0 if is_own else 0.5 if unit.text in item.keys else 0.0
    if unit.kind == "sound":
        padded = f" {item.sound} "
        return max((1.0 for word, _w in unit.alternatives if f" {word} " in padded), default=0.0)
    if unit.kind == "run":
        return _run_score(unit, item)
    return _word_score(unit, item)


def _tightness(asked: Asked, title: str) -> float:
    """Share of the title that was asked for: the shorter of two matching titles is meant."""
    if not title:
        return 0.0
    covered = [False] * len(title)
    for unit in asked.units:
        words = [word for word, _weight in unit.alternatives]
        for word in words if unit.kind != "run" else [unit.text, *words]:
            at = title.find(word)
            while at >= 0:
                covered[at : at + len(word)] = [True] * len(word)
                at = title.find(word, at + 1)
    return sum(covered) / len(title)


def score(asked: Asked, item: Candidate) -> float:
    """How well an item answers; comparable within one query only."""
    total = sum(unit.weight for unit in asked.units) or 1.0
    found = sum(unit.weight * _unit_score(unit, item) for unit in asked.units)
    value = found / total + TIGHT * _tightness(asked, item.title) if asked.units else 0.0
    for key in asked.document_keys:
        if item.document_key == key:
            value += OWN_NUMBER
        elif cites(item.text, key):
            value += CITED
    if asked.item_number and asked.item_number == item.id.lower():
        value += OWN_NUMBER
    return value


def ranked(asked: Asked, candidates: Iterable[Candidate]) -> list[tuple[float, Candidate]]:
    """Candidates with their scores, best first; equal ones newest first, then by number."""
    scored = [(round(score(asked, item), 4), item) for item in candidates]
    scored.sort(key=lambda pair: pair[1].id)
    scored.sort(key=lambda pair: (pair[0], pair[1].date), reverse=True)
    return scored
