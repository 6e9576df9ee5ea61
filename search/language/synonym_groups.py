"""Lines of synonym groups: read, checked, compared (pure).

A line is `甲 乙 丙` (each stands for the others) or `甲 乙 > 丙` (a search for the left looks for
the right as well). Commas stand for blanks; `=>` and `→` for `>`.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from search.language.folding import fold
from search.segment import HAN

SHORTEST, LONGEST = 2, 24
MOST_WORDS = 40
MOST_GROUPS = 10_000
# A search takes one step; a circle longer than this is nobody's mistake.
MOST_STEPS = 200
_ARROW = re.compile("=>|->|→|⇒|＞|>")
_GAP = re.compile("[\\s,，、;；/|]+")
# No sign first: in a spreadsheet the word would be a formula.
_WORD = re.compile(f"[0-9a-z\u00c0-\u024f{HAN}][0-9a-z\u00c0-\u024f{HAN}.+·\\-]*")
# A number of five digits may be a hotline (12345, 12317); a longer one is somebody's.
_NUMBER = re.compile(r"\d[\d.+\-]{4,}\d")


@dataclass(frozen=True, slots=True)
class Group:
    """Folded words; without `official` the group is mutual."""

    words: tuple[str, ...]
    official: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        left = " ".join(self.words)
        return f"{left} > {' '.join(self.official)}" if self.official else left

    @property
    def key(self) -> str:
        """The same for the same words in whatever order."""
        parts = [" ".join(sorted(self.words)), " ".join(sorted(self.official))]
        return hashlib.sha256(">".join(parts).encode()).hexdigest()

    @property
    def all_words(self) -> frozenset[str]:
        return frozenset((*self.words, *self.official))


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a group: a `kind` the screen has a sentence for, and the word meant."""

    kind: str
    word: str = ""
    line: int = 0


def split_words(text: str) -> tuple[str, ...]:
    """Folded words of one side, each once, in order."""
    return tuple(dict.fromkeys(word for word in _GAP.split(fold(text).strip()) if word))


def read(line: str) -> tuple[Group | None, list[Flaw]]:
    """The group of a line without its remark; None and no flaw for an empty line."""
    sides = _ARROW.split(line.partition("#")[0])
    if not any(side.strip() for side in sides):
        return None, []
    if len(sides) > 2:
        return None, [Flaw("arrows")]
    left, right = split_words(sides[0]), split_words(sides[1]) if len(sides) == 2 else ()
    if len(sides) == 2 and not right:
        return None, [Flaw("no_official")]
    return Group(left, right), flaws_of(Group(left, right))


def flaws_of(group: Group) -> list[Flaw]:
    """What is wrong with the words of one group, whatever other groups there are."""
    found = [flaw for word in (*group.words, *group.official) if (flaw := _flaw(word))]
    if not group.words:
        found.append(Flaw("no_words"))
    elif len(group.words) + len(group.official) < 2 or group.words == group.official:
        found.append(Flaw("alone", group.words[0]))
    if max(len(group.words), len(group.official)) > MOST_WORDS:
        found.append(Flaw("many"))
    return found


def _flaw(word: str) -> Flaw | None:
    if not _WORD.fullmatch(word):
        return Flaw("signs", word[:LONGEST])
    if len(word) < SHORTEST:
        return Flaw("short", word)
    if len(word) > LONGEST:
        return Flaw("long", word[:LONGEST])
    return Flaw("number", "") if _NUMBER.search(word) else None


class Pointers:
    """Which words one-way groups lead to, for finding circles among them."""

    def __init__(self, groups: Iterable[Group] = ()):
        self._leads: dict[str, list[str]] = {}
        for group in groups:
            self.add(group)

    def add(self, group: Group) -> None:
        for word in group.words if group.official else ():
            own = (target for target in group.official if target not in group.words)
            self._leads.setdefault(word, []).extend(own)

    def circle(self, group: Group) -> tuple[str, ...]:
        """The words of a circle that a one-way group would close, or ()."""
        inside = set(group.words) if group.official else set()
        for start in group.official:
            if start not in inside and (way := self._way(start, inside)):
                return way
        return ()

    def _way(self, start: str, wanted: set[str]) -> tuple[str, ...]:
        """The shortest way from a word to one of the wanted ones, within MOST_STEPS."""
        before: dict[str, str] = {start: ""}
        waiting = [start]
        for word in waiting:
            if word in wanted:
                way = [word]
                while before[way[-1]]:
                    way.append(before[way[-1]])
                return tuple(reversed(way))
            for following in self._leads.get(word, ()):
                if following not in before and len(before) < MOST_STEPS:
                    before[following] = word
                    waiting.append(following)
        return ()


def read_lines(lines: Sequence[str]) -> Iterator[tuple[int, Group | None, list[Flaw]]]:
    """(number of the line from 1, its group, its flaws), empty lines left out."""
    for number, line in enumerate(lines, 1):
        group, flaws = read(line)
        if group is not None or flaws:
            yield number, group, [Flaw(flaw.kind, flaw.word, number) for flaw in flaws]


def likeness(one: Group, other: Group) -> float:
    """Share of common words, 0..1; groups of different direction have none."""
    if bool(one.official) != bool(other.official):
        return 0.0
    both = one.all_words | other.all_words
    return len(one.all_words & other.all_words) / len(both) if both else 0.0
