"""An uploaded file as numbered lines of text: XLSX, or CSV in UTF-8, UTF-16 or GB18030 (pure).

The kind follows from the content, not from the name. Merged cells are filled with their value, as
the eye reads them. A formula is kept as its text, so that it is seen and refused. Everything that
could exhaust the server has its limit before it is unpacked.
"""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from disclosure.uploaded_tables import (
    BROKEN,
    OLE,
    PDF,
    ZIP,
    encoding_of,
    has_content,
    is_encrypted,
)

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 48 * 1024 * 1024
LARGEST_RATIO = 200  # beyond this a real table does not shrink
MOST_ENTRIES = 1000
MOST_LINES = 5000
MOST_COLUMNS = 60
WIDEST = 256  # looked at: one cell at XFD1 would make every row 16,384 cells wide
LONGEST_CELL = 8000
MOST_MERGED = 20_000
_MERGED = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


class Unreadable(ValueError):
    """The file cannot be read at all; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: its number as a person counts, and its cells."""

    number: int
    cells: tuple[str, ...]
    merged: frozenset[int] = frozenset()

    def cell(self, place: int) -> str:
        return self.cells[place] if place < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Lines that hold something; `encoding` is empty for a workbook."""

    lines: tuple[Line, ...]
    encoding: str = ""


def read(data: bytes) -> Grid:
    """All lines of the file; `Unreadable` with a sentence for the person."""
    if not data.strip():
        raise Unreadable("这个文件是空的。请选择填好的目录表。")
    if len(data) > LARGEST_FILE:
        raise Unreadable("文件超过 5 MB。请只留目录一张表，去掉图片后再上传。")
    if data.startswith(OLE):
        if is_encrypted(data):
            raise Unreadable("这个文件有密码，打不开。请去掉密码后再上传。")
        raise Unreadable("这是旧的 XLS 格式或 Word 文件。请另存为 XLSX 后再上传。")
    if data.startswith(PDF):
        raise Unreadable("这是 PDF，不能按列处理。请上传原来的 XLSX 或 CSV。")
    lines, encoding = _workbook(data) if data.startswith(ZIP) else _csv(data)
    kept = tuple(line for line in lines if any(line.cells))
    if not kept:
        raise Unreadable("表里没有内容。请选择填好的目录表。")
    return Grid(kept, encoding)


def _workbook(data: bytes) -> tuple[list[Line], str]:
    _refuse_bomb(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True)
        sheet = _only_sheet(book)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            merged = _merged_ranges(archive.read(sheet._worksheet_path))
        sheet.reset_dimensions()  # what the file says of its own size need not be true
        rows = sheet.iter_rows(max_col=WIDEST, values_only=True)
        table = [[_text(cell) for cell in row] for row in _limited(rows)]
    except Unreadable:
        raise
    except BROKEN as error:
        raise Unreadable("表格打不开，可能已损坏或有密码。请另存为 XLSX 后再上传。") from error
    return _filled(table, merged), ""


def _refuse_bomb(data: bytes) -> None:
    """A workbook is a zip: one that unpacks far beyond any catalogue is not opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable("文件不完整，打不开。请重新保存后再上传。") from error
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("这个文件有密码，打不开。请去掉密码后再上传。")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Unreadable("文件里有宏。请另存为不带宏的 XLSX 后再上传。")
    is_bomb = unpacked > 8 * 1024 * 1024 and unpacked / packed > LARGEST_RATIO
    if len(entries) > MOST_ENTRIES or unpacked > LARGEST_UNPACKED or is_bomb:
        raise Unreadable("文件展开后太大，不能处理。请只留目录一张表，重新保存后再上传。")
    if "xl/workbook.xml" not in names:
        raise Unreadable("这不是 Excel 表格。请上传 XLSX 或 CSV。")


def _only_sheet(book: Any) -> Any:
    """The one visible sheet with content; what stands on another would be missed."""
    filled = [
        s for s in book.worksheets if s.sheet_state == "visible" and has_content(s, MOST_COLUMNS)
    ]
    if not filled:
        raise Unreadable("表里没有内容。请选择填好的目录表。")
    # A sheet named for it wins: our own export has explanations beside it.
    named = [sheet for sheet in filled if sheet.title in ("目录", "公开目录", "数据")]
    if len(filled) > 1 and len(named) != 1:
        raise Unreadable("文件里有几张工作表。请每张表单独存一份，或把要导入的那张命名为“目录”。")
    return named[0] if named else filled[0]


