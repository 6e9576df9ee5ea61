"""What may be completed while somebody types: keys of names, readings of what was typed, order.

A name is found by its signs from any place on, by its pinyin (dibao) and by the first letters of
its pinyin (dbbz). Everything here is pure; the file with the names is `suggestions`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from search.highlight import spans
from search.language.folding import fold, normalised
from search.language.lexicon import Lexicon
from search.language.notation import arabic
from search.language.pronunciation import known_syllables, syllables
from search.segment import HAN_RUN, terms

LONGEST_TYPED = 40
INITIALS = 8  # letters of one key: more first letters than that nobody types
MOST_READINGS = 4
MOST_PARTS = 5
SHORT_NAME = 6
_LETTERS = re.compile("[a-z]{1,24}")
# Public bodies are offered by their own names.
_BODY = re.compile("(?:局|厅|委|办|委员会|办公室|政府|部门)$")
_PIECE = re.compile("[^\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Keys:
    """What the index holds of a name: words of a full-text table, and the first letters."""

    text: str
    sound: str
    first: str

    @property
    def initials(self) -> str:
        """The first letters from each sign on."""
        return " ".join(self.first[at : at + INITIALS] for at in range(len(self.first)))


def keys_of(name: str) -> Keys:
    sounds = syllables(name)
    first = "".join(sound[0] for sound in sounds)
    return Keys(" ".join(terms(fold(name))), " ".join(sounds), first)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, comparable, with the full-text expressions that find names for it."""

    text: str
    expressions: tuple[str, ...] = ()

    @property
    def is_letters(self) -> bool:
        return _LETTERS.fullmatch(self.text) is not None


def typed(raw: str) -> Typed:
    """Bounded and normalised; without expressions where nothing can be completed."""
    text = arabic(normalised(raw[: 4 * LONGEST_TYPED])[:LONGEST_TYPED])
    letters = text.replace(" ", "").replace("'", "")
    parts = [found for part in text.split()[:MOST_PARTS] if (found := terms(part))]
    if not parts or (len(letters) == 1 and letters.isascii()):
        return Typed(text)
    ways = [" AND ".join(f"({_prefixed('text', part)})" for part in parts)]
    if _LETTERS.fullmatch(letters):
        ways += [_prefixed("sound", way) for way in readings(letters)]
        if 2 <= len(letters) <= INITIALS:
            ways.append(_prefixed("initials", [letters]))
        text = letters
    return Typed(text, tuple(ways))


def _prefixed(column: str, words: list[str]) -> str:
    """The words in a row, the last one perhaps unfinished."""
    return f'{column} : "{" ".join(words)}" *'


def readings(letters: str) -> list[list[str]]:
    """Ways to read letters as pinyin whose last syllable may be unfinished, fewest first."""
    known = known_syllables()
    begun = _beginnings()
    ways: list[list[list[str]]] = [[] for _ in range(len(letters) + 1)]
    ways[0] = [[]]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 6), end):
            piece = letters[start:end]
            if piece in known or (end == len(letters) and piece in begun):
                ways[end] += [[*way, piece] for way in ways[start]]
        ways[end] = sorted(ways[end], key=len)[:MOST_READINGS]
    return ways[-1]


def _beginnings() -> frozenset[str]:
    if not _begun:
        known = known_syllables()
        _begun.append(frozenset(s[:size] for s in known for size in range(1, len(s) + 1)))
    return _begun[0]


_begun: list[frozenset[str]] = []


def phrases_of(title: str, lexicon: Lexicon) -> list[str]:
    """Everyday questions that a title answers: its known words, their other names, and known words
    that stand side by side (低保标准 for …最低生活保障标准…)."""
    found: dict[str, None] = {}
    for run in HAN_RUN.findall(fold(title)):
        before: list[str] = []
        at = 0
        while at < len(run):
            word = lexicon.longest_at(run, at)
            is_said = word not in lexicon.places and word not in lexicon.dropped
            if len(word) < 2 or not is_said or _BODY.search(word):
                before, at = [], at + max(len(word), 1)
                continue
            names = _names_of(word, lexicon)
            found.update(dict.fromkeys(names if word not in lexicon.light else ()))
            found.update((first + word, None) for first in before if first != word)
            before, at = ([] if word in lexicon.light else names), at + len(word)
    return list(found)


