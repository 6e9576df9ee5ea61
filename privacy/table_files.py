"""Cells of CSV and XLSX files as text, in whatever encoding offices write them."""

import csv
import io
from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook

ENCODINGS = ("utf-8-sig", "gb18030", "utf-16")
MAX_ROWS = 100_000


class UnreadableTable(ValueError):
    """The file is no table we can read."""


def read_grid(path: Path) -> list[list[str]]:
    """All rows of the first sheet; UnreadableTable when the kind or the encoding is unknown."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _workbook(path)
    return _delimited(path.read_bytes())


def _workbook(path: Path) -> list[list[str]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        raise UnreadableTable("not a readable workbook") from error
    rows = book.worksheets[0].iter_rows(values_only=True, max_row=MAX_ROWS)
    return [[_text(cell) for cell in row] for row in rows]


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
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ENCODINGS[:2]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        head = text[:4000]
        delimiter = max(",\t;|", key=head.count)
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))[:MAX_ROWS]
    raise UnreadableTable("unknown text encoding")
