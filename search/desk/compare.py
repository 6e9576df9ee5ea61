"""Where two texts differ, in their original characters (pure; verification specification §7).

This explains a difference that the exact test has found; it never decides that there is none.
Blanks and sentence punctuation are skipped; figures are compared whole, with signs, separators,
% and ‰; case is kept. One difference is one unbroken changed run.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from unicodedata import combining

from search.desk.alignment import Block, equal_blocks
from search.desk.quotation import DATE, norm, simplified, written_out

SENTENCE_MARKS = frozenset("，。、；：？！,;:?!“”‘’\"'（）()《》〈〉<>【】[]〔〕「」『』…·—_|*#")
_TOKEN = re.compile(
    r"(?:(?<![0-9A-Za-z])[+\-−±])?[0-9A-Za-z]+(?:[.,:/\-~+][0-9A-Za-z]+)*[%‰℃]*|.", re.DOTALL
)
Places = list[tuple[int, int]]  # for each character of a laid-out text, where it comes from
_LONG, _SEED, _MOST_HITS, _BUCKET = 4, 5, 20, 32
_DATE_PARTS = ("y1", "y2", "y3", "y4", "m1", "m2", "m3", "d1", "d3")


@dataclass(frozen=True, slots=True)
class Token:
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One changed run with its places in both texts, as given."""

    published: str
    copy: str
    published_at: tuple[int, int]
    copy_at: tuple[int, int]

    def moved(self, by: int) -> "Difference":
        """The same where the published text begins `by` characters earlier."""
        start, end = self.published_at
        return replace(self, published_at=(start + by, end + by))


@dataclass(frozen=True, slots=True)
class Comparison:
    """`matched` tells how much of the copy stands in the published text, 0 to 1.

    `equal` tokens are the same, `longest` of them in one run.
    """

    differences: tuple[Difference, ...]
    matched: float
    equal: int
    longest: int


def tokens(text: str, *, with_marks: bool = False) -> list[Token]:
    """Comparable pieces of a text with their places in it."""
    normal, places = _laid(text)
    normal = simplified(normal)
    found: list[Token] = []
    at = 0
    for date in DATE.finditer(normal):
        _take(normal, at, date.start(), places, found)
        _take_date(date, places, found)
        at = date.end()
    _take(normal, at, len(normal), places, found)
    if with_marks:
        return found
    return [token for token in found if token.key not in SENTENCE_MARKS]


_form = lru_cache(maxsize=20_000)(norm)


def _laid(text: str) -> tuple[str, Places]:
    """norm/v1 of the text, and for each of its characters the place it comes from."""
    forms = {char: _form(char) for char in set(text)}
    if all(len(form) < 2 for form in forms.values()) and not any(map(combining, forms)):
        kept = [at for at, char in enumerate(text) if forms[char]]
        return "".join([forms[text[at]] for at in kept]), [(at, at + 1) for at in kept]
    chars: list[str] = []
    places: Places = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and combining(text[end]):
            end += 1
        form = norm(text[at:end]) if end > at + 1 else forms[text[at]]
        chars.append(form)
        places += [(at, end)] * len(form)
        at = end
    return "".join(chars), places


def _take(normal: str, start: int, end: int, places: Places, found: list[Token]) -> None:
    for match in _TOKEN.finditer(normal, start, end):
        first, last = match.span()
        if last - first == 1:
            found.append(Token(match.group(), *places[first]))
            continue
        # Where the text has a blank or a line end, two figures only seem to be one.
        for at in range(first + 1, last + 1):
            if at == last or places[at][0] > places[at - 1][1]:
                found.append(Token(normal[first:at], places[first][0], places[at - 1][1]))
                first = at


def _take_date(date: re.Match[str], places: Places, found: list[Token]) -> None:
    """A date as year, month and day, each with its own place, so that one changed day is one."""
    names = [name for name in _DATE_PARTS if date[name]]
    keys = re.findall(r"[0-9]+[年月日]", written_out(date))
    for name, key in zip(names, keys, strict=True):
        start, end = date.span(name)
        if end < date.end() and date.string[end] in "年月日号":
            end += 1
        found.append(Token(key, places[start][0], places[end - 1][1]))


def compare(published: str, copy: str) -> Comparison:
    """Differences between a copy and the place of the published text it resembles most."""
    low, high = _place_of(copy, published)
    part = published[low:high]
    found = _compared(part, copy, tokens(part), tokens(copy))
    if not found.differences:
        # Only sentence marks differ: then they are what there is to show.
        marked = tokens(part, with_marks=True), tokens(copy, with_marks=True)
        found = _compared(part, copy, *marked)
    return replace(found, differences=tuple(each.moved(low) for each in found.differences))


