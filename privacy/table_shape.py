"""Where a table begins and ends: title lines, headers of one or two rows, totals and sign-offs."""

import re
from collections.abc import Sequence

from .column_values import shapes
from .headers import header_class

TOP = 12  # rows among which the header must be
UNNAMED = re.compile(
    r"(?:列|第?\d+列|字段|column|col|field|unnamed:?|f|[A-Z])\s*\d*$",
    re.IGNORECASE,
)
# A header never looks like these (所患疾病 does look like an illness).
VALUE_ONLY = frozenset(
    "RESIDENT_ID PERSONAL_PHONE BANK_ACCOUNT EMAIL PLATE date number gender".split()
)
LONGEST_NAME = 24
TOTAL = re.compile(
    r"(?:本页|全[村镇乡县区]|累计)?[合总小共][\s　]*计(?:[:：(（].*|\d.*|[户人元笔].*)?$"
)
SIGN_OFF = re.compile(
    r"(?:制表|填表|填报|审核|复核|经办|负责|分管|单位负责|主管|联系)(?:人|领导|单位|日期|时间|电话)?\s*[:：(（]"
    r"|(?:单位|部门)?[(（]?(?:盖章|公章|签字|签章)[)）]?|^(?:注|备注|说明|附注)\s*[:：]"
    r"|^(?:公示|公布|举报|监督|填报)(?:时间|日期|期|电话|单位)\s*[:：]"
)
ALWAYS_PERSONAL = frozenset("RESIDENT_ID DISABILITY_CERT PERSONAL_PHONE BANK_ACCOUNT".split())


def header_rows(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """(first row of the header, number of its rows) among the top rows; (-1, 0) without one.

    All rows must have the same length.
    """
    for place, row in enumerate(rows[:TOP]):
        if is_header(row):
            follows = rows[place + 1] if place + 1 < len(rows) else None
            if follows is not None and _continues(row, follows):
                return place, 2
            return place, 1
        if place + 1 < len(rows) and _spans(row, rows[place + 1]):
            return place, 2
    return -1, 0


def is_header(row: Sequence[str]) -> bool:
    """Whether the row names columns: half of its cells are known words and none is a value."""
    filled = [cell for cell in row if cell]
    if len(filled) < 2 or len(set(filled)) < 2:
        return False
    if all(UNNAMED.fullmatch(cell) for cell in filled):
        return True
    if any(shapes(cell) & VALUE_ONLY for cell in filled):
        return False
    known = sum(header_class(cell) != "" and len(cell) <= LONGEST_NAME for cell in filled)
    return known * 2 >= len(filled) and not (
        len(filled) <= 3 and len(row) >= 6 and _is_note(filled)
    )


def _is_note(filled: Sequence[str]) -> bool:
    """单位：某镇　日期：某日 above a table is no header."""
    return sum(":" in cell or "：" in cell for cell in filled) * 2 > len(filled)


def _continues(top: Sequence[str], below: Sequence[str]) -> bool:
    """Whether a second row names the parts of columns that the first one joined."""
    filled = [cell for cell in below if cell]
    gaps = [n for n, cell in enumerate(top) if not cell or (n and cell == top[n - 1])]
    if not filled or any(shapes(cell) & VALUE_ONLY for cell in filled):
        return False
    parts = [below[n] for n in gaps if below[n]]
    named = sum(header_class(cell) != "" or len(cell) <= 6 for cell in filled)
    known = sum(header_class(cell) != "" for cell in filled)
    if not gaps:
        return False
    return bool(parts) and known * 2 >= len(filled) and named == len(filled)


def _spans(top: Sequence[str], below: Sequence[str]) -> bool:
    """Whether an upper row of group names (家庭情况, 银行信息) stands above a header."""
    filled = [cell for cell in top if cell]
    if len(filled) < 2 or any(shapes(cell) & VALUE_ONLY for cell in filled):
        return False
    if _is_note(filled) or any(len(cell) > LONGEST_NAME for cell in filled):
        return False
    if not is_header(below):
        return False
    # A column the lower row leaves empty must be named above: else the upper row is a title.
    return any(cell and not low for cell, low in zip(top, below, strict=True))


def joined(rows: Sequence[Sequence[str]]) -> list[str]:
    """The names of the columns from one or two header rows; empty where a column has none."""
    if len(rows) == 1:
        return list(rows[0])
    top, names, last = rows[0], [], ""
    for upper, lower in zip(top, rows[1], strict=True):
        last = upper or (last if lower else "")
        group = last if lower else upper
        names.append(lower if lower == group or not group else f"{group}{lower}")
    return names


def is_footer(row: Sequence[str]) -> bool:
    """A line of totals or a sign-off: it stands for no person."""
    filled = [cell for cell in row if cell]
    if not filled:
        return False
    first = filled[0]
    if TOTAL.match(first) or (len(filled) > 1 and first.isdigit() and TOTAL.match(filled[1])):
        return not _is_personal(filled)
    few = len(filled) <= max(2, len(row) // 2)
    return few and bool(SIGN_OFF.search(first)) and not _is_personal(filled)


def _is_personal(filled: Sequence[str]) -> bool:
    return any(shapes(cell) & ALWAYS_PERSONAL - {"BANK_ACCOUNT"} for cell in filled[1:])


def numbered_names(names: Sequence[str]) -> list[str]:
    """Two columns of one name get a number each, so that decisions can tell them apart."""
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name}（{seen[name]}）")
    return out
