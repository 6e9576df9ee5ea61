"""Tables of a Word document: their shown rows and cells, with spans; what is under a merge is not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from .blocks import Block, Cell, Paragraph, Run, Table
from .docx_visible import FLATTEST, Ground, is_on, shade_of, style_of
from .packages import Rel

WRAPPERS = ("w.sdt", "w.sdtContent", "w.customXml", "w.ins", "w.moveTo", "w.body")
Blocks = Callable[[Element, dict[str, Rel], Ground | None], list[Block]]


@dataclass(frozen=True, slots=True)
class TableReader:
    """`blocks` reads the content of a cell; `dropped` takes the kinds of what is left out."""

    blocks: Blocks
    rels: dict[str, Rel]
    dropped: set[str]

    def read(self, table: Element) -> list[Block]:
        """The table, followed by the tables that stand inside its cells."""
        style = style_of(table.find("w.tblPr"), "w.tblStyle")
        inner: list[Block] = []
        rows: list[list[Cell | None]] = []
        for row in _inside(table, "w.tr"):
            if self._is_hidden_row(row):
                continue
            rows.append(self._row(row, style, rows, inner))
        cells = [cell for row in rows for cell in row if cell is not None]
        if len(cells) == 1:  # a frame around text, not a table
            return [*_lines(cells[0]), *inner]
        width = max(map(len, rows), default=0)
        for line in rows:
            line += [None] * (width - len(line))
        return [Table(rows), *inner] if cells else inner

    def _is_hidden_row(self, row: Element) -> bool:
        properties = row.find("w.trPr")
        if properties is None:
            return False
        if properties.find("w.del") is not None:
            self.dropped.add("tracked_deletions")
            return True
        hidden, height = properties.find("w.hidden"), properties.find("w.trHeight")
        flat = height is not None and height.get("w.hRule") == "exact"
        size = height.get("w.val", "") if height is not None else ""
        if (hidden is not None and is_on(hidden)) or (
            flat and size.isdigit() and int(size) <= FLATTEST
        ):
            self.dropped.add("hidden_rows")
            return True
        return False

    def _row(
        self,
        row: Element,
        style: str,
        above: list[list[Cell | None]],
        inner: list[Block],
    ) -> list[Cell | None]:
        line: list[Cell | None] = [None] * _number(row.find("w.trPr/w.gridBefore"), 0)
        for place in _inside(row, "w.tc"):
            properties = place.find("w.tcPr")
            span = _number(properties.find("w.gridSpan") if properties is not None else None, 1)
            cell = self._cell(place, properties, style, inner)
            if _continues(properties, "w.hMerge"):
                _widen(line, span)
                continue
            if _continues(properties, "w.vMerge"):
                self._grow(above, len(line), cell)
                line += [None] * span
                continue
            if cell is None:
                continue
            cell.colspan = span
            line += [cell, *[None] * (span - 1)]
        return line

    def _grow(self, above: list[list[Cell | None]], column: int, covered: Cell | None) -> None:
        """A merged cell reaches one row further; text under it is not shown by Word."""
        if covered is not None and covered.text.strip():
            self.dropped.add("covered_cells")
        for row in reversed(above):
            owner = row[column] if column < len(row) else None
            if owner is not None:
                owner.rowspan += 1
                return

    def _cell(
        self,
        place: Element,
        properties: Element | None,
        style: str,
        inner: list[Block],
    ) -> Cell | None:
        if properties is not None and properties.find("w.cellDel") is not None:
            self.dropped.add("tracked_deletions")
            return None
        shade = shade_of(properties.find("w.shd")) if properties is not None else None
        ground = Ground(shade, style) if shade else Ground(table_style=style)
        runs: list[Run] = []
        for block in self.blocks(place, self.rels, ground):
            if isinstance(block, Table):
                inner.append(block)
            elif block.runs:
                runs += [Run("\n"), *block.runs] if runs else block.runs
        return Cell(runs)


def _inside(container: Element, tag: str) -> Iterator[Element]:
    """Rows or cells, also those inside content controls; tracked deletions are passed over."""
    for child in container:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _inside(child, tag)


def _continues(properties: Element | None, tag: str) -> bool:
    merge = properties.find(tag) if properties is not None else None
    return merge is not None and merge.get("w.val", "continue") == "continue"


def _widen(line: list[Cell | None], span: int) -> None:
    """The cell to the left reaches over these columns too; text under it is not shown."""
    owner = next((cell for cell in reversed(line) if cell is not None), None)
    if owner is not None:
        owner.colspan += span
    line += [None] * span


def _number(element: Element | None, usual: int) -> int:
    value = element.get("w.val", "") if element is not None else ""
    return min(int(value), 63) if value.isdigit() and len(value) < 4 else usual


def _lines(cell: Cell) -> list[Paragraph]:
    """The paragraphs of a cell that frames text."""
    lines, current = [], Paragraph()
    for run in cell.runs:
        if run.text == "\n":
            lines.append(current)
            current = Paragraph()
        else:
            current.runs.append(run)
    return [*lines, current]
