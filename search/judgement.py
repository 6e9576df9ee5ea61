"""From a passage to a verdict over candidate versions (pure; verification specification §7, §11).

Exact is what the substring test over norm/v1 says and nothing else. The second try folds script,
notation and page headers away and says so. What is left resembles something, or nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Protocol

from .compare import Comparison, Difference, compare
from .quotation import (
    LONGEST,
    SHORTEST,
    norm,
    one_notation,
    printable,
    simplified,
    windows,
    without_headers,
    without_marks,
)

# Most exact copies are among the first few; boilerplate is looked for in all the rest.
FIRST_CHUNK, CHUNK = 8, 40
# An exact copy keeps most of its pieces; line ends and rare signs may cost it some.
EXACT_SHARE = 0.5
ALIGNED_CANDIDATES = 5
GRAM, MOST_GRAMS = 5, 160
# Below these shares a passage resembles nothing: what all notices have in common is not enough.
ALIKE_BY_GRAMS, ALIKE_BY_TOKENS = 0.25, 0.5
# Less is enough when it holds a long run unchanged: two notices copied together.
PARTLY_ALIKE, LONG_RUN = 0.3, 16


class TooLong(ValueError):
    """More text than a notice can have."""


@dataclass(frozen=True)
class Version:
    """One public version. `text` is its comparison text; `whole` are texts that equal all of it."""

    number: str
    rev: int
    text: str
    is_current: bool = True
    is_withdrawn: bool = False
    wholes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @cached_property
    def normal(self) -> str:
        return norm(self.text)

    @cached_property
    def in_simplified(self) -> str:
        return simplified(self.normal)

    @cached_property
    def in_one_notation(self) -> str:
        return one_notation(self.in_simplified)


class Shelf(Protocol):
    """Where versions are found."""

    def candidates(self, windows: list[str]) -> list[tuple[str, float]]:
        """(item, share of the pieces it holds), best first."""

    def versions(self, numbers: list[str]) -> list[Version]:
        """All versions of these items whose content is still public, in the order given."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`state` is one of current superseded withdrawn altered excerpt too_short unknown."""

    state: str
    version: Version | None = None
    differences: tuple[Difference, ...] = ()
    folds: tuple[str, ...] = ()
    passage: str = ""
    equal: int = 0


def judge(passage: str, shelf: Shelf) -> Finding:
    """The verdict on a pasted passage. TooLong when it cannot be a notice."""
    if len(passage) > LONGEST:
        raise TooLong
    passage = printable(passage)
    normal = norm(passage)
    if len(normal) < SHORTEST:
        return Finding("too_short")
    pieces = windows(passage)
    ranked = shelf.candidates(pieces) if pieces else []
    if not ranked:
        return Finding("unknown")
    numbers = [number for number, share in ranked if share >= EXACT_SHARE * ranked[0][1]]
    seen: list[Version] = []
    found = _exact(normal, _chunks(shelf, numbers, seen))
    if found:
        return _stands(found, normal, passage, ())
    nearest = _nearest(passage, seen)
    found_folded = _folded(passage, nearest)
    if found_folded:
        return found_folded
    return _resembling(passage, nearest)


def _chunks(shelf: Shelf, numbers: list[str], seen: list[Version]) -> Iterator[list[Version]]:
    starts = [0, *range(FIRST_CHUNK, len(numbers), CHUNK), len(numbers)]
    for start, end in pairwise(starts):
        versions = shelf.versions(numbers[start:end])
        seen += versions
        yield versions


def _exact(normal: str, chunks: Iterator[list[Version]]) -> Version | None:
    """A version that holds exactly this, a current one before an earlier one."""
    earlier = None
    for versions in chunks:
        for version in versions:
            if normal in version.normal:
                if version.is_current:
                    return version
                earlier = earlier or version
    return earlier


def _stands(version: Version, normal: str, passage: str, folds: tuple[str, ...]) -> Finding:
    if version.is_withdrawn:
        state = "withdrawn"
    elif not version.is_current:
        state = "superseded"
    else:
        state = "current" if normal in map(norm, version.wholes) else "excerpt"
    return Finding(state, version, folds=folds, passage=passage)


# -- the second try -------------------------------------------------------------------------
def _forms(passage: str, names: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    bare = without_marks(passage)
    headless = without_headers(passage, names)
    seen = {passage}
    yield passage, ()
    for text, folds in (
        (bare, ("marks",)),
        (headless, ("headers",)),
        (without_marks(headless), ("headers", "marks")),
    ):
        if text not in seen:
            seen.add(text)
            yield text, folds


def _folded(passage: str, nearest: list[Version]) -> Finding | None:
    """A version that holds the passage once script, notation or page headers are folded."""
    for version in sorted(nearest, key=lambda v: not v.is_current):
        for text, folds in _forms(passage, version.names):
            normal = norm(text)
            if len(normal) < SHORTEST:
                continue
            found = _fold_needed(normal, version)
            if found is not None:
                return _stands(version, normal, text, (*folds, *found))
    return None


def _fold_needed(normal: str, version: Version) -> tuple[str, ...] | None:
    if normal in version.normal:
        return ()
    script = simplified(normal)
    if script in version.in_simplified:
        return ("script",)
    if one_notation(normal) in one_notation(version.normal):
        return ("notation",)
    if one_notation(script) in version.in_one_notation:
        return ("script", "notation")
    return None


# -- resembling -----------------------------------------------------------------------------
def _nearest(passage: str, seen: list[Version]) -> list[Version]:
    """The versions that share most short runs with the passage, best first."""
    text = one_notation(simplified(norm(without_headers(passage))))
    starts = range(max(len(text) - GRAM, 0) + 1)
    grams = list({text[at : at + GRAM] for at in starts})
    if len(grams) > MOST_GRAMS:
        step = len(grams) / MOST_GRAMS
        grams = [grams[int(at * step)] for at in range(MOST_GRAMS)]
    scored = []
    for place, version in enumerate(seen[: 2 * CHUNK]):
        share = sum(gram in version.in_one_notation for gram in grams) / len(grams)
        if share >= ALIKE_BY_GRAMS:
            scored.append((-share, not version.is_current, place))
    scored.sort()
    return [seen[place] for _s, _c, place in scored[:ALIGNED_CANDIDATES]]


def _is_alike(compared: Comparison) -> bool:
    if compared.matched >= ALIKE_BY_TOKENS:
        return True
    return compared.matched >= PARTLY_ALIKE and compared.longest >= LONG_RUN


def _resembling(passage: str, nearest: list[Version]) -> Finding:
    best: tuple[tuple[float, int, bool], Comparison, Version, str] | None = None
    for version in nearest:
        for text in dict.fromkeys((passage, without_headers(passage, version.names))):
            compared = compare(version.text, text)
            if not (_is_alike(compared) and compared.differences):
                continue
            rank = (-round(compared.matched, 2), len(compared.differences), not version.is_current)
            if best is None or rank < best[0]:
                best = (rank, compared, version, text)
    if best is None:
        return Finding("unknown")
    _rank, compared, version, text = best
    state = "withdrawn" if version.is_withdrawn else "altered"
    return Finding(state, version, compared.differences, passage=text, equal=compared.equal)
