"""Boxes on a page: around stretches of its text, and in the millimetres people think in (pure)."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from privacy.files.limits import DPI
from privacy.files.model import Box, Part

# Without a size a page is taken for A4.
DOTS_PER_MM = DPI / 25.4
A4_MM = (210.0, 297.0)
SMALLEST = 0.002  # of the page: thinner boxes hide nothing and are slips of the pointer


def boxes_around(part: Part, start: int, end: int) -> tuple[Box, ...]:
    """One box per line that the stretch stands on; none where the page has no places."""
    places = [place for place in part.places[start:end] if place is not None]
    return tuple(_hull(line) for line in _lines(places))


def _lines(places: Sequence[Box]) -> Iterable[list[Box]]:
    """Runs of places at the same height, in reading order."""
    found: list[list[Box]] = []
    for place in places:
        middle = (place[1] + place[3]) / 2
        if found and found[-1][-1][1] <= middle <= found[-1][-1][3]:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def _hull(boxes: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def size_mm(part: Part) -> tuple[float, float]:
    """Width and height of the page."""
    if not (part.width and part.height):
        return A4_MM
    return part.width / DOTS_PER_MM, part.height / DOTS_PER_MM


def from_mm(part: Part, left: float, top: float, width: float, height: float) -> Box:
    """A box given in millimetres from the upper left corner, cut to the page.

    ValueError when nothing of it lies on the page.
    """
    across, down = size_mm(part)
    return checked((left / across, top / down, (left + width) / across, (top + height) / down))


def in_mm(part: Part, box: Box) -> tuple[float, float, float, float]:
    """(left, top, width, height) in millimetres with one decimal."""
    across, down = size_mm(part)
    left, top, right, bottom = box
    values = (left * across, top * down, (right - left) * across, (bottom - top) * down)
    return values[0], values[1], values[2], values[3]


def checked(box: Sequence[float]) -> Box:
    """The box cut to the page, corners in order; ValueError when it is none."""
    if len(box) != 4 or not all(-10 <= edge <= 10 for edge in box):
        raise ValueError("no box")
    left, right = sorted((_within(box[0]), _within(box[2])))
    top, bottom = sorted((_within(box[1]), _within(box[3])))
    if right - left < SMALLEST or bottom - top < SMALLEST:
        raise ValueError("too small")
    return left, top, right, bottom


def _within(edge: float) -> float:
    return round(min(max(float(edge), 0.0), 1.0), 5)


def by_part(boxes: Iterable[tuple[str, Box]]) -> dict[str, tuple[Box, ...]]:
    """Boxes gathered by the page they lie on."""
    ordered = sorted(boxes)
    return {
        part: tuple(box for _part, box in members)
        for part, members in groupby(ordered, key=lambda pair: pair[0])
    }
