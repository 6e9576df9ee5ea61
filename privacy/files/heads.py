"""Which rows of a table are its column headers, also two of them, and which tables are forms."""

import re
from dataclasses import dataclass

from privacy import table_shape
from privacy.column_values import shapes
from privacy.headers import header_class
from privacy.policy import class_keys

from .blocks import Table

LONGEST_LABEL = 14
ANSWERED = re.compile(r"[:：]\s*[^\s:：]")  # 姓名：张三 is no name of a column
MOST_FORM_ROWS = 60  # looked at: longer tables are lists


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that share one header: `names` by column, header from `head`, body `start` to `end`."""

    names: tuple[str, ...]
    head: int
    start: int
    end: int


def texts(table: Table) -> list[list[str]]:
    """The table as strings, all rows of the same length."""
    grid = [[cell.text.strip() if cell else "" for cell in row] for row in table.rows]
    width = table.width
    return [row + [""] * (width - len(row)) for row in grid]


def is_form(table: Table) -> bool:
    """Labels and values side by side (姓名 | 张三 | …) or in one cell (姓名：张三), not a list."""
    pairs = rows = cells = answered = 0
    for row in table.rows[:MOST_FORM_ROWS]:
        filled = [cell.text.strip() for cell in row if cell and cell.text.strip()]
        cells += len(filled)
        answered += sum(ANSWERED.search(text) is not None for text in filled)
        if len(filled) < 2:
            continue
        rows += 1
        pairs += all(map(is_label, filled[::2])) and not any(map(is_label, filled[1::2]))
    return (rows > 0 and pairs * 2 > rows) or answered * 2 > cells


def is_label(text: str) -> bool:
    """A word that names what stands beside it; a value that contains such a word is longer."""
    return (
        0 < len(text) <= LONGEST_LABEL
        and not ANSWERED.search(text)
        and header_class(text) != ""
        and not shapes(text) & table_shape.VALUE_ONLY
    )


def sections(table: Table) -> list[Section]:
    """The parts of the table from header to header; rows above the first are titles or a table."""
    grid = texts(table)
    heads = _heads(grid)
    if not heads:
        return [Section(("",) * table.width, 0, 0, len(grid))]
    found = []
    if heads[0][0] > 0 and any(sum(map(bool, row)) > 1 for row in grid[: heads[0][0]]):
        found.append(Section(("",) * table.width, 0, 0, heads[0][0]))
    for at, (head, count) in enumerate(heads):
        end = heads[at + 1][0] if at + 1 < len(heads) else len(grid)
        names = tuple(
            name.replace("\n", "") for name in table_shape.joined(grid[head : head + count])
        )
        found.append(Section(names, head, head + count, end))
    return found


def shape(table: Table) -> None:
    """Say of the table whether it is a form, else where its header stands."""
    table.is_form = is_form(table)
    start, count = (0, 0) if table.is_form else _first(texts(table))
    table.titles, table.head = (start, start + count) if count else (0, 0)


def _first(grid: list[list[str]]) -> tuple[int, int]:
    """The header as lists have it; in a small table one word like 姓名 among other words will do."""
    start, count = table_shape.header_rows(grid)
    if count and not any(ANSWERED.search(text) for text in grid[start]):
        return start, count
    for line, row in enumerate(grid[:3]):
        filled = [text for text in row if text]
        if len(filled) > 1 and line + 1 < len(grid):
            return (line, 1) if _names_people(filled) else (-1, 0)
    return -1, 0


def _names_people(filled: list[str]) -> bool:
    """Short different words without digits, one of which announces personal data."""
    if len(set(filled)) < len(filled) or any(len(text) > LONGEST_LABEL for text in filled):
        return False
    if any(sign.isdigit() for text in filled for sign in text):
        return False
    return any(header_class(text) in class_keys() and is_label(text) for text in filled)


def _heads(grid: list[list[str]]) -> list[tuple[int, int]]:
    """(row, number of rows) of each header: later ones come after a title line or repeat the first."""
    start, count = _first(grid)
    if not count:
        return []
    found = [(start, count)]
    line = start + count
    while line < len(grid):
        row = grid[line]
        after_title = sum(map(bool, grid[line - 1])) <= 1 and line - 1 >= start + count
        if row == grid[start] or (after_title and table_shape.is_header(row)):
            size = table_shape.header_rows(grid[line : line + 2])[1] or 1
            found.append((line, size))
            line += size
        else:
            line += 1
    return found
