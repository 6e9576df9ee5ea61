"""The public side of a list, column beside column with the original: same rows, same heights."""

from dataclasses import dataclass

from workflows.lists.columns import ListColumn
from workflows.lists.panes import ListPane


@dataclass(frozen=True, slots=True)
class Side:
    """One column of the public side; `cells` only where the column is shown."""

    column: ListColumn
    cells: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """open, gone, same (as it is) or put (something else in its place)."""
        if self.column.is_open:
            return "open"
        if self.column.action == "remove":
            return "gone"
        return "same" if self.column.action == "keep" else "put"


def sides_of(pane: ListPane) -> list[Side]:
    """All columns in the order of the original; empty where the public form has other rows
    (merged, only totals, or nothing decided yet)."""
    public = pane.public
    if public is None or public.merged or public.is_totals_only or not pane.columns:
        return []
    shown = [c for c in pane.columns if c.action not in ("", "remove")]
    if len(shown) != len(public.labels):
        return []
    places = {column.index: n for n, column in enumerate(shown)}
    return [
        Side(column, tuple(row[places[column.index]] for row in pane.preview))
        if column.index in places
        else Side(column)
        for column in pane.columns
    ]


def rows_of(pane: ListPane, sides: list[Side]) -> list[list[tuple[str, str]]]:
    """(state, text) cell by cell, as many rows as the original shows."""
    return [
        [(side.state, side.cells[n] if n < len(side.cells) else "") for side in sides]
        for n in range(len(pane.rows))
    ]
