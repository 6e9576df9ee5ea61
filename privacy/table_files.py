"""Cells of CSV and XLSX files as text, in whatever encoding offices write them."""

import csv
import io
from datetime import datetime
from itertools import islice
from pathlib import Path

from openpyxl import load_workbook

ENCODINGS = ("utf-8-sig", "gb18030", "utf-16")
MAX_ROWS = 100_000
MAX_COLUMNS = 1_000


class UnreadableTable(ValueError):
    """The file is no table we can read."""


def read_grid(path: Path) -> list[list[str]]:
    """All rows of the first sheet with content; UnreadableTable when the kind or the encoding is unknown."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _workbook(path)
    return _delimited(path.read_bytes())


def _workbook(path: Path) -> list[list[str]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        raise UnreadableTable("not a readable workbook") from error
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in seen or book.worksheets:
        # A cell in the last column of Excel would make every row 16,384 cells wide.
        rows = sheet.iter_rows(values_only=True, max_row=MAX_ROWS, max_col=MAX_COLUMNS)
        grid = [_trimmed([_text(cell) for cell in row]) for row in rows]
        if any(grid):
            return grid
    return []


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _text(cell: object) -> str:
    """A cell as a person reads it: no .0 behind whole numbers, no midnight behind dates."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell)


def _delimited(content: bytes) -> list[list[str]]:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in content[:200]:
        encodings = ("utf-16-le" if content.index(0) % 2 else "utf-16-be",)
    else:
        encodings = ENCODINGS[:2]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        head = text[:4000]
        delimiter = max(",\t;|，", key=head.count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            return [row[:MAX_COLUMNS] for row in islice(reader, MAX_ROWS)]
        except csv.Error as error:
            raise UnreadableTable("not a readable CSV") from error
    raise UnreadableTable("unknown text encoding")
