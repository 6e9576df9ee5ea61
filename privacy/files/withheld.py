"""Places of values that are withheld elsewhere in the item, also split over cells and lines."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from .blocks import Content
from .folded import Folded, fold

SHORTEST = 2
FEW = 50
SHORTEST_ACROSS = 8  # signs of a value that is looked for over the borders of cells and lines


@dataclass(frozen=True, slots=True)
class Stretch:
    """text[start:end] of the passage `ref` belongs to a withheld value."""

    ref: str
    start: int
    end: int


def stretches(content: Content, terms: Iterable[str]) -> Iterator[Stretch]:
    """Every place of every term, longer terms first."""
    values = {value for term in terms if len(value := fold(term)) >= SHORTEST}
    if not values:
        return
    lengths = sorted({len(value) for value in values}, reverse=True)
    texts = [(passage.ref, Folded(passage.text)) for passage in content.passages()]
    for ref, folded in texts:
        for start, end, _ in folded.windows(lengths, values):
            yield Stretch(ref, start, end)
    yield from _across(texts, {value for value in values if len(value) >= SHORTEST_ACROSS})
    single: list[tuple[str, Folded | None]] = [
        (ref, folded) if len(folded.text) == 1 else ("", None) for ref, folded in texts
    ]
    yield from _spelt(single, values)


def _across(texts: list[tuple[str, Folded]], values: set[str]) -> Iterator[Stretch]:
    """Long values in the running text of all passages."""
    if not values:
        return
    whole = "".join(folded.text for _, folded in texts)
    starts = _starts(texts)
    for start, end in _places(whole, values):
        yield from _pieces(texts, starts, start, end)


def _places(whole: str, values: set[str]) -> Iterator[tuple[int, int]]:
    """Every place of every value: one by one when they are few, else by windows of their lengths."""
    if len(values) > FEW:
        for length in sorted({len(value) for value in values}):
            for start in range(len(whole) - length + 1):
                if whole[start : start + length] in values:
                    yield start, start + length
        return
    for value in values:
        start = whole.find(value)
        while start >= 0:
            yield start, start + len(value)
            start = whole.find(value, start + 1)


def _spelt(single: list[tuple[str, Folded | None]], values: set[str]) -> Iterator[Stretch]:
    """Short values with one sign in each of neighbouring cells."""
    run: list[tuple[str, Folded]] = []
    for ref, folded in [*single, ("", None)]:
        if folded is not None:
            run.append((ref, folded))
            continue
        whole = "".join(one.text for _, one in run)
        for value in values if len(whole) > 1 else ():
            start = whole.find(value)
            if start >= 0:
                yield from _pieces(run, _starts(run), start, start + len(value))
        run = []


def _starts(texts: list[tuple[str, Folded]]) -> list[int]:
    return [0, *accumulate(len(folded.text) for _, folded in texts)]


def _pieces(
    texts: list[tuple[str, Folded]], starts: list[int], start: int, end: int
) -> Iterator[Stretch]:
    """The range of the running text, passage by passage."""
    place = max(bisect_right(starts, start) - 1, 0)
    while place < len(texts) and starts[place] < end:
        ref, folded = texts[place]
        first, last = max(start - starts[place], 0), min(end - starts[place], len(folded.text))
        if first < last:
            yield Stretch(ref, *folded.original(first, last))
        place += 1
