"""Order among candidates: one pure function for both engines, so that they agree.

An engine finds candidates cheaply; here each is judged by where it holds what was asked: in the
title, beside it (unit, region, catalogue row), or in the text. Ties go to the newer item.
"""

import heapq
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log2

from search.language.analysis import Asked, Unit
from search.language.lexicon import shipped
from search.language.notation import cites

IN_TITLE, ABOUT, IN_TEXT = 1.0, 0.7, 0.38
OWN_NUMBER, CITED = 100.0, 1.5
TIGHT = 0.25
LOOSE_WORD = 0.6
WHOLE_RUN, PAIRS = 1.25, 0.8
# So many signs in a row stand in a text by copying only: worth as much there as in a title.
COPIED, AS_COPIED = 8, 1.0
HARDLY, MISSING = 0.1, 0.6
STEP = 24  # texts are read in steps of so many
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


@lru_cache(maxsize=4096)
def _pairs(word: str) -> tuple[str, ...]:
    return tuple(word[at : at + 2] for at in range(len(word) - 1))


def _pairs_share(text: str, word: str) -> float:
    pairs = _pairs(word)
    return sum([pair in text for pair in pairs]) / len(pairs) if pairs else 0.0


def _best(text: str, words: tuple[tuple[str, float], ...]) -> float:
    best = 0.0
    for word, weight in words:
        if weight > best and word in text:
            best = weight
    return best


def _best_frequency(text: str, words: tuple[tuple[str, float], ...]) -> float:
    best = 0.0
    for word, weight in words:
        if weight > best:  # even said often it could not be worth more
            best = max(best, weight * _frequency(text, word))
    return best


def _run_share(unit: Unit, text: str) -> float:
    """How much of an unknown run a text holds, `WHOLE_RUN` for all of it in one piece."""
    if unit.text in text:
        return WHOLE_RUN
    share = sum([part in text for part, _w in unit.alternatives]) / len(unit.alternatives)
    if share < PAIRS:
        share = max(share, PAIRS * _pairs_share(text, unit.text))
    return 0.9 * share**1.5


def head_worth(unit: Unit, item: Candidate) -> float:
    """What a unit is worth by what stands beside the text: the title, the unit, the dates."""
    if unit.kind == "year":
        in_title = unit.text in item.title
        return 1.0 if in_title else 0.5 if str(item.year) == unit.text else 0.0
    if unit.kind == "date":
        is_own = item.date.replace("-", "").startswith(unit.text[1:])
        return 1.0 if is_own else 0.5 if unit.text in item.keys else 0.0
    if unit.kind == "sound":
        padded = f" {item.sound} "
        return max((1.0 for word, _w in unit.alternatives if f" {word} " in padded), default=0.0)
    if unit.kind == "run":
        return IN_TITLE * _run_share(unit, item.title)
    title = _best(item.title, unit.alternatives)
    if not title:
        title = _best(item.title, unit.parts)
        if len(unit.text) >= 4:
            title = max(title, LOOSE_WORD * _pairs_share(item.title, unit.text))
    return max(IN_TITLE * title, ABOUT * _best(item.about, unit.alternatives))


def text_worth(unit: Unit, text: str) -> float:
    """What the text adds; never more than `_most_text_worth`."""
    if unit.kind in ("year", "date", "sound"):
        return 0.0
    if unit.kind == "run":
        if len(unit.text) >= COPIED and unit.text in text:
            return AS_COPIED
        return IN_TEXT * _run_share(unit, text)
    found = _best_frequency(text, unit.alternatives) or _best_frequency(text, unit.parts)
    return IN_TEXT * found


def _most_text_worth(unit: Unit) -> float:
    if unit.kind in ("year", "date", "sound"):
        return 0.0
    if unit.kind == "run":
        return AS_COPIED if len(unit.text) >= COPIED else IN_TEXT * WHOLE_RUN
    return IN_TEXT


def _to_cover(unit: Unit) -> Iterable[str]:
    if unit.kind == "run":
        yield unit.text
    for word, _weight in unit.alternatives:
        yield word


def tightness(asked: Asked, title: str) -> float:
    """Share of the title that was asked for: the shorter of two matching titles is meant."""
    if not title:
        return 0.0
    covered = bytearray(len(title))
    for unit in asked.units:
        for word in _to_cover(unit):
            at = title.find(word)
            while at >= 0:
                covered[at : at + len(word)] = b"1" * len(word)
                at = title.find(word, at + 1)
    return (len(title) - covered.count(0)) / len(title)


