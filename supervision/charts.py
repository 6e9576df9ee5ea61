"""Charts as numbers for SVG: stacked bars from a zero base (pure; direction.md §9).

Templates draw what is given here with attributes alone; colours and hatching come from the sheet.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from supervision.coverage.measure import Figures, percent

# From the base upwards; the classes of the parts.
PARTS = ("on_time", "late", "missing", "nothing")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar in units of the drawing."""

    kind: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One column: its parts, where its words stand, and the figures it shows."""

    label: str
    said: str
    middle: int
    top: int
    parts: tuple[Part, ...]
    figures: Figures


@dataclass(frozen=True, slots=True)
class Columns:
    """A whole chart; `words_at` is the line of the labels below the base."""

    width: int
    height: int
    base: int
    words_at: int
    bars: tuple[Bar, ...]


def columns(rows: Sequence[tuple[str, Figures]], *, width: int = 360, height: int = 150) -> Columns:
    """Stacked columns with the rate of timeliness above each; rows from left to right."""
    top, foot = 20, 24
    most = max((_shown(figures) for _label, figures in rows), default=0) or 1
    step = width // max(len(rows), 4)
    wide = min(step - 8, 44)
    bars = []
    for place, (label, figures) in enumerate(rows):
        x = place * step + (step - wide) // 2
        parts = _stacked(figures, x, wide, top + height, height, most)
        upper = min((part.y for part in parts), default=top + height)
        said = percent(figures.timeliness)
        bars.append(
            Bar(label, f"{said}%" if said else "–", x + wide // 2, upper - 6, parts, figures)
        )
    return Columns(width, top + height + foot, top + height, top + height + 18, tuple(bars))


def _stacked(
    figures: Figures, x: int, wide: int, base: int, height: int, most: int
) -> tuple[Part, ...]:
    """Parts whose edges are rounded once each, so that none is lost and none overlaps."""
    parts, sum_below, edge = [], 0, base
    for kind in PARTS:
        sum_below += getattr(figures, kind)
        upper = base - _rounded(sum_below * height, most)
        if getattr(figures, kind):
            # What exists is seen, however little it is of the whole.
            upper = min(upper, edge - 1)
            parts.append(Part(kind, x, upper, wide, edge - upper))
            edge = upper
    return tuple(parts)


def strip(figures: Figures, *, width: int = 120, height: int = 10) -> tuple[Part, ...]:
    """One bar from left to right, as wide as the whole is: the shares of what was owed."""
    whole = _shown(figures)
    if not whole:
        return ()
    parts, sum_before, edge = [], 0, 0
    for kind in PARTS:
        sum_before += getattr(figures, kind)
        right = _rounded(sum_before * width, whole)
        if right > edge:
            parts.append(Part(kind, edge, 0, right - edge, height))
            edge = right
    return tuple(parts)


def _shown(figures: Figures) -> int:
    return sum(int(getattr(figures, kind)) for kind in PARTS)


def _rounded(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
