"""One sheet of a workbook, streamed: visible cells with what they show, nothing else is kept."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from .model import Refused
from .number_formats import shown_number, shown_text
from .rich_text import RichText
from .xlsx_conditions import Conditions
from .xlsx_styles import Look, Looks
from .xml_parts import stream

MOST_CELLS = 250_000
MOST_MERGES = 20_000
MOST_SIGNS = 6_000_000
MOST_AREAS = 1_000  # of one conditional format
LARGEST_ROW = 1_048_576
LARGEST_COLUMN = 16_384
FLATTEST, NARROWEST = 1.6, 0.2  # points of height, signs of width
TOO_MANY = (
    "表格太大（超过 25 万个有内容的单元格），不能审查。请分成几个文件；名册请在“受助名册”里导入。"
)
PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
Area = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass(slots=True)
class Shown:
    """The text of one visible cell; `is_bold` as in the sheet."""

    text: str
    is_bold: bool = False


@dataclass(slots=True)
class Sheet:
    """Visible cells by (row, column) from 1, merged areas, and what was left out."""

    cells: dict[tuple[int, int], Shown] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_columns: bytearray = field(default_factory=lambda: bytearray(LARGEST_COLUMN + 1))
    hidden_rows: set[int] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)

    def is_hidden_column(self, column: int) -> bool:
        return bool(self.hidden_columns[column])


class Reader:
    """Handlers for the stream of one sheet."""

    def __init__(self, strings: list[str], looks: Looks, *, is_1904: bool):
        self.sheet = Sheet()
        self._strings, self._looks, self._is_1904 = strings, looks, is_1904
        self._row = self._column = 0
        self._row_hidden = self._zero_height = False
        self._signs = 0  # shown so far: one long string may be used by every cell
        self._kind = self._style = self._held = ""
        self._rich, self._conditions = RichText(), Conditions(looks)
        self._value, self._has_formula = "", False
        # Cells hidden by a row or column: a merged area may still show them.
        self._veiled: dict[tuple[int, int], Shown] = {}

    def read(self, chunks: Iterable[bytes]) -> Sheet:
        stream(chunks, self._start, self._end, self._characters)
        for place in [
            one for one, cell in self.sheet.cells.items() if self._conditions.hide(one, cell.text)
        ]:
            del self.sheet.cells[place]
            self.sheet.dropped.add("invisible_text")
        self._merge()
        return self.sheet

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "x.row":
            self._open_row(attributes)
        elif tag == "x.c":
            self._open_cell(attributes)
        elif tag == "x.v":
            self._held = tag
        elif tag == "x.is":
            self._rich, self._held = RichText(), tag
        elif tag == "x.f":
            self._has_formula = True
        elif tag == "x.col":
            self._columns(attributes)
        elif tag == "x.sheetFormatPr":
            self._zero_height = attributes.get("zeroHeight") in ("1", "true")
        elif tag == "x.mergeCell":
            area = area_of(attributes.get("ref", ""))
            if area and len(self.sheet.merges) <= MOST_MERGES:
                self.sheet.merges.append(area)
        elif tag in NOTED:
            self.sheet.dropped.add(NOTED[tag])
        elif tag == "x.conditionalFormatting":
            places = attributes.get("sqref", "").split()[:MOST_AREAS]
            self._conditions.begin([area for one in places if (area := area_of(one, single=True))])
        elif tag == "x.cfRule":
            self._conditions.rule(attributes)
        elif tag == "x.formula":
            self._held = tag
        elif self._held == "x.is":
            self._rich.start(tag, attributes)

    def _characters(self, text: str) -> None:
        if self._held == "x.v":
            self._value += text
        elif self._held == "x.is":
            self._rich.characters(text)
        elif self._held == "x.formula":
            self._conditions.formula(text)

    def _end(self, tag: str) -> None:
        if tag == self._held:
            if tag == "x.is":
                self._value = self._rich.text
                self.sheet.dropped |= self._rich.dropped
            self._held = ""
        elif tag == "x.c":
            self._close_cell()
        elif tag == "x.cfRule":
            self._conditions.end()
        elif self._held == "x.is":
            self._rich.end(tag)

    def _open_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isdigit() else self._row + 1
        self._column = 0
        height = _float(attributes.get("ht"))
        shut = attributes.get("hidden") in ("1", "true")
        low = height is not None and height < FLATTEST
        self._row_hidden = shut or low or (self._zero_height and height is None)

    def _open_cell(self, attributes: dict[str, str]) -> None:
        place = PLACE.fullmatch(attributes.get("r", ""))
        self._column = number_of(place.group(1)) if place else self._column + 1
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self._value, self._has_formula = "", False

    def _close_cell(self) -> None:
        if self._has_formula:
            self.sheet.dropped.add("formulas")
        if not self._value or self._row > LARGEST_ROW or self._column > LARGEST_COLUMN:
            return
        look = self._looks.look(self._style)
        text = self._shown(look)
        if not text:
            self.sheet.dropped.add("invisible_text")
            return
        place = (self._row, self._column)
        if self._row_hidden or self.sheet.is_hidden_column(self._column):
            self.sheet.dropped.add("hidden_rows" if self._row_hidden else "hidden_columns")
            self._veiled[place] = Shown(text, look.is_bold)
        else:
            self.sheet.cells[place] = Shown(text, look.is_bold)
        if self._row_hidden:
            self.sheet.hidden_rows.add(self._row)
        self._signs += len(text)
        if len(self.sheet.cells) + len(self._veiled) > MOST_CELLS or self._signs > MOST_SIGNS:
            raise Refused(TOO_MANY)

    def _shown(self, look: Look) -> str:
        value = self._value
        if look.is_hidden:
            return ""
        if self._kind == "s":
            index = int(value) if value.isdigit() else -1
            return (
                shown_text(self._strings[index], look.code)
                if 0 <= index < len(self._strings)
                else ""
            )
        if self._kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if self._kind in ("str", "inlineStr"):
            return shown_text(value, look.code)
        if self._kind in ("e", "d"):
            return value
        return shown_number(value.strip(), look.code, is_1904=self._is_1904)

    def _columns(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        width = _float(attributes.get("width"))
        shut = attributes.get("hidden") in ("1", "true")
        if (
            first.isdigit()
            and last.isdigit()
            and (shut or (width is not None and width < NARROWEST))
        ):
            start, end = min(int(first), LARGEST_COLUMN), min(int(last), LARGEST_COLUMN)
            self.sheet.hidden_columns[start : end + 1] = b"\1" * (end + 1 - start)

    def _merge(self) -> None:
        """Only the first cell of a merged area is shown, also when its own row is hidden."""
        sheet = self.sheet
        if not sheet.merges:
            return
        if len(sheet.merges) > MOST_MERGES:
            raise Refused(TOO_MANY)
        kept = []
        for area in sheet.merges:
            corner = (area[0], area[1])
            shown = sheet.cells.get(corner) or self._veiled.get(corner)
            seen = _first_seen(sheet, area)
            if seen is None or shown is None:
                continue
            sheet.cells[corner] = shown
            kept.append((*seen, area[2], area[3], corner))
        covered = _covered(sheet, sheet.merges)
        for place in covered:
            del sheet.cells[place]
            sheet.dropped.add("covered_cells")
        sheet.merges = []
        for row, column, last_row, last_column, corner in kept:
            moved = sheet.cells.pop(corner, None)
            if moved is not None:
                sheet.cells[row, column] = moved
                sheet.merges.append((row, column, last_row, last_column))


NOTED = {
    "x.drawing": "drawings",
    "x.legacyDrawing": "comments",
    "x.dataValidation": "data_validation",
    "x.hyperlink": "links",
    "x.headerFooter": "print_header",
    "x.picture": "images",
}


def _covered(sheet: Sheet, areas: list[Area]) -> set[tuple[int, int]]:
    """Cells with text under a merged area."""
    by_row: dict[int, list[Area]] = {}
    rows = sorted({row for row, _ in sheet.cells})
    pairs = 0
    for area in areas:
        for row in rows[bisect_left(rows, area[0]) : bisect_right(rows, area[2])]:
            by_row.setdefault(row, []).append(area)
            pairs += 1
        if pairs > MOST_CELLS:
            raise Refused(TOO_MANY)
    return {
        (row, column)
        for row, column in sheet.cells
        for area in by_row.get(row, ())
        if area[1] <= column <= area[3] and (row, column) != (area[0], area[1])
    }


def _first_seen(sheet: Sheet, area: Area) -> tuple[int, int] | None:
    """The first visible place of an area, None when it is hidden altogether."""
    row = next((one for one in range(area[0], area[2] + 1) if one not in sheet.hidden_rows), None)
    column = next(
        (one for one in range(area[1], area[3] + 1) if not sheet.is_hidden_column(one)), None
    )
    return (row, column) if row is not None and column is not None else None


def area_of(reference: str, *, single: bool = False) -> Area | None:
    """A1:B3 as numbers; None when it leaves the sheet or, unless `single`, is one cell."""
    first, _, last = reference.partition(":")
    start, end = PLACE.fullmatch(first), PLACE.fullmatch(last or first)
    if start is None or end is None:
        return None
    area = (int(start[2]), number_of(start[1]), int(end[2]), number_of(end[1]))
    is_right = 1 <= area[0] <= area[2] <= LARGEST_ROW and area[1] <= area[3] <= LARGEST_COLUMN
    return area if is_right and (single or area[:2] != area[2:]) else None


def number_of(letters: str) -> int:
    """A is 1, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _float(value: str | None) -> float | None:
    try:
        return float(value) if value else None
    except ValueError:
        return None
