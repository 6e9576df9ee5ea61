"""Bytes of an uploaded list to a `Sheet`: XLSX, or CSV in UTF-8, UTF-16 or GB18030.

The format follows from the content, not from the name. Whatever cannot be shown in the public
list and would be missed (hidden sheets, macros, formula errors) is refused with the way out.
"""

import csv
import io
import zipfile
from collections.abc import Iterator

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from disclosure.uploaded_tables import (
    BROKEN,
    OLE,
    PDF,
    ZIP,
    encoding_of,
    has_content,
    is_encrypted,
)
from workflows.lists.sheet import (
    LARGEST_FILE,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_WIDE,
    Progress,
    Sheet,
    Unreadable,
    build,
)

# A workbook that unpacks to more is an attack, not a list.
LARGEST_UNPACKED = 200 * 1024 * 1024
# A cell in Excel's last column would make every row 16,384 cells wide: 20 kB become a gigabyte.
WIDEST = 100
EMPTY: list[object] = []
ERRORS = frozenset({"#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!"})


def read(data: bytes, progress: Progress | None = None) -> Sheet:
    """Header and rows of the file; `Unreadable` with a sentence for the person.

    `progress` is told the number of lines read, now and then.
    """
    if not data:
        raise Unreadable(_("这个文件是空的。"))
    if len(data) > LARGEST_FILE:
        raise Unreadable(_("文件超过 20 MB。请只留名册一张表，去掉图片。"))
    if data.startswith(OLE):
        if is_encrypted(data):
            raise Unreadable(_("这个文件打不开（有密码）。请去掉密码后再上传，其他内容已保存。"))
        raise Unreadable(_("这是旧的 XLS 格式。请在 WPS 或 Excel 里另存为 XLSX 后再上传。"))
    if data.startswith(PDF):
        raise Unreadable(_("这是 PDF，不能按列处理。请上传原来的 XLSX 或 CSV。"))
    return _workbook(data, progress) if data.startswith(ZIP) else _csv(data, progress)


def _workbook(data: bytes, progress: Progress | None) -> Sheet:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            unpacked = sum(info.file_size for info in archive.infolist())
    except zipfile.BadZipFile as error:
        raise Unreadable(_("文件不完整，打不开。请重新保存后再上传。")) from error
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Unreadable(_("文件里有宏。请另存为不带宏的 XLSX 后再上传。"))
    if unpacked > LARGEST_UNPACKED:
        raise Unreadable(_("文件展开后太大，不能处理。请只留名册一张表。"))
    if "xl/workbook.xml" not in names:
        raise Unreadable(_("这不是 Excel 表格。请上传 XLSX 或 CSV。"))
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return build(_lines(_only_sheet(book)), progress)
    except Unreadable:
        raise
    except BROKEN as error:
        raise Unreadable(_("表格打不开，可能已损坏。请另存为 XLSX 后再上传。")) from error


def _only_sheet(book):
    """The one sheet with content: what stands on another would be missed."""
    hidden = [sheet for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if any(has_content(sheet, WIDEST) for sheet in hidden):
        raise Unreadable(_("文件里有隐藏的工作表。请删除隐藏的工作表后再上传。"))
    filled = [s for s in book.worksheets if s.sheet_state == "visible" and has_content(s, WIDEST)]
    if not filled:
        raise Unreadable(_("这个文件是空的。"))
    if len(filled) > 1:
        raise Unreadable(_("文件里有几张工作表。请每张表单独存一份文件。"))
    return filled[0]


def _lines(sheet) -> Iterator[list[object]]:
    empty = 0
    sheet.reset_dimensions()  # what the file says of its own size need not be true
    for n, row in enumerate(sheet.iter_rows(max_col=WIDEST, values_only=True), start=1):
        if any(isinstance(cell, str) and cell in ERRORS for cell in row):
            raise Unreadable(_("第 %(n)d 行有公式错误（如 #REF!）。请改正后再上传。") % {"n": n})
        width = next((n for n in range(len(row), 0, -1) if row[n - 1] is not None), 0)
        if width:
            empty = 0
            yield list(row[:width])
            continue
        empty += 1
        yield EMPTY
        if empty > MOST_ROWS:
            return  # formatted, but empty to the end of the sheet


def _csv(data: bytes, progress: Progress | None) -> Sheet:
    encoding = encoding_of(data)
    if not encoding:
        raise Unreadable(_("文件的编码认不出来。请另存为 XLSX，或 UTF-8 编码的 CSV。"))
    head = data[:16_384].decode(encoding, errors="ignore")[:4096]
    separator = max(",\t;，|", key=head.count)
    # csv takes a separator of one character; the full-width comma is one as well.
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    try:
        return build(_narrow(csv.reader(text, delimiter=separator)), progress)
    except csv.Error as error:
        raise Unreadable(_("CSV 的格式不对，请另存为 XLSX 后再上传。")) from error


def _narrow(rows) -> Iterator[list[str]]:
    """Lines of a sensible width: ten thousand columns are refused at the first such line."""
    for row in rows:
        if len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:]):
            raise Unreadable(TOO_WIDE % {"n": MOST_COLUMNS})
        yield row[:MOST_COLUMNS]
