"""From a passage to a verdict over candidate versions (pure; verification specification §7, §11).

Exact is what the substring test over norm/v1 says and nothing else. The second try folds script,
notation and page headers away and says so. What is left resembles something, or nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise
from typing import Protocol

from search.desk.compare import Comparison, Difference, compare
from search.desk.headers import added_by_pages, bare, kept_within, stretches, without_headers
from search.desk.quotation import (
    LONGEST,
    SHORTEST,
    norm,
    one_notation,
    plain_marks,
    printable,
    simplified,
    spread,
    windows,
    without_marks,
)

# Most exact copies are among the first few; boilerplate is looked for in all the rest.
FIRST_CHUNK, CHUNK = 8, 40
# An exact copy keeps most of its pieces; line ends and rare signs may cost it some.
EXACT_SHARE = 0.5
ALIGNED_CANDIDATES = 5
GRAM, MOST_GRAMS = 5, 160
LONG_GRAM, MOST_LONG_GRAMS = 8, 24
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
    def _forms(self) -> dict[tuple[str, ...], str]:
        return {}

    def folded(self, folds: tuple[str, ...]) -> str:
        """The comparison text with these folded away."""
        if folds not in self._forms:
            self._forms[folds] = _fold(self.normal, folds)
        return self._forms[folds]


# What may be folded besides what norm/v1 folds, fewest first; everything is the last.
FOLDS: tuple[tuple[str, ...], ...] = (
    (),
    ("script",),
    ("notation",),
    ("typography",),
    ("script", "notation"),
    ("script", "typography"),
    ("notation", "typography"),
    ("script", "notation", "typography"),
)
_FOLDING = {"script": simplified, "notation": one_notation, "typography": plain_marks}


def _fold(normal: str, folds: tuple[str, ...]) -> str:
    for name in folds:
        normal = _FOLDING[name](normal)
    return normal


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
    left_out: tuple[str, ...] = ()  # what was taken for page headers and not compared


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
    found_folded = _folded(passage, [version for version, _share in nearest])
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
def _folded(passage: str, nearest: list[Version]) -> Finding | None:
    """A version that holds the passage once script, notation or page headers are folded."""
    unmarked = without_marks(passage)
    forms = dict.fromkeys(((passage, ()), (unmarked, ("marks",) * (unmarked != passage))))
    for version in sorted(nearest, key=lambda v: not v.is_current):
        for text, marks in forms:
            found = _without_headers(text, version)
            if found:
                kept, folds, left_out = found
                folds = (*(("headers",) if left_out else ()), *marks, *folds)
                stands = _stands(version, norm(kept), kept, folds)
                return replace(stands, left_out=left_out)
    return None


def _without_headers(
    text: str, version: Version
) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """(the text that stands in the version, folds needed, headers left out), or None."""
    normal = norm(text)
    if len(normal) < SHORTEST:
        return None
    folds = _fold_needed(normal, version)
    if folds is not None:
        return text, folds, ()
    found = stretches(text, version.names)
    if not any(each.is_header for each in found):
        return None
    for folds in (FOLDS[-1], FOLDS[0]):
        kept = kept_within(found, version.folded(folds), partial(_folded_stretch, folds))
        if kept is None:
            continue
        rest = "\n".join(each.text for each in kept)
        needed = _fold_needed(norm(rest), version)
        if needed is not None and len(norm(rest)) >= SHORTEST:
            gone = [each.text.strip() for each in found if each not in kept]
            return rest, needed, tuple(filter(None, gone))
    return None


def _folded_stretch(folds: tuple[str, ...], text: str) -> str:
    return _fold(norm(text), folds)


def _fold_needed(normal: str, version: Version) -> tuple[str, ...] | None:
    """The fewest folds after which this stands in the version; None when none help."""
    if normal in version.normal:
        return ()
    script = simplified(normal)
    everything = any(
        _fold(script, folds[1:]) in version.folded(folds) for folds in (FOLDS[-1], FOLDS[5])
    )
    if not everything:
        return None
    return next((folds for folds in FOLDS if _fold(normal, folds) in version.folded(folds)), None)


# -- resembling -----------------------------------------------------------------------------
_NEAR = ("script", "notation")


def _nearest(passage: str, seen: list[Version]) -> list[tuple[Version, float]]:
    """The versions that share most short runs with the passage, best first."""
    text = _fold(norm(without_headers(passage)), _NEAR)
    starts = range(max(len(text) - GRAM, 0) + 1)
    grams = list({text[at : at + GRAM] for at in starts})
    if len(grams) > MOST_GRAMS:
        step = len(grams) / MOST_GRAMS
        grams = [grams[int(at * step)] for at in range(MOST_GRAMS)]
    scored = []
    seen = _likeliest(passage, seen)
    for place, version in enumerate(seen):
        share = sum(gram in version.folded(_NEAR) for gram in grams) / len(grams)
        if share >= ALIKE_BY_GRAMS:
            scored.append((-share, not version.is_current, place))
    scored.sort()
    return [(seen[place], -share) for share, _c, place in scored[:ALIGNED_CANDIDATES]]


def _likeliest(passage: str, seen: list[Version]) -> list[Version]:
    """Of very many versions those that hold most long runs: folding them all would take long."""
    if len(seen) <= 2 * CHUNK:
        return seen
    text = norm(passage)
    runs = spread([text[at : at + LONG_GRAM] for at in range(len(text))], MOST_LONG_GRAMS)
    held = {id(version): sum(run in version.normal for run in runs) for version in seen}
    return sorted(seen, key=lambda version: -held[id(version)])[: 2 * CHUNK]


def _is_alike(compared: Comparison) -> bool:
    if compared.matched >= ALIKE_BY_TOKENS:
        return True
    return compared.matched >= PARTLY_ALIKE and compared.longest >= LONG_RUN


def _resembling(passage: str, nearest: list[tuple[Version, float]]) -> Finding:
    best: tuple[tuple[float, int, bool], Comparison, Version, str] | None = None
    for version, share in nearest:
        compared, text = _with_fewest(passage, version)
        if not (_is_alike(compared) and compared.differences):
            continue
        # The share tells nothing of the order: swapped sentences must not lead elsewhere.
        likeness = round(compared.matched + share, 2)
        rank = (-likeness, len(compared.differences), not version.is_current)
        if best is None or rank < best[0]:
            best = (rank, compared, version, text)
    if best is None:
        return Finding("unknown")
    _rank, compared, version, text = best
    state = "withdrawn" if version.is_withdrawn else "altered"
    return Finding(state, version, compared.differences, passage=text, equal=compared.equal)


def _with_fewest(passage: str, version: Version) -> tuple[Comparison, str]:
    """The comparison with fewest differences: with or without what looks like page headers."""
    headless = without_headers(passage, version.names)
    texts = [passage] if norm(headless) == norm(passage) else [passage, headless]
    compared = [
        (_without_added(compare(version.text, text), text, version), text) for text in texts
    ]
    return min(compared, key=lambda pair: (len(pair[0].differences) or 999, -pair[0].matched))


def _without_added(compared: Comparison, text: str, version: Version) -> Comparison:
    """The comparison without what a page added, unless nothing else would be left to show."""
    added = added_by_pages(text, version.names)
    kept = tuple(
        each for each in compared.differences if each.published or bare(each.copy) not in added
    )
    return replace(compared, differences=kept) if kept else compared
