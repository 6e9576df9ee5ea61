"""How many rows of a list look alike: k-anonymity before and after bands (privacy.md §6)."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from .findings import KEEP
from .masks import mask_name
from .tables import ColumnVerdict

KINDS = ("gender", "age", "hsize", "village", "date")


def numbers(
    verdicts: Sequence[ColumnVerdict], rows: Sequence[Sequence[str]], *, required: int = 5
) -> dict[str, Any]:
    """The k numbers of a table.

    `raw`: names and quasi-identifiers as they stand; `masked`: names masked; `banded`: names
    masked, ages in tens, sizes in bands, dates by quarter, no village. Each with the smallest
    group `k` and the share of rows in groups below 3 and below `required`.
    """
    names = [
        place for place, one in enumerate(verdicts) if one.kind == "name" and one.action != KEEP
    ]
    quasi = [place for place, one in enumerate(verdicts) if one.kind in KINDS]
    kinds = {place: verdicts[place].kind for place in quasi}

    def cell(row: Sequence[str], place: int) -> str:
        return row[place].strip() if place < len(row) else ""

    raw = [tuple(cell(row, place) for place in (*names, *quasi)) for row in rows]
    masked = [
        (*(mask_name(cell(row, place)) for place in names), *(cell(row, place) for place in quasi))
        for row in rows
    ]
    banded = [
        tuple(band(kinds[place], cell(row, place)) for place in quasi if kinds[place] != "village")
        for row in rows
    ]
    return {
        "rows": len(rows),
        "required": required,
        "quasi": [verdicts[place].name for place in quasi],
        "raw": _groups(raw, required),
        "masked": _groups(masked, required),
        "banded": _groups(banded, required),
    }


def band(kind: str, value: str) -> str:
    """A coarser value: tens of years, 1 · 2 · 3-4 · 5+ persons, quarter of a year."""
    digits = re.findall(r"\d+", value)
    if not digits:
        return value
    if kind == "age":
        start = int(digits[0]) // 10 * 10
        return f"{start}-{start + 9}"
    if kind == "hsize":
        size = int(digits[0])
        return "5+" if size > 4 else "3-4" if size > 2 else str(size)
    if kind == "date":
        month = int(digits[1]) if len(digits) > 1 else 0
        return f"{digits[0]}Q{(month + 2) // 3}" if month else digits[0]
    return value


def _groups(keys: list[tuple[str, ...]], required: int) -> dict[str, Any]:
    sizes = Counter(keys)
    total = len(keys) or 1
    small = {limit: sum(sizes[key] < limit for key in keys) / total for limit in (3, required)}
    return {
        "k": min(sizes.values(), default=0),
        "below_3": round(small[3], 3),
        "below_required": round(small[required], 3),
    }