def is_unasked_norm(asked: Asked, title: str) -> bool:
    """Whether the title is one of a rule or regulation and none was asked for."""
    return bool(NORM.search(title)) and not NORM_ASKED.search(asked.text)


def is_from_elsewhere(asked: Asked, title: str) -> bool:
    """Whether the title names another province that was not asked for."""
    origin = ORIGIN.match(title)
    if origin is None:
        return False
    return origin.group() not in shipped().home and origin.group()[:2] not in asked.text


def _prior(asked: Asked, title: str) -> float:
    """Rules and regulations, and those of other provinces, come second unless asked for."""
    value = OF_NORM if is_unasked_norm(asked, title) else 1.0
    return value * OF_ELSEWHERE if is_from_elsewhere(asked, title) else value


@dataclass(frozen=True, slots=True)
class _Head:
    """A candidate judged by all but its text."""

    item: Candidate
    worths: tuple[float, ...]
    tight: float
    prior: float


def _judge_head(asked: Asked, item: Candidate) -> _Head:
    return _Head(
        item=item,
        worths=tuple([head_worth(unit, item) for unit in asked.units]),
        tight=tightness(asked, item.title),
        prior=_prior(asked, item.title),
    )


def is_missing(unit: Unit, worth: float) -> bool:
    """Whether an item lacks the thing asked for. A place or a body may be another one."""
    return unit.is_required and unit.kind == "word" and worth < HARDLY


def _words_value(asked: Asked, head: _Head, texts: list[float]) -> float:
    total, found, missing = 0.0, 0.0, 0
    for unit, in_head, in_text in zip(asked.units, head.worths, texts, strict=True):
        worth = in_head + in_text
        total += unit.weight
        found += unit.weight * worth
        missing += is_missing(unit, worth)
    return (found / total + TIGHT * head.tight) * MISSING**missing * head.prior


def numbers_value(asked: Asked, item: Candidate, text: str | None) -> float:
    """For the numbers asked for; `text=None` takes every one for cited."""
    value = 0.0
    for key in asked.document_keys:
        if item.document_key == key:
            value += OWN_NUMBER
        elif text is None or cites(text, key):
            value += CITED
    if asked.item_number and asked.item_number == item.id.lower():
        value += OWN_NUMBER
    return value


def _value(asked: Asked, head: _Head, text: str) -> float:
    value = numbers_value(asked, head.item, text)
    if asked.units:
        value += _words_value(asked, head, [text_worth(unit, text) for unit in asked.units])
    return round(value, 4)


def _most(asked: Asked, head: _Head) -> float:
    """What a candidate can be worth at best, whatever its text says."""
    value = numbers_value(asked, head.item, None)
    if asked.units:
        value += _words_value(asked, head, [_most_text_worth(unit) for unit in asked.units])
    return value + 0.0001  # as much as rounding can add


def _sorted(scored: list[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """Best first; equal ones newest first, then by number."""
    scored.sort(key=lambda pair: pair[1].id)
    scored.sort(key=lambda pair: (pair[0], pair[1].date), reverse=True)
    return scored


def score(asked: Asked, item: Candidate) -> float:
    """How well an item answers; comparable within one query only."""
    return _value(asked, _judge_head(asked, item), item.text)


def ranked(asked: Asked, candidates: Iterable[Candidate]) -> list[tuple[float, Candidate]]:
    """Candidates with their scores, best first; equal ones newest first, then by number."""
    return _sorted([(score(asked, item), item) for item in candidates])


def best(
    asked: Asked,
    candidates: Iterable[Candidate],
    texts: Callable[[list[str]], Mapping[str, str]],
    count: int,
) -> list[tuple[float, Candidate]]:
    """The first `count` of `ranked`, reading the texts only of those that may be among them.

    `candidates` have no text yet; `texts(ids)` reads some. The order is the same as with all texts:
    a candidate is left out when even the best text could not lift it to the `count`-th place.
    """
    heads = [_judge_head(asked, item) for item in candidates]
    waiting = sorted(((_most(asked, head), head) for head in heads), key=lambda p: -p[0])
    found: list[tuple[float, Candidate]] = []
    for at in range(0, len(waiting), STEP):
        if len(found) >= count:
            last = heapq.nlargest(count, (value for value, _item in found))[-1]
            if waiting[at][0] < last:
                break
        some = [head for _most_worth, head in waiting[at : at + STEP]]
        read = texts([head.item.id for head in some])
        found += [(_value(asked, head, read[head.item.id]), head.item) for head in some]
    return _sorted(found)[:count]