def _place_of(copy: str, published: str) -> tuple[int, int]:
    """The stretch of a long text from which a short copy comes, generously cut."""
    size = len(copy)
    if len(published) < _LONG * size + 2000:
        return 0, len(published)
    text, sought = simplified(published), simplified(copy)
    votes: Counter[int] = Counter()
    for start in range(0, max(size - _SEED, 0) + 1, max(1, size // 120)):
        seed = sought[start : start + _SEED]
        if text.count(seed) > _MOST_HITS:
            continue
        at = text.find(seed)
        while at >= 0:
            offset = (at - start) // _BUCKET
            votes[offset] += 1
            votes[offset + 1] += 1
            at = text.find(seed, at + 1)
    at = votes.most_common(1)[0][0] * _BUCKET if votes else 0
    return max(0, at - 2 * size - 200), min(len(published), at + 3 * size + 200)


def _compared(published: str, copy: str, ours: list[Token], theirs: list[Token]) -> Comparison:
    if not ours or not theirs:
        return Comparison((), 0.0, 0, 0)
    a, b = [t.key for t in ours], [t.key for t in theirs]
    blocks = _without_repeated_head(equal_blocks(a, b), a, b)
    equal = sum(size for _i, _j, size in blocks)
    if not blocks:
        return Comparison((), 0.0, 0, 0)
    found = []
    for i1, i2, j1, j2 in _changed(blocks, a, b):
        gone, new = "".join(a[i1:i2]), "".join(b[j1:j2])
        if gone == new:
            continue  # the same, only broken elsewhere
        if (j1 == 0 and gone.endswith(new)) or (j2 == len(b) and gone.startswith(new)):
            continue  # a date or figure that the quotation cuts
        found.append(_difference(published, copy, ours[i1:i2], theirs[j1:j2], ours, i1, theirs, j1))
    longest = max(size for _i, _j, size in blocks)
    return Comparison(tuple(found), equal / len(b), equal, longest)


def _without_repeated_head(blocks: list[Block], a: list[str], b: list[str]) -> list[Block]:
    """Blocks from the longest on, when the copy begins with words that it then says once more.

    They must not be spread over what the published text has before.
    """
    longest = max(range(len(blocks)), key=lambda n: blocks[n][2], default=0)
    if longest and _stands_in(b[: blocks[longest][1]], b[blocks[longest][1] :]):
        return blocks[longest:]
    return blocks


def _stands_in(words: list[str], text: list[str]) -> bool:
    return len(words) > 5 and "\0".join(words) in "\0".join(text)


def _difference(
    published: str,
    copy: str,
    gone: list[Token],
    new: list[Token],
    ours: list[Token],
    i: int,
    theirs: list[Token],
    j: int,
) -> Difference:
    def span(part: list[Token], all_: list[Token], at: int) -> tuple[int, int]:
        if part:
            return part[0].start, part[-1].end
        edge = all_[at].start if at < len(all_) else all_[-1].end
        return edge, edge

    mine, yours = span(gone, ours, i), span(new, theirs, j)
    return Difference(published[slice(*mine)], copy[slice(*yours)], mine, yours)


def _changed(blocks: list[Block], a: list[str], b: list[str]) -> list[tuple[int, int, int, int]]:
    """Changed runs (i1, i2, j1, j2) between equal blocks, and at the ends of the copy.

    What the published text has before and after the quotation is no difference.
    """
    runs = []
    first_i, first_j, _size = blocks[0]
    if first_j:
        replaced = 0 if _stands_in(b[:first_j], a) else first_j
        runs.append((max(0, first_i - replaced), first_i, 0, first_j))
    for (i, j, size_), (i2, j2, _s) in pairwise(blocks):
        runs.append((i + size_, i2, j + size_, j2))
    last_i, last_j, last_size = blocks[-1]
    rest = len(b) - (last_j + last_size)
    if rest:
        end = last_i + last_size
        runs.append((end, end + rest, last_j + last_size, len(b)))
    return _joined(runs, a, b)


def _is_han(key: str) -> bool:
    return len(key) == 1 and "\u4e00" <= key <= "\u9fff"


def _joined(
    runs: list[tuple[int, int, int, int]], a: list[str], b: list[str]
) -> list[tuple[int, int, int, int]]:
    """Runs with only chance matches between them become one: a rewritten sentence is one."""
    runs = list(runs)
    at = 0
    while at + 1 < len(runs):
        (i1, i2, j1, j2), (k1, k2, m1, m2) = runs[at], runs[at + 1]
        between = min(k1 - i2, m1 - j2)
        left, right = max(i2 - i1, j2 - j1), max(k2 - k1, m2 - m1)
        is_word = between == 1 and {i1 == i2, k1 == k2} == {j1 == j2, m1 == m2} == {True, False}
        # 张伟明 for 李伟东 is one name; two changed figures stay two.
        changed = a[i1:i2] + a[k1:k2] + b[j1:j2] + b[m1:m2]
        is_name = between == 1 and all(_is_han(key) for key in [*changed, a[i2]])
        is_chance = (
            is_word
            or is_name
            or (between < max(left, right) and between <= 2 and max(left, right) > 3)
            or (between <= min(left, right) and between < 6 and min(left, right) > 1)
        )
        if is_chance:
            runs[at : at + 2] = [(i1, k2, j1, m2)]
            at = max(at - 1, 0)
        else:
            at += 1
    return runs
