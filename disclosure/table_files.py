"""Public tables as files for reuse: CSV and XLSX, written row by row (pure).

The same table gives the same bytes: no clock, no producer, no user name goes into a file. A cell
that a spreadsheet would take for a formula is text in both.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO
from xml.sax.saxutils import escape

Row = Sequence[str]
BOM = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# A plain figure may begin with a minus. Longer ones are numbers of things, not quantities.
_FIGURE = re.compile(r"-?(0|[1-9]\d{0,2}(,\d{3})+|[1-9]\d{0,13})(\.\d{1,8})?")
# XML 1.0 has no form for these.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
ROWS_AT_ONCE = 500
PIECE = 64 * 1024  # signs of CSV handed on at once
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip knows


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: its name, and its rows from the head on."""

    name: str
    rows: Callable[[], Iterable[Row]]
    head_rows: int = 1


def is_figure(cell: str) -> bool:
    """Whether a cell is a quantity to reckon with; a code such as 007 is not."""
    return _FIGURE.fullmatch(cell) is not None


def csv_cell(cell: str) -> str:
    """The cell, made text by a leading apostrophe where it would be taken for a formula."""
    if cell.startswith(FORMULA_STARTS) and not is_figure(cell):
        return f"'{cell}"
    return cell


def csv_pieces(rows: Iterable[Row]) -> Iterator[str]:
    """CSV text in pieces, with a byte order mark: spreadsheets guess wrong without."""
    return delimited([csv_cell(cell) for cell in row] for row in rows)


def delimited(lines: Iterable[Sequence[object]]) -> Iterator[str]:
    """Cells as they are, in pieces of about `PIECE` signs."""
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer, lineterminator="\r\n")
    for line in lines:
        writer.writerow(line)
        if buffer.tell() >= PIECE:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    if buffer.tell():
        yield buffer.getvalue()


def write_xlsx(file: IO[bytes], sheets: Sequence[Sheet]) -> None:
    """A workbook of plain cells into `file`; memory does not grow with the rows."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, text in workbook_frame([sheet.name for sheet in sheets]):
            archive.writestr(workbook_entry(name), text)
        for number, sheet in enumerate(sheets, start=1):
            with archive.open(workbook_entry(f"xl/worksheets/sheet{number}.xml"), "w") as part:
                for piece in _sheet_pieces(sheet):
                    part.write(piece.encode())


def workbook_entry(name: str) -> zipfile.ZipInfo:
    """A part of a workbook without the hour at which it was written."""
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook_frame(names: Sequence[str], styles: str = "") -> Iterator[tuple[str, str]]:
    """(part, XML) of everything in a workbook besides its sheets."""
    numbers = range(1, len(names) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
        f'ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
        for n in numbers
    )
    if styles:
        overrides += f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET_TYPE}.styles+xml"/>'
        yield "xl/styles.xml", styles
    yield (
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        f"{overrides}</Types>",
    )
    yield (
        "_rels/.rels",
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    )
    named = "".join(
        f'<sheet name="{_attribute(name[:31])}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in enumerate(names, start=1)
    )
    yield (
        "xl/workbook.xml",
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{named}</sheets>'
        "</workbook>",
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATIONS}/worksheet" '
        f'Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    if styles:
        related += (
            f'<Relationship Id="rId{len(names) + 1}" Type="{_RELATIONS}/styles" '
            'Target="styles.xml"/>'
        )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
    )


def _sheet_pieces(sheet: Sheet) -> Iterator[str]:
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}">'
    if sheet.head_rows:
        yield (
            '<sheetViews><sheetView workbookViewId="0"><pane '
            f'ySplit="{sheet.head_rows}" topLeftCell="A{sheet.head_rows + 1}" '
            'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        )
    yield "<sheetData>"
    piece: list[str] = []
    for number, row in enumerate(sheet.rows()):
        piece.append(f"<row>{''.join(map(_cell, row))}</row>")
        if number % ROWS_AT_ONCE == ROWS_AT_ONCE - 1:
            yield "".join(piece)
            piece.clear()
    yield "".join(piece) + "</sheetData></worksheet>"


def _cell(cell: str) -> str:
    if not cell:
        return "<c/>"
    if is_figure(cell):
        return f"<c><v>{cell.replace(',', '')}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(clean_xml(cell))}</t></is></c>'


def _attribute(text: str) -> str:
    return escape(clean_xml(text), {'"': "&quot;"})


def clean_xml(text: str) -> str:
    """Without the signs for which XML has no form."""
    return _NO_XML.sub("", text)
