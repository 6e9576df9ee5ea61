"""What a document shows, as plain data between reading and writing: paragraphs and tables.

Only this crosses from an uploaded file to the published one. Whatever has no place here (comments,
authors, deleted text, hidden rows, pictures) cannot get across.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Run:
    """A stretch of text of one look; `href` is a web address that was found harmless."""

    text: str
    bold: bool = False
    href: str = ""


@dataclass(slots=True)
class Passage:
    """The smallest unit that the reviewer sees: one paragraph or one cell. `ref` is b1, b2 …"""

    runs: list[Run] = field(default_factory=list)
    ref: str = ""
    label: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(slots=True)
class Paragraph(Passage):
    """`level` 1-6 is a heading; `role`: body, header, footer, note, sheet (a sheet's name)."""

    level: int = 0
    align: str = ""
    role: str = "body"


@dataclass(slots=True)
class Cell(Passage):
    """A cell with its spans. `is_emptied`: its whole value was taken out by a decision."""

    colspan: int = 1
    rowspan: int = 1
    is_emptied: bool = False


@dataclass(slots=True)
class Table:
    """A rectangle of cells; None is a place that is empty or covered by a merged cell.

    `number` counts the tables of the file from 1. `head` is the number of rows up to and with the
    column headers, `titles` of these the title lines above them; 0: no header was recognised.
    """

    rows: list[list[Cell | None]]
    number: int = 0
    titles: int = 0
    head: int = 0
    is_form: bool = False  # labels and values side by side

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    def cells(self) -> Iterator[Cell]:
        for row in self.rows:
            for cell in row:
                if cell is not None:
                    yield cell

    def covered(self) -> dict[tuple[int, int], Cell]:
        """The merged cell that reaches over each place (row, column) besides its own."""
        found, width = {}, self.width
        for line, row in enumerate(self.rows):
            for column, cell in enumerate(row):
                if cell is None or (cell.colspan == 1 and cell.rowspan == 1):
                    continue
                for down in range(line, min(line + cell.rowspan, len(self.rows))):
                    for right in range(column, min(column + cell.colspan, width)):
                        if (down, right) != (line, column):
                            found[down, right] = cell
        return found


Block = Paragraph | Table


@dataclass(slots=True)
class Content:
    """A whole document; `dropped` names the kinds of hidden things that were left behind."""

    kind: str
    blocks: list[Block] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)

    def passages(self) -> Iterator[Passage]:
        for block in self.blocks:
            if isinstance(block, Table):
                yield from block.cells()
            else:
                yield block

    def tables(self) -> Iterator[Table]:
        for block in self.blocks:
            if isinstance(block, Table):
                yield block


def number(content: Content) -> Content:
    """The content with its refs and labels, the same for the same bytes."""
    place = 0
    for count, table in enumerate(content.tables(), 1):
        table.number = count
    for block in content.blocks:
        rows: Sequence[Sequence[Passage | None]]
        rows = block.rows if isinstance(block, Table) else [[block]]
        for line, row in enumerate(rows, 1):
            for column, passage in enumerate(row, 1):
                if passage is None:
                    continue
                place += 1
                passage.ref = f"b{place}"
                if isinstance(block, Table):
                    passage.label = f"表{block.number}!{letters(column)}{line}"
                else:
                    passage.label = LABELS.get(block.role, "")
    return content


LABELS = {"header": "页眉", "footer": "页脚", "note": "注释", "sheet": "工作表名称"}


def letters(column: int) -> str:
    """Column 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_key(label: str) -> str:
    """表2!C14 -> 表2!C: the column that a cell's label names, "" when it is no cell."""
    sheet, mark, cell = label.partition("!")
    return f"{sheet}!{cell.rstrip('0123456789')}" if mark else ""
