"""CSV for spreadsheets and programs: UTF-8 with a byte order mark, typed values in ISO form (pure).

A text that a spreadsheet would take for a formula is kept text, as in the tables of an item.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from disclosure.table_files import csv_cell, delimited

from .columns import Cell, Column, Row, heads, written


def csv_pieces(columns: Sequence[Column], rows: Iterable[Row], language: str = "") -> Iterator[str]:
    """The table in pieces, the first with the byte order mark and the head."""
    lines = ([_cell(cell) for cell in row] for row in rows)
    return delimited(chain([heads(columns, language)], lines))


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        # Only texts can be taken for a formula: a number may well begin with a minus.
        return csv_cell(cell) if cell else ""
    return written(cell)
