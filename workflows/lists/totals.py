"""Lines below a public list that add up: counted on the original, never on what is shown.

Their words are content, in Chinese whatever the language of the reviewer's screen.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from privacy.quasi import amount_of
from workflows.lists.columns import ListColumn
from workflows.lists.sheet import Sheet

# A standard or a price per piece is no sum of anything.
NOT_ADDED = re.compile("标准|单价|面积|档次")
PERSONS = re.compile("户")


def unit_of(columns: Sequence[ListColumn]) -> str:
    """What a row is: a household where the list knows its size, else a person."""
    household = any(c.kind == "hsize" or PERSONS.search(c.name) for c in columns)
    return "户" if household else "人"


def is_added(column: ListColumn) -> bool:
    return column.kind in ("amount", "hsize") and not NOT_ADDED.search(column.name)


def sum_of(sheet: Sheet, column: ListColumn, places: Sequence[int] | None = None) -> str:
    """Sum of the column's cells (or of the rows at `places`); "" when a cell is no number."""
    chosen = range(len(sheet.rows)) if places is None else places
    total = Decimal(0)
    for place in chosen:
        cell = sheet.rows[place][column.index]
        if not cell:
            continue
        amount = amount_of(cell)
        if amount is None:
            return ""
        total += Decimal(str(amount))
    return format(total.normalize(), "f") if total else "0"


def lines(
    sheet: Sheet, columns: list[ListColumn], shown: list[ListColumn], gone: Sequence[int]
) -> list[dict]:
    """The lines 其他 (rows not shown singly) and 合计 for `RecipientTable.totals`."""
    unit, count = unit_of(columns), len(sheet.rows)
    found = []
    if gone:
        label = f"其他 {len(gone)} {unit}（合并）"
        found.append(_line("other", label, len(gone), sheet, shown, gone))
    label = f"合计 {count} {unit}"
    found.append(_line("total", label, count, sheet, shown, None))
    return found


def _line(kind: str, label: str, count: int, sheet: Sheet, shown, places) -> dict:
    cells = [sum_of(sheet, column, places) if is_added(column) else "" for column in shown]
    return {"kind": kind, "label": label, "count": count, "cells": cells}


def only_totals(sheet: Sheet, columns: list[ListColumn]) -> tuple[list[str], dict]:
    """(labels, the line 合计) where the list itself is not public: how many, how much in all."""
    added = [column for column in columns if is_added(column) and not _is_hidden(column)]
    sums = [(column.name, sum_of(sheet, column)) for column in added]
    sums = [(name, cell) for name, cell in sums if cell]
    count = len(sheet.rows)
    label = f"合计 {count} {unit_of(columns)}"
    cells = [cell for _name, cell in sums]
    return [name for name, _cell in sums], {
        "kind": "total",
        "label": label,
        "count": count,
        "cells": cells,
    }


def _is_hidden(column: ListColumn) -> bool:
    return column.action == "remove" or bool(column.cls and column.cls not in ("QUASI", "NONE"))