def _names_of(word: str, lexicon: Lexicon) -> list[str]:
    """A word and what people call it in short."""
    short = [name for name in lexicon.equals.get(word, ()) if 2 <= len(name) <= SHORT_NAME]
    return [word, *short[:1]]


@dataclass(frozen=True, slots=True)
class Name:
    """A name that may be offered. `kind`: words | catalogue | unit | region | document | title;
    `uses`: how many live items have it; its pinyin, and the first letters of that."""

    kind: str
    key: str
    label: str
    uses: int = 1
    sound: str = ""
    first: str = ""


# So many of each kind at most, as long as others wait.
SHARES = {"document": 3, "words": 3, "catalogue": 2, "unit": 2, "region": 2, "title": 4}


def chosen(names: Iterable[Name], what: Typed, most: int) -> list[Name]:
    """The best of the names, all kinds having their share, in the order of the kinds."""
    ranked = sorted(dict.fromkeys(names), key=lambda name: _rank(name, what.text))
    taken: list[Name] = []
    labels: set[str] = set()
    left = dict(SHARES)
    for is_second_round in (False, True):
        for name in ranked:
            if name in taken or name.label in labels or len(taken) >= most:
                continue
            if is_second_round or left[name.kind]:
                left[name.kind] -= 1
                taken.append(name)
                labels.add(name.label)
    order = list(SHARES)
    return sorted(taken, key=lambda name: order.index(name.kind))


def _rank(name: Name, text: str) -> tuple[bool, int, int]:
    """Names that begin with what was typed, then short ones, then what many items have."""
    folded = fold(name.label)
    begins = folded.startswith(text)
    if not begins and text.isascii():
        begins = name.sound.startswith(text) or name.first.startswith(text)
    return (not begins, len(name.label) if name.kind != "title" else 0, -name.uses)


def marks(label: str, text: str) -> list[tuple[int, int]]:
    """Where a label holds what was typed as it stands."""
    return spans(fold(label), [text])[:1] if text and text in fold(label) else []


# -- did you mean ------------------------------------------------------------------------------
def nearest(asked: str, titles: Iterable[str], lexicon_words: Iterable[str]) -> list[str]:
    """Stretches of titles and known words that differ from a run of signs in one sign (in two from
    eight signs on): written otherwise, left out, added, or two signs changed round. Best first."""
    most = 1 if len(asked) < 8 else 2
    found: dict[str, tuple[int, int]] = {}
    for rank, title in enumerate(titles):
        for piece in _PIECE.split(fold(title)):
            for window, distance in _windows(asked, piece, most):
                found.setdefault(window, (distance, rank))
    for word in lexicon_words:
        if abs(len(word) - len(asked)) <= most and 0 < distance_of(asked, word, most) <= most:
            found.setdefault(word, (distance_of(asked, word, most), -1))
    kept = [w for w in found if len(w) > 1 and w not in asked]
    return sorted(kept, key=lambda w: (found[w][0], abs(len(w) - len(asked)), found[w][1]))


def _windows(asked: str, piece: str, most: int) -> Iterable[tuple[str, int]]:
    signs = set(asked)
    for size in range(max(2, len(asked) - most), len(asked) + most + 1):
        for at in range(len(piece) - size + 1):
            window = piece[at : at + size]
            # Both ends must be as typed in one of the two: a window that only slides is no word.
            if window[0] != asked[0] and window[-1] != asked[-1]:
                continue
            if len(set(window) & signs) < len(signs) - most:
                continue
            distance = distance_of(asked, window, most)
            if 0 < distance <= most:
                yield window, distance


def distance_of(one: str, other: str, most: int) -> int:
    """Signs to change, add, leave out or change round; more than `most` is `most + 1`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, 1):
        older, before, row = before, row, [at]
        for to, against in enumerate(other, 1):
            cost = min(before[to] + 1, row[-1] + 1, before[to - 1] + (sign != against))
            if at > 1 and to > 1 and sign == other[to - 2] and one[at - 2] == against:
                cost = min(cost, older[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