def _limited(rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
    empty = 0
    for number, row in enumerate(rows, start=1):
        if number > MOST_LINES and any(cell is not None for cell in row):
            raise Unreadable(f"表超过 {MOST_LINES} 行。目录没有这么多事项，请检查文件。")
        if any(cell is not None for cell in row[MOST_COLUMNS:]):
            raise Unreadable(f"表超过 {MOST_COLUMNS} 列。请删去目录以外的列。")
        empty = 0 if any(cell is not None for cell in row) else empty + 1
        if empty > MOST_LINES:
            return  # formatted, but empty to the end of the sheet
        yield row[:MOST_COLUMNS]


def _text(cell: object) -> str:
    """A cell as a person reads it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return _clean(str(cell))


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    return text.strip(" \t\u3000\n\ufeff")[: LONGEST_CELL + 1]


def _merged_ranges(xml: bytes) -> list[tuple[int, int, int, int]]:
    """(left, top, right, bottom) of every merged area, counted from nought."""
    found, cells = [], 0
    for match in _MERGED.finditer(xml):
        left, top, right, bottom = range_boundaries(match[1].decode())
        if right > MOST_COLUMNS or bottom > MOST_LINES:
            right, bottom = min(right, MOST_COLUMNS), min(bottom, MOST_LINES)
        cells += max(0, right - left + 1) * max(0, bottom - top + 1)
        if cells > MOST_MERGED * 5:
            raise Unreadable("合并的单元格太多，不能处理。请取消合并后再上传。")
        found.append((left - 1, top - 1, right - 1, bottom - 1))
    return found


def _filled(table: list[list[str]], merged: list[tuple[int, int, int, int]]) -> list[Line]:
    """Every cell of a merged area holds what its first cell says."""
    filled: dict[int, set[int]] = {}
    for left, top, right, bottom in merged:
        value = table[top][left] if top < len(table) and left < len(table[top]) else ""
        for row in range(top, min(bottom + 1, len(table))):
            table[row] += [""] * (right + 1 - len(table[row]))
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    table[row][column] = value
                    filled.setdefault(row, set()).add(column)
    return [
        Line(n + 1, tuple(cells), frozenset(filled.get(n, ()))) for n, cells in enumerate(table)
    ]


def _csv(data: bytes) -> tuple[list[Line], str]:
    encoding, text = _decoded(data)
    csv.field_size_limit(131_072)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    lines: list[Line] = []
    try:
        for row in reader:
            if len(lines) >= MOST_LINES:
                raise Unreadable(f"表超过 {MOST_LINES} 行。目录没有这么多事项，请检查文件。")
            if len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:]):
                raise Unreadable(f"表超过 {MOST_COLUMNS} 列。请删去目录以外的列。")
            lines.append(Line(len(lines) + 1, tuple(_clean(cell) for cell in row[:MOST_COLUMNS])))
    except csv.Error as error:
        raise Unreadable("CSV 的格式不对（可能少了引号）。请另存为 XLSX 后再上传。") from error
    return lines, encoding


def _separator(text: str) -> str:
    """The sign that gives the first lines one width; cells have commas and semicolons too."""

    def evenness(sign: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(text[:65_536], newline=""), delimiter=sign)
        try:
            widths = Counter(len(row) for row in islice(reader, 40))
        except csv.Error:
            return 0, 0
        width, often = max(widths.items(), key=lambda pair: (pair[0] > 3, pair[1], pair[0]))
        return (often, width) if width > 3 else (0, width)

    return max(",\t;|，", key=evenness)


def _decoded(data: bytes) -> tuple[str, str]:
    encoding = encoding_of(data)
    text = data.decode(encoding) if encoding else ""
    if not encoding or "\x00" in text:
        raise Unreadable("文件的编码认不出来。请另存为 XLSX，或 UTF-8 编码的 CSV。")
    return encoding, text
