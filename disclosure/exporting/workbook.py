"""XLSX with typed cells, written row by row into a file; memory does not grow with the rows (pure).

Numbers are numbers, dates are dates; everything else is text and never a formula. The same rows
give the same bytes: no clock and no user name goes into the file.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import IO
from xml.sax.saxutils import escape

from disclosure.table_files import clean_xml, workbook_entry, workbook_frame

from .columns import DATE, DATETIME, Cell, Row

MOST_ROWS = 1_048_575  # a sheet's rows without its head
MOST_SIGNS = 32_767  # of one cell
CUT = "……（单元格放不下，全文见 JSON）"
LARGEST_EXACT = 10**15  # a spreadsheet counts in doubles: longer numbers are written as text
ROWS_AT_ONCE = 400
# Styles of the cells, in the order of _STYLES.
_PLAIN, _HEAD, _DATE, _MOMENT, _WRAPPED = range(5)
_FIRST_DAY = date(1899, 12, 30)  # day 0 of a spreadsheet
_BEIJING = timezone(timedelta(hours=8))
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_NAMESPACE}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE7F0F8"/></patternFill></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment wrapText="1" vertical="top"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """`head` is the frozen first row; `types` tell the width; `is_prose` wraps long cells."""

    name: str
    head: Sequence[str]
    rows: Iterable[Row]
    types: Sequence[str] = ()
    is_prose: bool = False


def write_workbook(file: IO[bytes], sheets: Sequence[Sheet]) -> int:
    """Write the sheets one after the other; the number of rows of the first."""
    counted = [0] * len(sheets)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for name, text in workbook_frame([sheet.name for sheet in sheets], styles=_STYLES):
            archive.writestr(workbook_entry(name), text)
        for place, sheet in enumerate(sheets):
            entry = workbook_entry(f"xl/worksheets/sheet{place + 1}.xml")
            with archive.open(entry, "w", force_zip64=True) as part:
                for piece, rows in _pieces(sheet):
                    part.write(piece.encode())
                    counted[place] += rows
    return counted[0]


def _pieces(sheet: Sheet) -> Iterator[tuple[str, int]]:
    yield _opening(sheet), 0
    waiting: list[str] = []
    long = _WRAPPED if sheet.is_prose else _PLAIN
    for row in sheet.rows:
        waiting.append(f"<row>{''.join([_cell(cell, long) for cell in row])}</row>")
        if len(waiting) == ROWS_AT_ONCE:
            yield "".join(waiting), len(waiting)
            waiting.clear()
    yield "".join(waiting), len(waiting)
    yield "</sheetData></worksheet>", 0


def _opening(sheet: Sheet) -> str:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{_width(sheet, n - 1)}" customWidth="1"/>'
        for n in range(1, len(sheet.head) + 1)
    )
    head = "".join(_text(label, _HEAD) for label in sheet.head)
    return (
        f'{_XML}<worksheet xmlns="{_NAMESPACE}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData><row>{head}</row>"
    )


def _width(sheet: Sheet, place: int) -> int:
    """In digits: Han signs are two wide."""
    if sheet.is_prose:
        return 16 if place < len(sheet.head) - 1 else 80
    kind = sheet.types[place] if place < len(sheet.types) else ""
    if kind == DATETIME:
        return 17
    if kind == DATE:
        return 12
    return min(40, max(10, 2 * len(sheet.head[place]) + 2))


def _cell(cell: Cell, long: int) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, str):
        return _text(cell, long)
    if isinstance(cell, bool):
        return f'<c t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, int | Decimal):
        if not -LARGEST_EXACT < cell < LARGEST_EXACT:
            return _text(str(cell), _PLAIN)
        return f"<c><v>{cell:f}</v></c>" if isinstance(cell, Decimal) else f"<c><v>{cell}</v></c>"
    return _day(cell)


def _day(cell: date | datetime) -> str:
    if not isinstance(cell, datetime):
        days = (cell - _FIRST_DAY).days
        # Before 1 March 1900 a spreadsheet counts a day that never was.
        return f'<c s="{_DATE}"><v>{days}</v></c>' if days > 60 else _text(cell.isoformat(), 0)
    local = cell.astimezone(_BEIJING)
    days = (local.date() - _FIRST_DAY).days
    share = (local.hour * 3600 + local.minute * 60 + local.second) / 86400
    if days <= 60:
        return _text(local.isoformat(), _PLAIN)
    return f'<c s="{_MOMENT}"><v>{days + share:.9f}</v></c>'


def _text(text: str, style: int) -> str:
    if len(text) > MOST_SIGNS:
        text = text[: MOST_SIGNS - len(CUT)] + CUT
    styled = f' s="{style}"' if style else ""
    words = escape(clean_xml(text))
    return f'<c t="inlineStr"{styled}><is><t xml:space="preserve">{words}</t></is></c>'
