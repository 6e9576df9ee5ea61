"""Order among candidates: one pure function for both engines, so that they agree.

An engine finds candidates cheaply; here each is judged by where it holds what was asked: in the
title, beside it (unit, region, catalogue row), or in the text. Ties go to the newer item.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import log2

from .analysis import Asked, Unit
from .lexicon import shipped
from .notation import cites

IN_TITLE, ABOUT, IN_TEXT = 1.0, 0.7, 0.38
OWN_NUMBER, CITED = 100.0, 1.5
TIGHT = 0.25
LOOSE_WORD = 0.6
WHOLE_RUN = 1.25
HARDLY, MISSING = 0.1, 0.6
NORM = re.compile("(?:条例|法|办法|规定|规则|细则|决定)(?:\\([^)]*\\))?$")
NORM_ASKED = re.compile(
    "条例|办法|规定|规则|细则|法律|法规|立法|[\u4e00-\u9fff]法(?:$|[^\u4e00-\u9fff律])"
)
ORIGIN = re.compile("[\u4e00-\u9fff]{2,7}?(?:省|市|自治区|自治州|自治县|县)")
OF_NORM, OF_ELSEWHERE = 0.75, 0.9


@dataclass(frozen=True, slots=True)
class Candidate:
    """Folded texts of one item; `keys` are the dates it names, `sound` the title's pinyin."""

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


def _best(text: str, words: tuple[tuple[str, float], ...]) -> float:
    return max((weight for word, weight in words if word in text), default=0.0)


def _best_frequency(text: str, words: tuple[tuple[str, float], ...]) -> float:
    best = 0.0
    for word, weight in words:
        if weight > best:  # even said often it could not be worth more
            best = max(best, weight * _frequency(text, word))
    return best


def _word_score(unit: Unit, item: Candidate) -> float:
    title, text = _best(item.title, unit.alternatives), 0.0
    if not title:
        title = _best(item.title, unit.parts)
        if len(unit.text) >= 4:
            title = max(title, LOOSE_WORD * _pairs_share(item.title, unit.text))
    text = _best_frequency(item.text, unit.alternatives)
    if not text:
        text = _best_frequency(item.text, unit.parts)
    return max(IN_TITLE * title, ABOUT * _best(item.about, unit.alternatives)) + IN_TEXT * text


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


def _words_value(asked: Asked, item: Candidate) -> float:
    total, found, missing = 0.0, 0.0, 0
    for unit in asked.units:
        worth = _unit_score(unit, item)
        total += unit.weight
        found += unit.weight * worth
        # A place or a body may be another one; the thing itself may not.
        missing += unit.is_required and unit.kind == "word" and worth < HARDLY
    value = found / total + TIGHT * _tightness(asked, item.title)
    return value * MISSING**missing * _prior(asked, item.title)


def _prior(asked: Asked, title: str) -> float:
    """Rules and regulations, and those of other provinces, come second unless asked for."""
    value = 1.0
    if NORM.search(title) and not NORM_ASKED.search(asked.text):
        value *= OF_NORM
    origin = ORIGIN.match(title)
    if origin and origin.group() not in shipped().home and origin.group()[:2] not in asked.text:
        value *= OF_ELSEWHERE
    return value


def score(asked: Asked, item: Candidate) -> float:
    """How well an item answers; comparable within one query only."""
    value = _words_value(asked, item) if asked.units else 0.0
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
