"""Tables of an item as the page shows them: paged, added up, with hidden values known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from disclosure.shown import Column, Element, Line
from home.table_pages import Chunk, chunks_of

# Beyond this many columns a table scrolls sideways instead of turning into cards on phones.
MAX_CARD_COLUMNS = 7
# Kinds of columns are told from so many rows; a list of thousands is one kind all the way down.
SAMPLE = 500

# A figure, a suppressed figure (<3) or a dash; units stand in the column's head.
_FIGURE = re.compile(r"[-<≥≤]?[\d,]+(\.\d+)?%?|[—–-]")
_ROW_ASKED = re.compile(r"r[0-9]{1,7}")
_PLAIN = re.compile(r"-?[\d,]+(\.\d+)?")
SUPPRESSED = re.compile(r"[<＜]\s?\d+|—|已合并")
_ADDS_UP = re.compile(r"金额|元|人数|人口|户数|面积|数量|资金|补助|发放")
_ADDS_UP_NEVER = re.compile(
    r"标准|年龄|年份|年度|月份|序号|编号|等级|比例|比率|占比|单价|人均|每月|月均"
)


@dataclass(frozen=True, slots=True)
class Table:
    """`parameter` is the query parameter that turns the table's pages; `place` its number among
    the item's tables, from 1."""

    place: int
    anchor: str
    label: str
    columns: tuple[Column, ...]
    page: Page
    note: str
    foot: tuple[Line, ...]
    hidden: tuple[str, ...]
    parameter: str
    count: int
    chunks: Sequence[Chunk] = field(repr=False)
    is_list: bool = False
    asked_row: int = -1  # place on the page of the row that a search led to

    @property
    def is_wide(self) -> bool:
        return len(self.columns) > MAX_CARD_COLUMNS

    @property
    def chunk(self) -> Chunk:
        return self.page.object_list[0] if self.chunks else Chunk("", 1, ())

    @property
    def rows(self) -> list[list[tuple[Column, str]]]:
        return [list(zip(self.columns, cells, strict=False)) for cells in self.chunk.rows]

    @property
    def group(self) -> str:
        """Name of the village or other group this page shows; empty for an undivided table."""
        return self.chunk.group

    @property
    def groups(self) -> list[Chunk]:
        """First page of every group, to jump to."""
        return [chunk for chunk in self.chunks if chunk.group and chunk.is_first]

    @property
    def lines(self) -> list[tuple[str, str, list[tuple[Column, str]]]]:
        """(kind, label, cells) of the lines below the rows: the group's own, then the table's."""
        shown = [*self._of_group(), *self.foot]
        return [
            (
                line.kind,
                line.label,
                list(zip(self.columns, _padded(line, self.columns), strict=True)),
            )
            for line in shown
        ]

    def _of_group(self) -> list[Line]:
        if not self.group or not self.chunk.is_last:
            return []
        rows = [row for chunk in self.chunks if chunk.group == self.group for row in chunk.rows]
        cells = totals_of(self.columns, rows)
        if not any(cells):
            return []
        label = _("%(group)s合计（%(n)d 行）") % {"group": self.group, "n": len(rows)}
        return [Line("part", label, cells)]


def table_of(element: Element, place: int, asked: dict) -> Table:
    """`place` counts the tables of the item from 1; `asked` is the request's query: t2=3 is the
    third page of the second table, t2=r57 the page that holds its row 57."""
    parameter = f"t{place}"
    columns = tuple(_with_kind(column, n, element) for n, column in enumerate(element.columns))
    chunks = chunks_of([column.label for column in columns], element.rows)
    page, row = _page_of_row(asked.get(parameter) or "", chunks, element.rows)
    return Table(
        place,
        f"table-{place}",
        element.label,
        columns,
        Paginator(chunks, 1).get_page(page or asked.get(parameter)),
        element.note,
        _foot(element, columns),
        tuple(_hidden(element)),
        parameter,
        len(element.rows),
        chunks,
        element.kind == "recipients",
        row,
    )


def _page_of_row(asked: str, chunks: Sequence[Chunk], rows: Sequence) -> tuple[int, int]:
    """(page, place on it) of a row asked for as r57; (0, -1) when none is."""
    number = int(asked[1:]) if _ROW_ASKED.fullmatch(asked) else 0
    if not 1 <= number <= len(rows):
        return 0, -1
    wanted = rows[number - 1]
    for chunk in chunks:  # rows of one village stand together: not in the order they had
        for place, row in enumerate(chunk.rows):
            if row is wanted:
                return chunk.number, place
    return 0, -1


def _with_kind(column: Column, place: int, element: Element) -> Column:
    """A column of figures is set flush right, whatever its name."""
    cells = [row[place].strip() for row in element.rows[:SAMPLE] if place < len(row)]
    filled = [cell for cell in cells if cell]
    is_numeric = bool(filled) and all(_FIGURE.fullmatch(cell) for cell in filled)
    return replace(column, is_numeric=is_numeric)


def _foot(element: Element, columns: tuple[Column, ...]) -> tuple[Line, ...]:
    """The lines that came with the table, else what its own rows add up to."""
    if element.foot or not element.rows:
        return element.foot
    if element.total:
        numeric = [n for n, column in enumerate(columns) if column.is_numeric]
        cells = ["" for _column in columns]
        cells[numeric[-1] if numeric else -1] = element.total
        return (Line("total", _("合计"), tuple(cells)),)
    cells = totals_of(columns, element.rows) if element.kind == "recipients" else ()
    return (Line("total", _("合计"), cells),) if any(cells) else ()


def totals_of(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Sums of the columns that can be added up; empty where a cell is no plain figure.

    A sum with a suppressed cell in it would either be wrong or tell the suppressed figure.
    """
    return tuple(
        _sum([row[n] for row in rows if n < len(row)]) if _adds_up(column) else ""
        for n, column in enumerate(columns)
    )


def _adds_up(column: Column) -> bool:
    label = column.label
    return bool(column.is_numeric and _ADDS_UP.search(label) and not _ADDS_UP_NEVER.search(label))


def _sum(cells: list[str]) -> str:
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(cells) < 2 or not filled or not all(_PLAIN.fullmatch(cell) for cell in filled):
        return ""
    return f"{sum((Decimal(cell.replace(',', '')) for cell in filled), Decimal(0)):,}"


def _padded(line: Line, columns: tuple[Column, ...]) -> list[str]:
    """One cell per column; the first is the label's own place."""
    cells = list(line.cells[: len(columns)])
    return cells + [""] * (len(columns) - len(cells))


def _hidden(element: Element) -> list[str]:
    """What a reader must know is hidden, one clause per kind that occurs."""
    rows = element.rows
    found = []
    if any("*" in cell for row in rows for cell in row):
        found.append(_("姓名或号码中间的字已隐藏"))
    if element.kind == "recipients" and rows:
        found.append(_("身份证号、电话、银行账号不公开"))
    if any(line.kind == "other" for line in element.foot) or any(
        "合并" in cell for row in rows for cell in row[:1]
    ):
        found.append(_("人数太少的分组已合并，不逐户列出"))
    if any(SUPPRESSED.fullmatch(cell) for row in rows[:SAMPLE] for cell in row):
        found.append(_("太小的数字不显示，以免认出是谁"))
    return found
