"""Places of signs as boxes to paint: one per line of text, snapped to the white between glyphs."""

from collections.abc import Iterable, Sequence

import numpy as np

from .model import Box
from .source import Pixels
from .tones import BLANK, Tones

MARGIN = 0.08  # of the line's height, on every side
REACH = 0.5  # of the line's height: how far to look for white
ROW = 0.5  # shared height that makes two signs neighbours
GAP = 1.6  # of the line's height: a wider gap starts a new box


def around(places: Iterable[Pixels | None]) -> list[Pixels]:
    """The signs' places joined to one box for each line or cell they stand in."""
    groups: list[list[Pixels]] = []
    for place in places:
        if place is None:
            continue
        if groups and _adjoin(groups[-1][-1], place):
            groups[-1].append(place)
        else:
            groups.append([place])
    return [_bounds(group) for group in groups]


def snapped(box: Pixels, tones: Tones) -> Pixels:
    """The box with a margin, each side moved outwards to the next column without ink."""
    left, top, right, bottom = box
    height = bottom - top
    margin, reach = MARGIN * height + 1, round(REACH * height)
    shares, first = tones.columns(box, reach + round(margin) + 1)
    free = shares < BLANK
    return (
        _white(free, round(left - margin) - first, -1, reach) + first,
        top - margin,
        _white(free, round(right + margin) - first, 1, reach) + first,
        bottom + margin,
    )


def _white(free: np.ndarray, start: int, step: int, reach: int) -> float:
    """The nearest column without ink from `start` on; `start` itself when there is none near."""
    for place in range(start, start + step * reach, step):
        if not 0 <= place < len(free) or free[place]:
            return float(place)
    return float(start)


def fractions(box: Pixels, size: tuple[int, int]) -> Box:
    """A box in pixels as fractions of the page, cut at its edges."""
    width, height = size
    left, right = (min(max(edge / width, 0.0), 1.0) for edge in (box[0], box[2]))
    top, bottom = (min(max(edge / height, 0.0), 1.0) for edge in (box[1], box[3]))
    return round(left, 5), round(top, 5), round(right, 5), round(bottom, 5)


def pixels(box: Box, size: tuple[int, int]) -> Pixels:
    """The inverse of `fractions`, whole pixels outwards."""
    width, height = size
    return (
        float(np.floor(box[0] * width)),
        float(np.floor(box[1] * height)),
        float(np.ceil(box[2] * width)),
        float(np.ceil(box[3] * height)),
    )


def covers(boxes: Sequence[Box], place: Box, share: float = 0.3) -> bool:
    """Whether painting `boxes` hides more than `share` of `place`."""
    area = (place[2] - place[0]) * (place[3] - place[1])
    if area <= 0:
        across, down = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
        return any(b[0] <= across <= b[2] and b[1] <= down <= b[3] for b in boxes)
    hidden = 0.0
    for box in boxes:
        width = min(box[2], place[2]) - max(box[0], place[0])
        height = min(box[3], place[3]) - max(box[1], place[1])
        hidden = max(hidden, max(width, 0.0) * max(height, 0.0))
    return hidden > share * area


def _adjoin(one: Pixels, other: Pixels) -> bool:
    height = max(min(one[3] - one[1], other[3] - other[1]), 1)
    shared = min(one[3], other[3]) - max(one[1], other[1])
    return shared >= ROW * height and -GAP * height < other[0] - one[2] < GAP * height


def _bounds(group: Sequence[Pixels]) -> Pixels:
    return (
        min(box[0] for box in group),
        min(box[1] for box in group),
        max(box[2] for box in group),
        max(box[3] for box in group),
    )


def merged(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Without those that lie wholly inside another."""
    kept = [
        box
        for place, box in enumerate(boxes)
        if not any(
            (other != box and _inside(box, other)) or (other == box and earlier < place)
            for earlier, other in enumerate(boxes)
        )
    ]
    return tuple(kept)


def _inside(box: Box, other: Box) -> bool:
    return all(a >= b for a, b in zip(box[:2], other[:2], strict=True)) and all(
        a <= b for a, b in zip(box[2:], other[2:], strict=True)
    )
