"""A passage somebody holds, in the forms in which it is looked up and compared (pure).

Source: verification specification §7. Exactness is decided on norm/v1 alone; the folded forms
serve the second try (other script, other notation of dates, page headers mixed in).
"""

import re
import unicodedata
from functools import cache

from ledger.textnorm import UNCOMPARED_CATEGORIES
from search.language import folding
from search.language.folding import fold
from search.segment import HAN

SHORTEST = 12  # normalised characters
LONGEST = 100_000  # characters of a pasted text
WINDOW = 10  # characters or figures
SHORT_PASSAGE, SHORT_WINDOW, SHORT_STEP = 160, 6, 3
MOST_WINDOWS = 48
_SURROGATES = re.compile("[\ud800-\udfff]")


def norm(text: str) -> str:
    """norm/v1, the same as `ledger.textnorm.norm_v1`, quickly; lone surrogates become U+FFFD."""
    text = "".join(unicodedata.normalize("NFKC", printable(text)).split())
    if text.isprintable():
        return text
    return "".join(c for c in text if unicodedata.category(c) not in UNCOMPARED_CATEGORIES)


def printable(text: str) -> str:
    """The text without lone surrogates, which no encoding can carry any further."""
    return _SURROGATES.sub("\ufffd", text)


@cache
def _simplified() -> dict[int, str]:
    """Traditional to simplified, one to one, case and everything else kept."""
    table = {ord(sign): to for sign, to in folding.simplified().items()}
    # Forms of Taiwan and Hong Kong that the table of the mainland leaves alone.
    table.update(zip(map(ord, "裡綫麪羣峯牀爲衆啓幷臺產"), "里线面群峰床为众启并台产", strict=True))
    return table


def simplified(text: str) -> str:
    return text.translate(_simplified())


# -- notation -------------------------------------------------------------------------------
_ZEROS = "〇零○0０"
_DIGIT = dict(zip("〇零○一二三四五六七八九", "000123456789", strict=True))
_NUMBER = "(?:[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]|[0-9]{1,2})"
_YEAR = f"(?:(?:19|20)[0-9]{{2}}|[一二][{_ZEROS}一二三四五六七八九]{{3}})"
# A day needs its year in the forms with signs: 3-5 and 3/5 alone may be anything.
DATE = re.compile(
    rf"(?<![0-9.])(?:(?P<y1>{_YEAR})年)?(?P<m1>{_NUMBER})月(?P<d1>{_NUMBER})[日号](?!文|召)"
    rf"|(?P<y2>{_YEAR})年(?P<m2>{_NUMBER})月"
    r"|(?<![0-9A-Za-z.\-/])(?P<y3>(?:19|20)[0-9]{2})(?P<s>[-./])(?P<m3>[0-9]{1,2})(?P=s)"
    r"(?P<d3>[0-9]{1,2})(?=[0-9]{1,2}[时点]|(?![0-9A-Za-z]|[-./][0-9]))"
    rf"|(?P<y4>[一二][{_ZEROS}一二三四五六七八九]{{3}})年"
)
_DOCUMENT_YEAR = re.compile(
    r"[〔\[(【﹝〖「{<《]((?:19|20)[0-9]{2})[〕\])】﹞〗」}>》](?=第?[0-9]{1,5}号)"
)


def _count(numeral: str) -> str:
    """A month or day as digits without a leading zero."""
    if numeral.isdigit() and numeral.isascii():
        return str(int(numeral))
    tens, ten, ones = numeral.rpartition("十")
    high = (int(_DIGIT[tens]) if tens else 1) if ten else 0
    return str(10 * high + (int(_DIGIT[ones]) if ones else 0))


def _in_digits(year: str) -> str:
    return "".join(_DIGIT.get(char, char) for char in year)


def written_out(match: re.Match[str]) -> str:
    """A date in the one notation 2026年9月1日, whatever it was written in."""
    found = match.groupdict()
    year = found["y1"] or found["y2"] or found["y3"] or found["y4"]
    month, day = found["m1"] or found["m2"] or found["m3"], found["d1"] or found["d3"]
    return (
        (f"{_in_digits(year)}年" if year else "")
        + (f"{_count(month)}月" if month else "")
        + (f"{_count(day)}日" if day else "")
    )


def one_notation(normal: str) -> str:
    """norm/v1 text with every date and the brackets of document numbers in one notation."""
    return _DOCUMENT_YEAR.sub(r"〔\1〕", DATE.sub(written_out, normal))


# -- quotation marks and dashes --------------------------------------------------------------
# Forms of the same mark, one to one. Which marks stand where is never folded.
_PLAIN = str.maketrans(
    "“”„‟〝〞«»「」『』" + "‘’‚‛" + "—–―─‐‑‒−" + "•・‧∙", '"' * 12 + "'" * 4 + "-" * 8 + "·" * 4
)


def plain_marks(normal: str) -> str:
    """norm/v1 text with every quotation mark, dash and middle dot in one form."""
    return normal.translate(_PLAIN)


_OUTER = re.compile("^[\\s…“”\"'‘’「」『』·.]*(?:…|\\.{3,}|[“”\"'‘’「」『』])[\\s.]*")
_OUTER_END = re.compile("[\\s]*(?:[…]+|\\.{3,}|[”\"'’」』]+)[\\s…”\"'’」』]*$")


def without_marks(passage: str) -> str:
    """The passage without the quotation marks and dots around a quotation."""
    return _OUTER_END.sub("", _OUTER.sub("", passage))


# -- looking up -----------------------------------------------------------------------------
_RUN = re.compile(f"[{HAN}0-9a-zA-Z\u00c0-\u024f]+")
_ATOM = re.compile(f"[{HAN}]|[^{HAN}]+")
_BLANK = re.compile(r"\s+")
SHORTEST_WINDOW = 4  # characters


def windows(passage: str) -> list[str]:
    """Pieces of the passage to look up as phrases: between punctuation, spread over its length.

    Empty when nothing in it could stand in an index (another script, only signs). A figure is
    never cut, and one at an end of the passage is left out: it may be cut already.
    """
    folded = fold(unicodedata.normalize("NFC", printable(passage))).strip()
    joined = _RUN.findall(_BLANK.sub("", folded))
    is_short = sum(map(len, joined)) <= SHORT_PASSAGE
    size, step = (SHORT_WINDOW, SHORT_STEP) if is_short else (WINDOW, WINDOW)
    # Blanks and line ends may or may not stand in the published text.
    runs = [*joined, *_RUN.findall(folded)] if is_short else joined
    ends = {joined[0], joined[-1], runs[-1], runs[len(joined)]} if is_short and joined else set()
    found: dict[str, None] = {}
    for run in runs:
        atoms = _ATOM.findall(run)
        if run in ends and len(atoms) > 1:
            atoms = atoms[_is_figure(atoms[0]) : len(atoms) - _is_figure(atoms[-1])]
        for start in [*range(0, max(len(atoms) - size, 0) + 1, step), max(len(atoms) - size, 0)]:
            window = "".join(atoms[start : start + size])
            if len(window) >= SHORTEST_WINDOW:
                found.setdefault(window)
    return spread(list(found), MOST_WINDOWS)


def _is_figure(atom: str) -> bool:
    return atom.isascii()


def spread(pieces: list[str], most: int) -> list[str]:
    """At most so many of the pieces, evenly over all."""
    if len(pieces) <= most:
        return pieces
    last = len(pieces) - 1
    return [pieces[at * last // (most - 1)] for at in range(most)]
