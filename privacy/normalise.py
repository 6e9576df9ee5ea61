"""One spelling for what looks the same, with a map back to the offsets of the original.

privacy.md §4: NFKC except ，；。！？, zero-width signs dropped, dashes and middle dots unified;
HTML entities and percent escapes read, Traditional characters read as Simplified ones.
"""

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from html import unescape
from urllib.parse import unquote

from . import lexicon

KEPT = frozenset("，；。！？…《》〔〕【】“”‘’、")
DASHES = frozenset("‐‑‒–—―−﹣－﹘ー⁃─")
DOTS = frozenset("•‧∙⋅・･●﹒᛫ꞏ·")
INVISIBLE = frozenset(
    map(chr, [0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F),
              *range(0x2060, 0x2070), *range(0xFE00, 0xFE10)])
)  # fmt: skip
ESCAPES = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|nbsp|amp|lt|gt|quot|middot|ensp|emsp|thinsp|zwnj|zwj|shy);"
    r"|(?:%[0-9a-fA-F]{2}){1,300}"
)
NUMERALS = str.maketrans(
    "〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺兩两⓪①②③④⑤⑥⑦⑧⑨",
    "00123456789123456789122" + "0123456789",
)
# Seven signs in a row are no year, no article number and no count: somebody spells a number.
SPELT = re.compile(r"(?:[〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两⓪①-⑨\d][ \-.]?){7,40}")


@dataclass(frozen=True, slots=True)
class Normal:
    """Normalised `text`; sign i stands for original[starts[i]:ends[i]]."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original that the non-empty range [start, end) stands for."""
        return self.starts[start], self.ends[end - 1]

    def normal(self, start: int, end: int) -> tuple[int, int]:
        """The range of this text that covers the original's [start, end)."""
        return bisect_left(self.ends, start + 1), bisect_left(self.starts, end)


def normalise(text: str) -> Normal:
    """Normalise any text; lengths may differ, offsets can always be mapped back."""
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def put(value: str, start: int, end: int) -> None:
        for char in value:
            for sign in _sign(char):
                signs.append(sign)
                starts.append(start)
                ends.append(end)

    position = 0
    for escape in ESCAPES.finditer(text):
        for index in range(position, escape.start()):
            put(text[index], index, index + 1)
        put(_unescaped(escape.group()), escape.start(), escape.end())
        position = escape.end()
    for index in range(position, len(text)):
        put(text[index], index, index + 1)
    plain = SPELT.sub(_digits, "".join(signs))
    return Normal(plain, tuple(starts), tuple(ends))


def _unescaped(escape: str) -> str:
    if escape[0] == "&":
        return unescape(escape)
    try:
        return unquote(escape, errors="strict")
    except UnicodeDecodeError:
        return escape


def _digits(match: re.Match[str]) -> str:
    value = match.group()
    spelt = sum(
        sign in "〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两" or not sign.isascii()
        for sign in value
    )
    return value.translate(NUMERALS) if spelt else value


@cache
def _sign(char: str) -> str:
    """What one character becomes: nothing, itself, or its compatible spelling."""
    if char in INVISIBLE:
        return ""
    if char in KEPT or "\u2460" <= char <= "\u24ff" or "\u3200" <= char <= "\u32ff":
        return char
    if char in DASHES:
        return "-"
    if char in DOTS:
        return "·"
    plain = unicodedata.normalize("NFKC", char)
    return "".join(_simplified().get(sign, sign) for sign in plain)


@cache
def _simplified() -> dict[str, str]:
    """Traditional to Simplified, from pairs written together in data/traditional.txt."""
    return {pair[0]: pair[1] for pair in lexicon.words("traditional")}
