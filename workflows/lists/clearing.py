"""From the list in the vault to the rows the public sees, by the decisions on its columns.

What is not decided is not there. The rows are built from the original each time, so nothing of it
ever lies in a draft.
"""

from collections import Counter
from dataclasses import dataclass, field

from privacy import masks, vault
from privacy.anonymity import KINDS, band
from workflows.lists import reading
from workflows.lists.columns import ListColumn, columns_of, lists_of
from workflows.lists.sheet import Sheet
from workflows.review.classes import IDENTIFYING

SHORTEST_WITHHELD = 3  # a name of two signs stands by chance inside other words


@dataclass(frozen=True, slots=True)
class Cleared:
    """Labels and rows for the public, and what they leave out."""

    labels: list[str]
    rows: list[list[str]]
    withheld: set[str] = field(default_factory=set, repr=False)


def cleared(sheet: Sheet, columns: list[ListColumn]) -> Cleared:
    """The public form of the list; columns without a decision are left out."""
    shown = [column for column in columns if column.action not in ("", "remove")]
    series = [_series(sheet, column) for column in shown]
    rows = [list(cells) for cells in zip(*series, strict=True)] if series else []
    return Cleared([column.name for column in shown], rows, _withheld(sheet, columns))


def _series(sheet: Sheet, column: ListColumn) -> list[str]:
    cells = [row[column.index] for row in sheet.rows]
    if column.action == "keep":
        return cells
    if column.action == "mask":
        return numbered(cells, [masks.mask(column.cls, cell) if cell else "" for cell in cells])
    return [_coarser(column, cell) if cell else "" for cell in cells]


def _coarser(column: ListColumn, cell: str) -> str:
    """A band for ages, sizes and dates, else the coarser value of the class."""
    if column.kind in ("age", "hsize", "date"):
        return band(column.kind, cell)
    return masks.generalise(column.cls, cell)


def numbered(originals: list[str], masked: list[str]) -> list[str]:
    """Different people who look alike after masking get a running number, never more letters
    (privacy.md §4)."""
    people: dict[str, dict[str, int]] = {}
    for original, shown in zip(originals, masked, strict=True):
        if shown:
            known = people.setdefault(shown, {})
            known.setdefault(original, len(known) + 1)
    return [
        f"{shown}({people[shown][original]})" if len(people.get(shown, ())) > 1 else shown
        for original, shown in zip(originals, masked, strict=True)
    ]


def _withheld(sheet: Sheet, columns: list[ListColumn]) -> set[str]:
    hidden = [c for c in columns if c.action != "keep" and c.cls in IDENTIFYING]
    kept = {row[c.index] for c in columns if c.action == "keep" for row in sheet.rows}
    values = {row[column.index] for column in hidden for row in sheet.rows}
    return {value for value in values - kept if len(value) >= SHORTEST_WITHHELD}


@dataclass(frozen=True, slots=True)
class Groups:
    """How well people hide among each other by what is public of them (privacy.md §6)."""

    columns: list[str]
    smallest: int
    rows_below: int
    required: int

    @property
    def is_risky(self) -> bool:
        return bool(self.columns) and self.smallest < self.required


def groups_of(sheet: Sheet, columns: list[ListColumn], required: int) -> Groups:
    """Sizes of the groups that share all public quasi-identifiers; masked names do not count."""
    telling = [c for c in columns if c.kind in KINDS and c.action not in ("", "remove", "mask")]
    series = [_series(sheet, column) for column in telling]
    sizes = Counter(zip(*series, strict=True)) if series else Counter()
    below = sum(size for size in sizes.values() if size < required)
    smallest = min(sizes.values(), default=0)
    return Groups([column.name for column in telling], smallest, below, required)


def open_list(vault_id, purpose: str) -> Sheet:
    """The list for a job of ours; the opening is written down by the vault."""
    sealed = vault.get(vault_id)
    return reading.read(vault.open_for_machine(sealed, purpose=purpose))


def write_cleared(page) -> tuple[list[dict], set[str]]:
    """Put the cleared rows of all lists into the page in memory.

    Returns (evidence for the redaction record, withheld values).
    """
    evidence, withheld = [], set()
    for table, uploaded in lists_of(page):
        columns = columns_of(uploaded)
        result = cleared(open_list(table.vault_id, "workflows.clearing"), columns)
        table.columns, table.rows = result.labels, result.rows
        table.source_rows = uploaded.row_count
        withheld |= result.withheld
        evidence += [_evidence(table, column) for column in columns]
    return evidence, withheld


def _evidence(table, column: ListColumn) -> dict:
    """One column's decision without a value: place, class, action, grounds."""
    decision = column.decision
    return {
        "part": f"list/{table.vault_id}",
        "column": column.index,
        "cls": column.cls,
        "action": column.action,
        "reason": decision.reason if decision else "",
        "basis": decision.basis if decision else "",
    }


def kinds_of_rows(uploaded) -> Counter:
    """Classes of the list's columns that need a decision (for the queue)."""
    return Counter(c["cls"] for c in uploaded.columns if c["action"] != "keep" and c["cls"])
