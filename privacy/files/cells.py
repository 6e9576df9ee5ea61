"""Where a recognised line falls into cells and words: measured in the picture, not guessed.

Recognition reads through narrow gaps: a count, an ID number and a card number side by side come out
as one long number, which is none of the three. The white between the glyphs tells them apart.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from .ocr import Line
from .source import Pixels
from .tones import BLANK, Tones

WHITE = 1.05  # of an em: a gap that parts two cells
RULE = 0.9  # share of ink in a column of pixels that makes it a ruled line
EM = 0.74  # of a line's height: the width of a Chinese sign
WORD = 0.3  # of an em: a gap that parts two words of Latin signs or digits
NUMBER = 0.42  # of an em: the same between digits; beside a 1 there is always much white
HAN_WORD = 0.45  # of an em: the same between Chinese signs
UNEVEN = 2.0  # how much wider than the usual gap in that line
WIDE = frozenset("〔〕（）【】《》「」“”，。、；：！？")
LEADING = "：:，,、；;（(“"  # what follows such a sign belongs to it, however wide the gap


def cells_of(line: Line, tones: Tones) -> list[Line]:
    """The line parted at wide gaps and at rules, with blanks where recognition lost them."""
    if len(line.text) < 2 or len(set(line.places)) < 2:
        return [line]
    shares, first = tones.columns(line.box)
    wide = WHITE * EM * (line.box[3] - line.box[1])
    signs = [place for place, sign in enumerate(line.text) if not sign.isspace()]
    pairs = list(pairwise(signs))
    gaps = [_gap(shares, line.places[one], line.places[other], first) for one, other in pairs]
    cuts, blanks = [0], set()
    usual = _usual(line.text, pairs, [white for white, _ in gaps])
    for (one, other), (white, ruled) in zip(pairs, gaps, strict=True):
        if line.text[one] in LEADING:
            continue
        if white > wide or (ruled and white > wide / 3):
            cuts.append(other)
        elif other == one + 1 and _is_word_gap(line, one, white, usual):
            blanks.add(other)
    ends = [*cuts[1:], len(line.text)]
    return [
        piece
        for start, end in zip(cuts, ends, strict=True)
        for piece in _piece(line, start, end, blanks)
    ]


def _gap(shares: np.ndarray, one: Pixels, other: Pixels, first: int) -> tuple[int, bool]:
    """The widest white between the middles of two signs, and whether a rule stands in it."""
    start, end = (max(round((box[0] + box[2]) / 2) - first, 0) for box in (one, other))
    between = shares[start : end + 1]
    ruled = between > RULE
    longest = run = 0
    for is_blank in (between < BLANK) | ruled:
        run = run + 1 if is_blank else 0
        longest = max(longest, run)
    return longest, bool(ruled.any())


def _usual(text: str, pairs: Sequence[tuple[int, int]], whites: Sequence[int]) -> float:
    """The usual gap between Latin signs of this line."""
    narrow = [
        white
        for (one, other), white in zip(pairs, whites, strict=True)
        if text[one].isascii() and text[other].isascii()
    ]
    return float(median(narrow)) if narrow else 0.0


def _is_word_gap(line: Line, one: int, white: int, usual: float) -> bool:
    before, after = line.text[one], line.text[one + 1]
    is_latin = (before.isascii() and before.isalnum()) and (after.isascii() and after.isalnum())
    beside_latin = before.isalnum() and after.isalnum() and before.isascii() != after.isascii()
    em = EM * (line.box[3] - line.box[1])
    if before.isalpha() and after.isalpha() and not before.isascii() and not after.isascii():
        return white > HAN_WORD * em
    least = NUMBER if before.isdigit() and after.isdigit() else WORD
    return (is_latin or beside_latin) and white > max(least * em, UNEVEN * usual)


def _is_beside_wide(text: str, offset: int) -> bool:
    """A blank that is only the empty half of a wide bracket or stop."""
    return bool(set(text[offset - 1 : offset] + text[offset + 1 : offset + 2]) & WIDE)


def _piece(line: Line, start: int, end: int, blanks: set[int]) -> list[Line]:
    """Signs [start, end) as a line of their own, without blanks at its ends."""
    signs: list[str] = []
    places: list[Pixels] = []
    for offset in range(start, end):
        sign, place = line.text[offset], line.places[offset]
        if sign.isspace() and (not signs or _is_beside_wide(line.text, offset)):
            continue
        if offset in blanks and signs:
            signs.append(" ")
            places.append((places[-1][2], place[1], max(place[0], places[-1][2]), place[3]))
        signs.append(sign)
        places.append(place)
    while signs and signs[-1].isspace():
        signs.pop()
        places.pop()
    if not signs:
        return []
    box = (places[0][0], line.box[1], max(place[2] for place in places), line.box[3])
    return [Line("".join(signs), tuple(places), box, line.certainty)]
