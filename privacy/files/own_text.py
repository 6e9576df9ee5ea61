"""A page's own characters laid over what was read from its picture.

The picture decides what stands on the page; the page's own characters, where they can be seen and
agree, give the exact sign and place. A font that names its signs wrongly does not agree.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from statistics import median

from .ocr import Line, Recognised
from .source import OwnChar, Pixels

AGREEING = 0.6  # share of a line's signs that must be the same
TRUSTED = 0.8  # share of a page's signs, before its unread lines are believed
ENOUGH = 8  # signs that must have been compared for that
FEW = 3  # signs of its own that a line must have to dispute what was read there
SURE = 0.85  # certainty of a line as read that its own signs do not dispute
BLANK = 0.12  # of the line's height: a narrower gap is no blank, whatever the page says
CELL = 1.2  # of the line's height: a gap between cells, also without a blank
CONFUSED = str.maketrans("oOlI|", "00111")


@dataclass(frozen=True, slots=True)
class Merged:
    """Lines to go on with; `unread` are places with ink whose signs nobody vouches for."""

    lines: tuple[Line, ...]
    unread: tuple[Pixels, ...] = ()


def merge(read: Recognised, own: Iterable[OwnChar]) -> Merged:
    """Lines in the coordinates of `read`, with the page's own signs and places where they agree."""
    seen = [replace(char, box=read.turned(char.box)) for char in own if char.seen]
    if not seen:
        return Merged(read.lines)
    rest = _once(seen)
    lines: list[Line] = []
    disputed: list[tuple[Line, list[OwnChar]]] = []
    same = compared = 0
    for line in read.lines:
        inside = sorted((c for c in rest if _is_inside(c.box, line.box)), key=lambda c: c.box[0])
        taken = set(map(id, inside))
        rest = [char for char in rest if id(char) not in taken]
        agreed, merged = _merged(line, inside)
        compared += len(inside)
        same += agreed
        if not agreed and len(inside) >= FEW and line.certainty < SURE:
            disputed.append((line, inside))
        else:
            lines += _cells(merged, line) if agreed else [line]
    left_over = [_own_line(row) for row in _rows(rest)]
    if compared >= ENOUGH and same >= compared * TRUSTED:
        vouched = [cell for line, inside in disputed for cell in _cells(inside, line)]
        return Merged((*lines, *vouched, *left_over))
    unread = [line.box for line in [*left_over, *(line for line, _ in disputed)]]
    return Merged((*lines, *(line for line, _ in disputed)), tuple(unread))


def _merged(line: Line, inside: Sequence[OwnChar]) -> tuple[int, list[OwnChar]]:
    """How many signs agree (0: the line stays as read), and the signs with their places."""
    read = _as_chars(line)
    if not inside or not read:
        return 0, []
    matcher = SequenceMatcher(
        None, [_folded(c.sign) for c in read], [_folded(c.sign) for c in inside], autojunk=False
    )
    if matcher.ratio() < AGREEING:
        return 0, []
    signs: list[OwnChar] = []
    same = 0
    for kind, first, last, own_first, own_last in matcher.get_opcodes():
        theirs = inside[own_first:own_last]
        if kind == "equal":
            same += len(theirs)
            theirs = [_blank_of(*pair) for pair in zip(theirs, read[first:last], strict=True)]
        elif kind == "delete" or _are_crowded(inside, own_first, own_last):
            theirs = read[first:last]
        signs += theirs
    return same, sorted(signs, key=lambda char: char.box[0] + char.box[2])


def _blank_of(own: OwnChar, read: OwnChar) -> OwnChar:
    """Between Chinese signs a blank counts only when it was read as well: boxes of signs vary."""
    return replace(own, after_blank=own.after_blank and (read.after_blank or own.sign.isascii()))


def _as_chars(line: Line) -> list[OwnChar]:
    chars = []
    blank = False
    for sign, place in zip(line.text, line.places, strict=True):
        if sign.isspace():
            blank = True
        else:
            chars.append(OwnChar(sign, place, True, blank))
            blank = False
    return chars


def _are_crowded(inside: Sequence[OwnChar], first: int, last: int) -> bool:
    """Two signs in one place: only one of them can be what is seen."""
    return any(
        _overlap(inside[one].box, other.box) > 0.5
        for one in range(first, last)
        for place, other in enumerate(inside)
        if place != one
    )


def _cells(signs: Sequence[OwnChar], line: Line) -> list[Line]:
    """The line with blanks put back; gaps wide enough for a table start a new line."""
    height = line.box[3] - line.box[1]
    cells: list[list[OwnChar]] = [[]]
    for char in signs:
        if cells[-1]:
            last, before = cells[-1][-1].sign, cells[-1][-1].box
            gap_before = char.box[0] - before[2]
            if gap_before > CELL * height:
                cells.append([])
            elif char.after_blank and (
                (last + char.sign).isascii() or (last.isalnum() and gap_before > BLANK * height)
            ):
                gap = (before[2], char.box[1], max(char.box[0], before[2]), char.box[3])
                cells[-1].append(OwnChar(" ", gap, True))
        cells[-1].append(char)
    return [_as_line(cell, line.box, 1.0) for cell in cells]  # two witnesses agree


def _as_line(cell: Sequence[OwnChar], around: Pixels, certainty: float) -> Line:
    """Boxes as high as the line: what is painted must cover accents and tails."""
    places = tuple((char.box[0], around[1], char.box[2], around[3]) for char in cell)
    bounds = (places[0][0], around[1], max(box[2] for box in places), around[3])
    return Line("".join(char.sign for char in cell), places, bounds, certainty)


def _own_line(row: Sequence[OwnChar]) -> Line:
    around = _bounds([char.box for char in row])
    return _as_line(row, around, 1.0)


def _rows(chars: Sequence[OwnChar]) -> list[list[OwnChar]]:
    """Left-over characters as lines: neighbours of the same height."""
    rows: list[list[OwnChar]] = []
    for char in sorted(chars, key=lambda c: (round(c.box[1] / 4), c.box[0])):
        for row in reversed(rows[-40:]):
            last = row[-1].box
            height = max(last[3] - last[1], char.box[3] - char.box[1], 1)
            if (
                abs(last[3] - char.box[3]) < 0.5 * height
                and -0.5 * height < char.box[0] - last[2] < CELL * height
            ):
                row.append(char)
                break
        else:
            rows.append([char])
    return rows


def _once(chars: Sequence[OwnChar]) -> list[OwnChar]:
    """Signs printed twice in one place (imitated bold) count once."""
    kept: dict[tuple[str, int, int], OwnChar] = {}
    size = median(max(char.box[3] - char.box[1], 1) for char in chars)
    step = max(size / 3, 2)
    for char in chars:
        key = (char.sign, round(char.box[0] / step), round(char.box[1] / step))
        kept.setdefault(key, char)
    return list(kept.values())


def _folded(sign: str) -> str:
    return unicodedata.normalize("NFKC", sign).lower().translate(CONFUSED)


def _is_inside(box: Pixels, line: Pixels) -> bool:
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return line[0] - 3 <= across <= line[2] + 3 and line[1] <= down <= line[3]


def _overlap(one: Pixels, other: Pixels) -> float:
    """Shared area as a share of the smaller box."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    if width <= 0 or height <= 0:
        return 0.0
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return width * height / max(min(areas), 1e-6)


def _bounds(boxes: Sequence[Pixels]) -> Pixels:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
