"""Tables of an item as the page shows them: paged, with numeric columns and hidden values known."""

import re
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator

from disclosure.shown import Column, Element

ROWS_PER_PAGE = 50
# Beyond this many columns a table scrolls sideways instead of turning into cards on phones.
MAX_CARD_COLUMNS = 7


# A figure, a suppressed figure (<3) or a dash; units stand in the column's head.
_FIGURE = re.compile(r"[-<≥≤]?[\d,]+(\.\d+)?%?|[—–-]")


@dataclass(frozen=True, slots=True)
class Table:
    """`parameter` is the query parameter that turns the table's pages."""

    anchor: str
    label: str
    columns: tuple[Column, ...]
    page: Page
    note: str
    total: str
    has_masked: bool
    parameter: str

    @property
    def is_wide(self) -> bool:
        return len(self.columns) > MAX_CARD_COLUMNS

    @property
    def rows(self) -> list[list[tuple[Column, str]]]:
        return [list(zip(self.columns, cells, strict=False)) for cells in self.page]

    @property
    def total_column(self) -> int | None:
        """Place of the column that the total belongs to: the last numeric one."""
        numeric = [place for place, column in enumerate(self.columns) if column.is_numeric]
        return numeric[-1] if self.total and numeric else None


def table_of(element: Element, place: int, asked: dict) -> Table:
    """`place` counts the tables of the item from 1; `asked` is the request's query."""
    parameter = f"t{place}"
    paginator = Paginator(element.rows, ROWS_PER_PAGE)
    return Table(
        f"table-{place}",
        element.label,
        tuple(_with_kind(column, place, element) for place, column in enumerate(element.columns)),
        paginator.get_page(asked.get(parameter)),
        element.note,
        element.total,
        any("*" in cell for row in element.rows for cell in row),
        parameter,
    )


def _with_kind(column: Column, place: int, element: Element) -> Column:
    """A column of figures is set flush right, whatever its name."""
    cells = [row[place].strip() for row in element.rows if place < len(row)]
    filled = [cell for cell in cells if cell]
    is_numeric = bool(filled) and all(_FIGURE.fullmatch(cell) for cell in filled)
    return replace(column, is_numeric=is_numeric)
