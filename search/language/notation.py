"""Numbers of documents and dates in whatever notation, as keys both engines can look up (pure).

`吉政办函[2018]120号`, `吉政办函（2018）120 号` and the official 〔〕 form give one key.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from search.language.folding import normalised
from search.segment import HAN

_OPEN, _CLOSE = "〔\\[\\(【﹝〖「{<", "〕\\]\\)】﹞〗」}>"
_NUMERALS = "〇○零一二三四五六七八九"
_DIGITS = {
    **{char: str(max(at - 2, 0)) for at, char in enumerate(_NUMERALS)},
    **{str(digit): str(digit) for digit in range(10)},
}
_BRACKETED = re.compile(
    f"([{HAN}]{{1,14}}?)\\s*(?:[{_OPEN}]\\s*((?:19|20)\\d\\d)\\s*年?\\s*[{_CLOSE}]|((?:19|20)\\d\\d)\\s*年?)"
    "\\s*第?\\s*(\\d{1,5})\\s*号?"
)
# Without brackets only a word that ends like one of these is taken for a document number.
_ENDINGS = tuple("发函字电令规审罚批")
_ORDER = re.compile(
    f"([{HAN}]{{0,10}}令)\\s*\\(?\\s*(?:第\\s*(\\d{{1,5}})\\s*号?|(\\d{{1,5}})\\s*号)\\s*\\)?"
    f"|([{HAN}]{{2,10}}?)\\s*第?\\s*(\\d{{1,5}})\\s*号令"
)
_ITEM = re.compile(r"(?<![0-9a-z.-])([a-z][0-9a-z.-]*-(?:19|20)\d\d-\d{5})(?![0-9])")
_DATE = re.compile(
    r"((?:19|20)\d\d)\s*(?:年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号])?"
    r"|[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d))"
)
# Where a date may begin; what follows decides. One sign alone, so that a long text is passed fast.
_BEGINNING = re.compile(f"[12一二](?=[09]\\d\\d|[{_NUMERALS}]{{3}}年)")
_LONGEST_DATE = 60  # signs, blanks included
_PERIOD = re.compile(r"((?:19|20)\d\d)(?:[年/.-](\d{1,2})(?:[月/.-](\d{1,2})[日号]?|月)?|年)?")
_PERIOD_RUN = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)?")
# Eight digits in a question that can be a day; in a text they are as likely some other number.
_DAY_RUN = re.compile(r"(?<![\d-])((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?![\d-])")
_CHINESE_YEAR = re.compile(f"([一二][{_NUMERALS}]{{3}})(?=年)")
_CHINESE_DAY = re.compile("([一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[月日号])")
_CHINESE_AGE = re.compile(
    "([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]百|百)(?=周?岁)"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?:\s*年度?)?")
# Words that may stand before a document number in running text without being part of it.
_LEAD = re.compile(
    "^(?:根据|按照|依据|关于|参见|见|查|找|搜|文号|请问|发布的?|印发的?|文件|和|与|及|的|以)+"
)


@dataclass(frozen=True, slots=True)
class Spotted:
    """What a query names exactly, and the rest of its text."""

    document_keys: tuple[str, ...]
    item_number: str
    date_keys: tuple[str, ...]
    years: tuple[int, ...]
    rest: str


def _count(chinese: str) -> int:
    """Value of a small Chinese number such as 二十八 or 十; 百 counts a hundred."""
    if chinese.endswith("百"):
        return 100 * int(_DIGITS.get(chinese[0], "1") if len(chinese) > 1 else 1)
    tens, ten, ones = chinese.rpartition("十")
    high = (int(_DIGITS[tens]) if tens else 1) if ten else 0
    return 10 * high + (int(_DIGITS[ones]) if ones else 0)


def arabic(text: str) -> str:
    """Chinese numerals of years, months, days and ages written in digits; the rest untouched."""
    text = _CHINESE_YEAR.sub(lambda m: "".join(_DIGITS[char] for char in m.group(1)), text)
    text = _CHINESE_DAY.sub(lambda m: str(_count(m.group(1))), text)
    return _CHINESE_AGE.sub(lambda m: str(_count(m.group(1))), text)


def _document_key(match: re.Match[str]) -> str | None:
    word = _LEAD.sub("", match.group(1))
    bracketed, bare, serial = match.group(2), match.group(3), match.group(4)
    if not word or word.startswith("第") or (bare and not word.endswith(_ENDINGS)):
        return None
    return f"{word}|{bracketed or bare}|{int(serial)}"


def document_keys(text: str) -> list[str]:
    """Keys of the document numbers in a normalised text, in order, without repetition."""
    return list(dict.fromkeys(key for key, _start, _end in _spot_documents(text)))


def _spot_documents(text: str) -> list[tuple[str, int, int]]:
    found = []
    for match in _BRACKETED.finditer(text):
        key = _document_key(match)
        if key:
            lead = len(match.group(1)) - len(_LEAD.sub("", match.group(1)))
            found.append((key, match.start() + lead, match.end()))
    for match in _ORDER.finditer(text):
        word = _LEAD.sub("", match.group(1) or f"{match.group(4)}令")
        word = word.replace("中华人民共和国", "")
        word = "国务院令" if word == "国令" else word
        serial = match.group(2) or match.group(3) or match.group(5)
        found.append((f"{word}||{int(serial)}", match.start(), match.end()))
    return found


def date_keys(text: str) -> list[str]:
    """`m201806` and `d20180620` for every date with a month in a normalised text."""
    found: dict[str, None] = {}
    for beginning in _BEGINNING.finditer(text):
        start = beginning.start()
        match = _DATE.match(arabic(text[start : start + _LONGEST_DATE]))
        if match is None:
            continue
        year, month = match.group(1), int(match.group(2) or match.group(4) or 0)
        day = int(match.group(3) or match.group(5) or 0)
        if 1 <= month <= 12:
            found[f"m{year}{month:02d}"] = None
            if 1 <= day <= 31:
                found[f"d{year}{month:02d}{day:02d}"] = None
    return list(found)


def days_of(text: str) -> tuple[str, str] | None:
    """First and last day (ISO) of one year, month or day in any notation; None for anything else.

    2018, 2018年, 2018-06, 2018年6月, 201806, 20180620, 二〇一八年六月二十日.
    """
    bare = arabic(normalised(text)).replace(" ", "")
    match = _PERIOD.fullmatch(bare) or _PERIOD_RUN.fullmatch(bare)
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        return None
    return first.isoformat(), last.isoformat()


def spot(query: str) -> Spotted:
    """Take the document numbers, item number, dates and years out of a normalised query."""
    item = _ITEM.search(query)
    rest = query.replace(item.group(1), " ") if item else query
    documents = _spot_documents(rest)
    for _key, start, end in reversed(documents):
        rest = f"{rest[:start]} {rest[end:]}"
    rest = _DAY_RUN.sub(r"\1-\2-\3", arabic(rest))
    dates = date_keys(rest)
    finest = [key for key in dates if key.startswith("d")] or dates
    years = sorted({int(year) for year in _YEAR.findall(rest)})
    rest = _YEAR.sub(" ", _DATE.sub(" ", rest))
    return Spotted(
        document_keys=tuple(dict.fromkeys(key for key, _s, _e in documents)),
        item_number=item.group(1) if item else "",
        date_keys=tuple(finest),
        years=tuple(years),
        rest=" ".join(rest.split()),
    )


def key_of(document_number: str) -> str:
    """Key of an item's own document number as stored (any notation), or ''."""
    keys = document_keys(normalised(document_number))
    return keys[0] if keys else ""


def phrase_of(key: str) -> str:
    """A key as the run of words by which an index finds it cited in a text."""
    word, year, serial = key.split("|")
    return f"{word} {year} {serial}" if year else f"{word}第{serial}"


def cites(folded: str, key: str) -> bool:
    """Whether a folded text names the document of this key, in any notation."""
    word, year, serial = key.split("|")
    if word not in folded:
        return False
    between = f"[{_OPEN}\\s]*{year}年?[{_CLOSE}\\s]*第?\\s*" if year else "\\s*第?\\s*"
    return re.search(f"{re.escape(word)}{between}{serial}(?!\\d)", folded) is not None
