"""Lines of a page in the order in which one reads them, as text with a place for each sign.

Columns are read one after the other; cells of one row are parted by tabs, and cells that are empty
are kept when the rows form a table, so that the detector sees which header a value stands under.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from .cells import cells_of
from .ocr import Line
from .source import Pixels
from .tones import Tones

TAB_GAP = 0.6  # of the line's height: a wider blank parts two cells
COLUMN_SIGNS = 10  # signs per line on average: shorter ones are cells of a table
COLUMN_LINES = 4  # on either side of the gutter
CROSSING = 0.34  # share of lines (titles) that may cross the gutter


@dataclass(slots=True)
class PageText:
    """`text` with the place of each sign (None for blanks we put in) and the line it came from."""

    text: str = ""
    places: list[Pixels | None] = field(default_factory=list)
    line_of: list[int] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # of each line in `text`

    def add(self, filler: str) -> None:
        self.text += filler
        self.places += [None] * len(filler)
        self.line_of += [-1] * len(filler)

    def add_line(self, line: Line) -> None:
        self.starts.append(len(self.text))
        self.lines.append(line)
        self.text += line.text
        self.places += line.places
        self.line_of += [len(self.lines) - 1] * len(line.text)


def arranged(lines: Sequence[Line], tones: Tones) -> PageText:
    """The page's text in reading order; `tones` are those of the page as it was read."""
    page = PageText()
    cells = [cell for line in lines if line.text for cell in cells_of(line, tones)]
    for block in _blocks(cells):
        for row in _tabled(_rows(block)):
            if page.text:
                page.add("\n")
            _add_row(page, row)
    return page


def _add_row(page: PageText, row: Sequence[Line | None]) -> None:
    before: Line | None = None
    for place, cell in enumerate(row):
        if place:
            page.add(_gap(before, cell))
        if cell:
            page.add_line(cell)
        before = cell


def _gap(before: Line | None, cell: Line | None) -> str:
    if before is None or cell is None:
        return "\t"
    height = min(_height(before), _height(cell))
    return "\t" if cell.box[0] - before.box[2] > TAB_GAP * height else " "


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines side by side, from top to bottom, each row from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (one.box[1] + one.box[3], one.box[0])):
        row = rows[-1] if rows else []
        if row and _beside(row[-1], line) and _beside(row[0], line):
            row.append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.box[0]) for row in rows]


def _beside(one: Line, other: Line) -> bool:
    shared = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
    return shared >= 0.5 * min(_height(one), _height(other))


def _tabled(rows: Sequence[Sequence[Line]]) -> list[list[Line | None]]:
    """Rows with None for empty cells where a row of several cells above sets the columns."""
    arranged_rows: list[list[Line | None]] = []
    columns: Sequence[Line] = ()
    for row in rows:
        placed = _under(columns, row) if len(columns) > 1 else None
        if placed is None:
            columns = row if len(row) > 1 else ()
            placed = list(row)
        arranged_rows.append(placed)
    return arranged_rows


def _under(columns: Sequence[Line], row: Sequence[Line]) -> list[Line | None] | None:
    """The cells of `row` in their columns; None when it is no row of this table."""
    if len(row) > len(columns):
        return None
    placed: list[Line | None] = [None] * len(columns)
    before = -1
    for cell in row:
        nearest = max(range(len(columns)), key=lambda place: _shared(columns[place], cell))
        covered = sum(_shared(column, cell) > 0 for column in columns)
        if nearest <= before or covered > 1 or _shared(columns[nearest], cell) < -2 * _height(cell):
            return None
        placed[nearest] = cell
        before = nearest
    return placed


def _shared(one: Line, other: Line) -> float:
    """Pixels shared from left to right; negative: how far apart."""
    return min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Bands of a page: what crosses the gutter, then the left column, then the right one."""
    gutter = _gutter(lines)
    if gutter is None:
        return [list(lines)]
    blocks: list[list[Line]] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(lines, key=lambda one: one.box[1]):
        if line.box[0] < gutter < line.box[2]:
            blocks += [left, right, [line]]
            left, right = [], []
        else:
            (left if line.box[2] <= gutter else right).append(line)
    return [block for block in [*blocks, left, right] if block]


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where two columns of running text part, or None."""
    if len(lines) < 2 * COLUMN_LINES:
        return None
    height = median(_height(line) for line in lines)
    best: tuple[int, float] | None = None
    for edge in sorted({line.box[0] for line in lines}):
        place = edge - height / 2
        crossing = sum(line.box[0] < place < line.box[2] for line in lines)
        left = [line for line in lines if line.box[2] <= place]
        right = [line for line in lines if line.box[0] >= place]
        if (
            crossing <= CROSSING * len(lines)
            and _is_column(left)
            and _is_column(right)
            and (best is None or crossing < best[0])
        ):
            best = crossing, place
    return best[1] if best else None


def _is_column(lines: Sequence[Line]) -> bool:
    return len(lines) >= COLUMN_LINES and sum(
        len(line.text) for line in lines
    ) >= COLUMN_SIGNS * len(lines)


def _height(line: Line) -> float:
    return max(line.box[3] - line.box[1], 1.0)
