"""A new XLSX written from nothing: values as shown, no formulas, names, authors or times."""

import re
from collections.abc import Iterator

from .blocks import Cell, Content, Paragraph, Table, letters
from .formulas import as_text
from .package_writing import content_types, escape, package, relationships

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
X = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
# Shown numbers that a spreadsheet can hold without changing a digit.
NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?")
LONGEST_CELL = 32_767
LONGEST_NAME = 31
FORBIDDEN_IN_NAMES = re.compile(r"[\\/*?:\[\]\x00-\x1f']")
NARROW, WIDE = 6, 60  # signs
PLAIN, BOLD, HEAD = 0, 1, 2
_FONT = '<name val="宋体"/><family val="3"/><charset val="134"/>'
STYLES = (
    f'<styleSheet {X}><fonts count="2"><font><sz val="11"/>{_FONT}</font>'
    f'<font><b/><sz val="11"/>{_FONT}</font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid">'
    '<fgColor rgb="FFE8EEF4"/></patternFill></fill></fills><borders count="2">'
    "<border><left/><right/><top/><bottom/><diagonal/></border><border>"
    + "".join(
        f'<{side} style="thin"><color rgb="FFBFBFBF"/></{side}>'
        for side in ("left", "right", "top", "bottom")
    )
    + "<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3">'
    + "".join(
        f'<xf numFmtId="0" fontId="{font}" fillId="{fill}" borderId="1" xfId="0" applyAlignment="1">'
        '<alignment vertical="center" wrapText="1"/></xf>'
        for font, fill in ((0, 0), (1, 0), (1, 2))
    )
    + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def write(content: Content) -> bytes:
    """The bytes of the workbook; the same content gives the same bytes."""
    sheets = list(_sheets(content))
    kinds = {"xl/workbook.xml": "spreadsheetml.sheet.main", "xl/styles.xml": "spreadsheetml.styles"}
    rels = [("styles", "styles", "styles.xml")]
    listed, parts = [], {}
    for place, (name, table) in enumerate(sheets, 1):
        path = f"worksheets/sheet{place}.xml"
        kinds[f"xl/{path}"] = "spreadsheetml.worksheet"
        rels.append((f"sheet{place}", "worksheet", path))
        listed.append(f'<sheet name="{escape(name)}" sheetId="{place}" r:id="sheet{place}"/>')
        parts[f"xl/{path}"] = _sheet(table)
    return package(
        {
            "[Content_Types].xml": content_types(kinds),
            "_rels/.rels": relationships([("book", "officeDocument", "xl/workbook.xml")]),
            "xl/workbook.xml": f"<workbook {X}><sheets>{''.join(listed)}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": relationships(rels),
            "xl/styles.xml": STYLES,
            **parts,
        }
    )


def _sheets(content: Content) -> Iterator[tuple[str, Table]]:
    """Each table under the name above it; names are made fit and different."""
    name = ""
    used: set[str] = set()
    tables = list(content.tables()) or [Table([])]
    for block in content.blocks or tables:
        if isinstance(block, Paragraph):
            name = FORBIDDEN_IN_NAMES.sub("", block.text).strip()[:LONGEST_NAME]
            continue
        fit = name or f"表{block.number or 1}"
        while fit.lower() in used:
            fit = f"{fit[: LONGEST_NAME - 3]}_{len(used) + 1}"
        used.add(fit.lower())
        yield fit, block


def _sheet(table: Table) -> str:
    widths = "".join(
        f'<col min="{place}" max="{place}" width="{_width(table, place - 1)}" customWidth="1"/>'
        for place in range(1, table.width + 1)
    )
    merges = list(_merges(table))
    merged = f'<mergeCells count="{len(merges)}">{"".join(merges)}</mergeCells>' if merges else ""
    frozen = ""
    if 0 < table.head < len(table.rows):
        cell = f"A{table.head + 1}"
        frozen = (
            f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{table.head}" topLeftCell="{cell}" '
            'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        )
    rows = "".join(_row(table, line) for line in range(len(table.rows)))
    columns = f"<cols>{widths}</cols>" if widths else ""
    return f"<worksheet {X}>{frozen}{columns}<sheetData>{rows}</sheetData>{merged}</worksheet>"


def _row(table: Table, line: int) -> str:
    style = HEAD if table.titles <= line < table.head else PLAIN
    cells = "".join(
        _cell(cell, f"{letters(column)}{line + 1}", style)
        for column, cell in enumerate(table.rows[line], 1)
        if cell is not None
    )
    return f'<row r="{line + 1}">{cells}</row>'


def _cell(cell: Cell, place: str, style: int) -> str:
    text = cell.text
    if style == PLAIN and text and all(run.bold for run in cell.runs):
        style = BOLD
    if not text:
        return f'<c r="{place}" s="{style}"/>'
    if NUMBER.fullmatch(text):
        return f'<c r="{place}" s="{style}"><v>{text}</v></c>'
    shown = escape(as_text(text)[:LONGEST_CELL])
    return (
        f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'
    )


def _merges(table: Table) -> Iterator[str]:
    for line, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            if cell is not None and (cell.colspan > 1 or cell.rowspan > 1):
                bottom = min(line + cell.rowspan, len(table.rows))
                right = min(column + cell.colspan, table.width)
                if (bottom, right) != (line + 1, column + 1):
                    corner = f"{letters(column + 1)}{line + 1}"
                    yield f'<mergeCell ref="{corner}:{letters(right)}{bottom}"/>'


def _width(table: Table, column: int) -> int:
    """Signs that fit the longest short cell of the column; Han signs count two."""
    longest = NARROW
    for row in table.rows[:200]:
        cell = row[column] if column < len(row) else None
        if cell is not None and cell.colspan == 1:
            size = max(sum(2 if ord(s) > 0x2E7F else 1 for s in t) for t in cell.text.split("\n"))
            longest = max(longest, size + 2)
    return min(longest, WIDE)
