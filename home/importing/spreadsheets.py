"""First sheet of an XLSX workbook, read row by row and with limits (pure)."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from .headers import recognised

LARGEST_UNPACKED = 256 * 1024**2
LARGEST_RATIO = 200
MOST_ENTRIES = 5000
HEADER_WITHIN_ROWS = 10
MOST_COLUMNS = 256  # a cell at XFD1 would make every row 16,384 cells wide


def sheet_rows(file, unreadable: type[Exception]) -> Iterator[tuple[int, dict, str]]:
    """(row number, cells by header, problem) per row below the header row."""
    _refuse_bomb(file, unreadable)
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
        yield from _rows(rows, unreadable)
        book.close()
    except (InvalidFileException, KeyError, IndexError, ParseError, zipfile.BadZipFile) as problem:
        raise unreadable("不是有效的 .xlsx 工作簿，或已加密、损坏") from problem


def _rows(rows, unreadable: type[Exception]) -> Iterator[tuple[int, dict, str]]:
    header: list[str] = []
    for number, cells in enumerate(rows, start=1):
        if not any(cells) or not any(str(cell).strip() for cell in cells if cell is not None):
            continue
        if not header:
            names = [str(cell).strip() if cell is not None else "" for cell in cells]
            if recognised(names):
                header = names
            elif number >= HEADER_WITHIN_ROWS:
                break
            continue
        pairs = zip(header, map(_plain, cells), strict=False)
        yield number, {name: value for name, value in pairs if name}, ""
    if not header:
        raise unreadable("前十行中没有可识别的表头：至少应有“标题”和“正文”两列（或 title、text）")


def _plain(cell):
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return cell


def _refuse_bomb(file, unreadable: type[Exception]) -> None:
    """A workbook is a zip: refuse one that would unpack far beyond any real table."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            unpacked = sum(entry.file_size for entry in entries)
            packed = sum(entry.compress_size for entry in entries) or 1
    except (zipfile.BadZipFile, OSError, ValueError) as problem:
        raise unreadable("压缩包已损坏") from problem
    if "xl/workbook.xml" not in names:
        raise unreadable("不是 .xlsx 工作簿（可能是Word文件或普通压缩包）")
    if len(entries) > MOST_ENTRIES or unpacked > LARGEST_UNPACKED:
        raise unreadable("工作簿解压后过大，已停止读取")
    if unpacked > 16 * 1024**2 and unpacked / packed > LARGEST_RATIO:
        raise unreadable("工作簿压缩比异常，已停止读取")
    file.seek(0)
