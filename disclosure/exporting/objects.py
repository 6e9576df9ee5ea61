"""JSON: an array of objects or one object per line, written row by row (pure).

Decimals are written as the numbers they are, digit by digit; a float would change them.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from .columns import Cell, Column, Row, in_batches

PIECE = 64 * 1024


def json_pieces(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """One array, an object a line: readable as a whole and by line."""
    return in_batches(_array(columns, rows), PIECE)


def jsonl_pieces(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """JSON Lines: every line is an object of its own."""
    return in_batches((f"{line}\n" for line in _objects(columns, rows)), PIECE)


def _array(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    yield "["
    between = "\n"
    for line in _objects(columns, rows):
        yield between + line
        between = ",\n"
    yield "\n]\n"


def _objects(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    keys = [json.dumps(column.name) for column in columns]
    for row in rows:
        pairs = zip(keys, row, strict=True)
        yield "{" + ", ".join(f"{key}: {value_of(cell)}" for key, cell in pairs) + "}"


def value_of(cell: Cell) -> str:
    """A cell as JSON."""
    if cell is None:
        return "null"
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, int):
        return str(cell)
    if isinstance(cell, date):
        return f'"{cell.isoformat()}"'
    return json.dumps(cell, ensure_ascii=False)
