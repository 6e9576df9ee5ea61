"""A text as the rules see it: normalised, with sentences, lines and the cells of tables in it."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from .headers import header_class
from .normalise import Normal, normalise

SENTENCE_END = re.compile(r"[。；;！!？?\n]")
# A tab, a comma of CSV, a bar, two blanks; a full-width comma never builds a table.
SEPARATORS = ("\t", ",", "|", "  ")
MAX_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Cell:
    start: int
    end: int
    column: str  # class of the column, "" when its header says nothing
    header: str


class Document:
    """Offsets in this class are those of the normalised text."""

    def __init__(self, text: str):
        self.normal: Normal = normalise(text)
        self.text = self.normal.text

    def before(self, start: int, size: int) -> str:
        """Up to `size` signs left of `start`, not beyond the line."""
        left = self.text[max(0, start - size) : start]
        return left[left.rfind("\n") + 1 :]

    def after(self, end: int, size: int) -> str:
        """Up to `size` signs right of `end`, not beyond the line."""
        return self.text[end : end + size].partition("\n")[0]

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """The sentence around [start, end); a table row counts as one."""
        stops = self._stops
        place = bisect_right(stops, start - 1 if start else 0)
        first = stops[place - 1] + 1 if place and stops[place - 1] < start else 0
        last = stops[bisect_right(stops, end - 1) :]
        return first, last[0] if last else len(self.text)

    @cached_property
    def _stops(self) -> list[int]:
        return [match.start() for match in SENTENCE_END.finditer(self.text)]

    def cell(self, start: int) -> Cell | None:
        """The table cell that contains `start`."""
        place = bisect_right(self._cell_starts, start) - 1
        if place >= 0 and start < self.cells[place].end:
            return self.cells[place]
        return None

    def column(self, start: int) -> str:
        """The class of the column at `start`, or ""."""
        cell = self.cell(start)
        return cell.column if cell else ""

    def label(self, start: int, size: int = 12) -> str:
        """What announces a value: the column header, else the words left of it."""
        cell = self.cell(start)
        left = self.before(start, size)
        if cell:
            left = cell.header + left[max(0, len(left) - (start - cell.start)) :]
        return left

    @cached_property
    def _cell_starts(self) -> list[int]:
        return [cell.start for cell in self.cells]

    @cached_property
    def cells(self) -> list[Cell]:
        """Cells of all tables written as lines with separators, in order."""
        cells: list[Cell] = []
        header: list[tuple[str, str]] = []
        separator = ""
        offset = 0
        for line in self.text.split("\n"):
            if separator and _is_row(line, separator, len(header)):
                cells += _cells(line, offset, separator, header)
            else:
                separator, header = _header(line)
            offset += len(line) + 1
        return cells


def _is_row(line: str, separator: str, columns: int) -> bool:
    parts = _split(line, separator)
    return 2 <= len(parts) <= columns + 1


def _header(line: str) -> tuple[str, list[tuple[str, str]]]:
    """The separator and the (class, text) of each column when the line is a table header."""
    for separator in SEPARATORS:
        if separator not in line:
            continue
        names = [part.strip() for _, part in _split(line, separator)]
        classes = [header_class(name) if len(name) <= 20 else "" for name in names]
        known = sum(map(bool, classes))
        enough = 2 if separator == "  " else 1
        if 2 <= len(names) <= MAX_COLUMNS and known >= enough and known * 2 >= len(names):
            return separator, list(zip(classes, names, strict=True))
    return "", []


def _cells(line: str, offset: int, separator: str, header: list[tuple[str, str]]) -> list[Cell]:
    cells = []
    for (start, part), (column, name) in zip(_split(line, separator), header, strict=False):
        cells.append(Cell(offset + start, offset + start + len(part), column, name))
    return cells


def _split(line: str, separator: str) -> list[tuple[int, str]]:
    """(offset, text) of each part; runs of blanks are one separator, quotes hide commas."""
    if separator == "  ":
        return [(match.start(), match.group()) for match in re.finditer(r"\S+(?: \S+)*", line)]
    if separator == "," and '"' in line:
        parts = [
            (m.start(), m.group()) for m in re.finditer(r'"[^"\n]*"|[^,\n]+|(?<=,)(?=,)', line)
        ]
        return parts
    parts, offset = [], 0
    for part in line.split(separator):
        parts.append((offset, part))
        offset += len(part) + len(separator)
    if separator == "|":
        return [(start, part) for start, part in parts if part.strip()]
    return parts
