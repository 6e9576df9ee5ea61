"""XLSX to its visible content: what a person sees who opens the file and changes nothing."""

import re
from xml.etree.ElementTree import Element

from .blocks import Cell, Content, Paragraph, Run, Table
from .model import Refused, Unreadable
from .packages import LARGEST_MEMBER, Package
from .rich_text import shared_strings
from .xlsx_sheet import MOST_CELLS, TOO_MANY, Reader, Sheet, Shown
from .xlsx_styles import Looks
from .xml_parts import BROKEN

MOST_COLUMNS = 256
MOST_SHEETS = 100
WIDE = "表格超过 256 列有内容，不能审查。请只留要公开的列。"
SHEETS = "工作表太多（超过 100 张），不能审查。请分成几个文件。"
LEFT_OUT_PARTS = {
    "xl/comments": "comments",
    "xl/threadedcomments": "comments",
    "xl/persons": "comments",
    "docprops/thumbnail": "thumbnail",
    "docprops/": "metadata",
    "customxml/": "custom_xml",
    "xl/externallinks": "external_links",
    "xl/pivotcache": "pivot_cache",
    "xl/media": "images",
    "xl/charts": "charts",
    "xl/connections": "connections",
    "xl/querytables": "connections",
    "xl/embeddings": "embedded_objects",
    "xl/revisions": "revisions",
    "_xmlsignatures/": "signature",
}
# Empty rows and cells are most of a bloated sheet. Only plain ones with a place of their own.
_VALUE = r'(?: [\w:]+="[\w.:\- ]*")*'
EMPTY_ROW = re.compile(rf'<row r="\d+"{_VALUE} ?/>|<row r="\d+"{_VALUE} ?></row>'.encode())
EMPTY_CELL = re.compile(rb'<c r="[A-Z]{1,3}\d{1,7}"(?: s="\d+")?(?: t="\w+")? ?/>')


def read(package: Package) -> Content:
    """A paragraph with the name and a table for each visible sheet with content."""
    main = package.related("", "officeDocument")
    workbook = package.xml(main)
    if workbook is None:
        raise Unreadable(BROKEN)
    dropped: set[str] = set()
    looks = Looks(package.xml(package.related(main, "styles")))
    part = package.related(main, "sharedStrings")
    strings = shared_strings(package.chunks(part), dropped) if part else []
    properties = workbook.find("x.workbookPr")
    is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    content = Content("xlsx", dropped=dropped)
    total = 0
    for name, part in _visible(package, main, workbook.findall("x.sheets/x.sheet"), dropped):
        reader = Reader(strings, looks, is_1904=is_1904)
        sheet = reader.read([trimmed(package.read(part, largest=LARGEST_MEMBER))])
        dropped |= sheet.dropped
        total += len(sheet.cells)
        if total > MOST_CELLS:
            raise Refused(TOO_MANY)
        if sheet.cells:
            content.blocks += [Paragraph([Run(name)], role="sheet"), table_of(sheet)]
    if workbook.find("x.definedNames") is not None:
        dropped.add("defined_names")
    _note_parts(package, dropped)
    return content


def _visible(
    package: Package, main: str, sheets: list[Element], dropped: set[str]
) -> list[tuple[str, str]]:
    """(name, part) of the sheets that are shown; chart sheets are pictures and left out."""
    rels = package.rels(main)
    found = []
    if len(sheets) > MOST_SHEETS:
        raise Refused(SHEETS)
    for sheet in sheets:
        rel = rels.get(sheet.get("r.id", ""))
        if sheet.get("state", "visible") != "visible":
            dropped.add("hidden_sheet")
        elif rel is None or rel.is_external or rel.target not in package:
            raise Unreadable(BROKEN)
        elif rel.kind != "worksheet":
            dropped.add("charts")
        else:
            found.append((sheet.get("name", ""), rel.target))
    return found


def trimmed(data: bytes) -> bytes:
    """The sheet without its empty rows and cells: a million of them cost no time."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:200]:
        return data
    return EMPTY_ROW.sub(b"", EMPTY_CELL.sub(b"", data))


def table_of(sheet: Sheet) -> Table:
    """The filled rows and columns, moved together; merged areas shrink with them."""
    rows = sorted({row for row, _ in sheet.cells})
    columns = sorted({column for _, column in sheet.cells})
    if len(columns) > MOST_COLUMNS:
        raise Refused(WIDE)
    if len(rows) * len(columns) > 8 * MOST_CELLS:
        raise Refused(TOO_MANY)
    row_of = {row: place for place, row in enumerate(rows)}
    column_of = {column: place for place, column in enumerate(columns)}
    grid: list[list[Cell | None]] = [[None] * len(columns) for _ in rows]
    for (row, column), shown in sheet.cells.items():
        grid[row_of[row]][column_of[column]] = Cell([_run(shown)])
    for first, left, last, right in sheet.merges:
        cell = grid[row_of[first]][column_of[left]] if (first, left) in sheet.cells else None
        if cell is not None:
            cell.rowspan = sum(first <= row <= last for row in rows)
            cell.colspan = sum(left <= column <= right for column in columns)
    return Table(grid)


def _run(shown: Shown) -> Run:
    return Run(shown.text.replace("\r\n", "\n").replace("_x000D_", ""), shown.is_bold)


def _note_parts(package: Package, dropped: set[str]) -> None:
    for name in package.names:
        kind = next(
            (k for start, k in LEFT_OUT_PARTS.items() if name.lower().startswith(start)), ""
        )
        if kind:
            dropped.add(kind)
