"""How many rows of a list look alike: k-anonymity before and after bands (privacy.md §6)."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from .findings import GENERALISE, KEEP
from .k_groups import MOST_NAMED
from .k_ways import Search
from .masks import mask_name
from .quasi import Quasi, kind_of
from .tables import ColumnVerdict

KINDS = ("gender", "age", "hsize", "village", "date")


def numbers(
    verdicts: Sequence[ColumnVerdict], rows: Sequence[Sequence[str]], *, required: int = 5
) -> dict[str, Any]:
    """The k numbers of a table.

    `raw`: names and quasi-identifiers as they stand; `masked`: names masked; `banded`: names
    masked, ages in tens, sizes in bands, dates by quarter, no village. Each with the smallest
    group `k` and the share of rows in groups below 3 and below `required`. `public`, `singled_out`
    and `ways` are about the table as it would be published.
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
        **_public(verdicts, rows, required),
    }


def _public(
    verdicts: Sequence[ColumnVerdict], rows: Sequence[Sequence[str]], required: int
) -> dict[str, Any]:
    """The table as the public would see it by the proposed actions: how well rows hide in it, which
    columns single rows out (row numbers from 1, never a value), and the ways to mend that."""
    columns = []
    for place, one in enumerate(verdicts):
        kind = kind_of(one.cls, one.kind, one.action)
        if kind:
            cells = [row[place].strip() if place < len(row) else "" for row in rows]
            columns.append(Quasi(place, one.name, kind, cells, int(one.action == GENERALISE)))
    search = Search(columns, len(rows), required)
    smallest, below = search.now if columns else (len(rows), 0)
    singled = search.groups.singled(search.groups.start) if below else []
    return {
        "public": {
            "columns": [column.name for column in columns],
            "k": smallest,
            "rows_below_required": below,
        },
        "singled_out": [
            {
                "columns": list(one.columns),
                "rows": [place + 1 for place in one.rows[:MOST_NAMED]],
                "count": len(one.rows),
            }
            for one in singled[:MOST_NAMED]
        ],
        "ways": [
            {
                "steps": [
                    {
                        "column": step.name,
                        "level": step.level,
                        "removed": step.is_gone,
                        "values_before": step.values_before,
                        "values_after": step.values_after,
                    }
                    for step in way.steps
                ],
                "merged_rows": way.merged,
                "k": way.smallest,
                "loss": way.loss,
            }
            for way in (search.ways() if below else [])
        ],
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
