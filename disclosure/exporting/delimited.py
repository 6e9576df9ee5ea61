"""CSV for spreadsheets and programs: UTF-8 with a byte order mark, typed values in ISO form (pure).

A text that a spreadsheet would take for a formula is kept text, as in the tables of an item.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from disclosure.table_files import BOM, csv_cell

from .columns import Cell, Column, Row, heads, written

PIECE = 64 * 1024  # characters handed on at once


def csv_pieces(columns: Sequence[Column], rows: Iterable[Row], language: str = "") -> Iterator[str]:
    """The table in pieces, the first with the byte order mark and the head."""
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(heads(columns, language))
    for row in rows:
        writer.writerow([_cell(cell) for cell in row])
        if buffer.tell() >= PIECE:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    if buffer.tell():
        yield buffer.getvalue()


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        # Only texts can be taken for a formula: a number may well begin with a minus.
        return csv_cell(cell) if cell else ""
    return written(cell)
