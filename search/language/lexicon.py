"""Words the analysis knows: synonyms, places, question words, words of light weight (pure).

The files under `data/` say how they are written; lines in `extra` have the same form. A site puts
a lexicon of its own in force with `use`; without one the shipped files hold.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from search.language.folding import fold
from search.language.pronunciation import rough_sound, sound_of

DATA = Path(__file__).parent.parent / "data"
EQUAL, WIDER = 0.95, 0.85
STEP, LEAST = 0.05, 0.6  # each further word on the right of `>` counts a little less
PART = 0.4
MOST_ALTERNATIVES, MOST_PARTS = 10, 6
# More words than this beside one word would never be looked at.
MOST_BESIDE = 60


@dataclass
class Lexicon:
    """Longest-match dictionary. `equals` and `wider` hold other words to look for as well."""

    equals: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    wider: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    places: dict[str, list[str]] = field(default_factory=dict)
    home: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)
    asking: set[str] = field(default_factory=set)
    light: set[str] = field(default_factory=set)
    by_first: dict[str, list[str]] = field(default_factory=dict)
    by_sound: dict[str, list[str]] = field(default_factory=dict)
    by_rough_sound: dict[str, list[str]] = field(default_factory=dict)

    def longest_at(self, text: str, at: int) -> str:
        """The longest known word beginning at an offset, or ''."""
        for word in self.by_first.get(text[at], ()):
            if text.startswith(word, at):
                return word
        return ""

    def alternatives(self, word: str) -> list[tuple[str, float]]:
        """The word itself and what else to look for, each with its weight, best first."""
        found = {word: 1.0}
        for other in self.places.get(word, ()):
            found.setdefault(other, 1.0)
        for other in self.equals.get(word, ()):
            found.setdefault(other, EQUAL)
        for at, other in enumerate(self.wider.get(word, ())):
            found.setdefault(other, max(WIDER - STEP * at, LEAST))
        for other in self.wider.get(word, ()):
            for third in self.equals.get(other, ())[:4]:
                found.setdefault(third, max(found[other] - STEP, LEAST - STEP))
        best = sorted(found.items(), key=lambda pair: -pair[1])
        return best[:MOST_ALTERNATIVES]

    def parts(self, word: str) -> list[tuple[str, float]]:
        """Known words inside a longer one, with their nearest synonyms: half an answer."""
        found: dict[str, float] = {}
        for at in range(len(word) - 1):
            inner = next(
                (
                    w
                    for w in self.by_first.get(word[at], ())
                    if w != word and word.startswith(w, at)
                ),
                "",
            )
            if len(inner) > 1 and inner not in self.light and inner not in self.dropped:
                found.setdefault(inner, PART)
                for other in self.equals.get(inner, ())[:2]:
                    found.setdefault(other, PART - 0.05)
        return list(found.items())[:MOST_PARTS]

    def sounding_like(self, word: str) -> str:
        """A known word that sounds like this one but is written otherwise, or ''."""
        keys = [(sound_of(word), self.by_sound)]
        if len(word) > 2:
            keys.append((rough_sound(word), self.by_rough_sound))
        for key, index in keys:
            for known in index.get(key, ()):
                if known != word and len(known) == len(word):
                    return known
        return ""

    def spelled(self, letters: str) -> str:
        """The known word whose pinyin, written together, is this, or ''."""
        known = self.by_sound.get(letters) or self.by_rough_sound.get(letters)
        return known[0] if known else ""


def _read(name: str) -> list[str]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [fold(line.partition("#")[0]).strip() for line in lines]


def _put(beside: list[str], word: str, others: Iterable[str]) -> None:
    beside += [other for other in others if other != word][: max(MOST_BESIDE - len(beside), 0)]


def _add_synonyms(lexicon: Lexicon, line: str) -> None:
    left, arrow, right = line.partition(">")
    # A single character is no index term and would cut unknown words in two.
    words = [word for word in left.split() if len(word) > 1]
    if not arrow:
        for word in words:
            _put(lexicon.equals[word], word, words)
        return
    for word in words:
        _put(lexicon.wider[word], word, right.split())
    # Words on the right are official terms: worth recognising in a query, too.
    for word in right.split():
        lexicon.equals.setdefault(word, [])


@lru_cache(maxsize=65_536)  # a lexicon is built anew at every change, its words stay
def _sounds(word: str) -> tuple[str, str]:
    return sound_of(word), rough_sound(word)


def _spread_lightness(lexicon: Lexicon) -> None:
    """A word is light, too, when all it stands for is light (用在哪 > 使用情况)."""
    for word in [*lexicon.equals, *lexicon.wider]:
        others = [*lexicon.equals.get(word, ()), *lexicon.wider.get(word, ())]
        if others and all(other in lexicon.light for other in others):
            lexicon.light.add(word)


def shipped_synonyms() -> list[str]:
    """The lines of the shipped file, folded; remarks are gone, their lines are empty."""
    return _read("synonyms.txt")


def build(extra: Iterable[str] = (), *, synonyms: Iterable[str] | None = None) -> Lexicon:
    """The lexicon of the shipped files and of further synonym lines.

    `synonyms` replaces the lines of the shipped file; of two groups the earlier has its words
    looked for first.
    """
    lexicon = Lexicon()
    lines = shipped_synonyms() if synonyms is None else map(fold, synonyms)
    for line in [*lines, *map(fold, extra)]:
        _add_synonyms(lexicon, line)
    at_home = True
    for line in _read("places.txt"):
        # A line that starts with `=` ends the places of this province.
        at_home = at_home and not line.startswith("=")
        names = line.lstrip("= ").split()
        lexicon.home.update(names if at_home else ())
        for name in names:
            lexicon.places.setdefault(name, []).extend(n for n in names if n != name)
    for line in _read("words.txt"):
        kind, _colon, words = line.partition(":")
        targets = {
            "ask": (lexicon.asking, lexicon.dropped),
            "drop": (lexicon.dropped,),
            "light": (lexicon.light,),
        }
        for target in targets.get(kind, ()):
            target.update(words.split())
    _spread_lightness(lexicon)
    known = {*lexicon.equals, *lexicon.wider, *lexicon.places, *lexicon.dropped, *lexicon.light}
    for word in sorted(known, key=lambda w: (-len(w), w)):
        lexicon.by_first.setdefault(word[0], []).append(word)
    for word in [*lexicon.equals, *lexicon.wider, *lexicon.light]:
        if len(word) >= 2 and not word.isascii():
            sound, rough = _sounds(word)
            lexicon.by_sound.setdefault(sound, []).append(word)
            lexicon.by_rough_sound.setdefault(rough, []).append(word)
    return lexicon


@cache
def shipped() -> Lexicon:
    """The lexicon of the shipped files alone."""
    return build()


_in_force: Lexicon | None = None
_tried: ContextVar["Lexicon | None"] = ContextVar("tried", default=None)


def use(lexicon: Lexicon | None) -> None:
    """Put a lexicon in force for every question of this process; None: the shipped one."""
    global _in_force
    _in_force = lexicon


def in_force() -> Lexicon:
    """The lexicon by which questions are understood now."""
    return _tried.get() or _in_force or shipped()


@contextmanager
def trying(lexicon: Lexicon | None) -> Iterator[None]:
    """Within the block this thread's questions are understood by another lexicon."""
    token = _tried.set(lexicon)
    try:
        yield
    finally:
        _tried.reset(token)
