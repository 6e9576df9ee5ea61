"""From the list in the vault to the rows the public sees, by the decisions on its columns.

What is not decided is not there. The rows are built from the original each time, so nothing of it
ever lies in a draft.
"""

from collections import Counter
from dataclasses import dataclass, field

from privacy import masks
from privacy.policy import Policy
from privacy.renditions import WEB, has_list, totals_need, web_cell
from workflows.lists import safety, totals
from workflows.lists.columns import ListColumn, columns_of, lists_of
from workflows.lists.opening import open_list, policy_of
from workflows.lists.sheet import Sheet
from workflows.models import ListDecision
from workflows.review.classes import IDENTIFYING

__all__ = ["Cleared", "cleared", "kinds_of_rows", "numbered", "open_list", "write_cleared"]
# Content, in Chinese whatever the language of the reviewer's screen.
ONLY_TOTALS = "按规定不公开名单，只公布合计。"
SHORTEST_WITHHELD = 3  # a name of two signs stands by chance inside other words


@dataclass(frozen=True, slots=True)
class Cleared:
    """Labels and rows for the public, the lines below them, and what they leave out."""

    labels: list[str]
    rows: list[list[str]]
    withheld: set[str] = field(default_factory=set, repr=False)
    totals: list[dict] = field(default_factory=list)
    note: str = ""
    merged: int = 0
    places: list[int] = field(default_factory=list)

    @property
    def is_totals_only(self) -> bool:
        return bool(self.note)


def cleared(
    sheet: Sheet,
    columns: list[ListColumn],
    *,
    policy: Policy | None = None,
    decision: ListDecision | None = None,
) -> Cleared:
    """The public form of the list; columns without a decision are left out."""
    if policy is not None and not has_list(policy.key, WEB):
        return _only_totals(sheet, columns, policy)
    shown = [column for column in columns if column.action not in ("", "remove")]
    gone: list[int] = []
    if policy is not None and decision is not None and decision.merges_small:
        one = safety.search(sheet, columns, policy.k)
        gone = one.merged_rows(one.groups.start).nonzero()[0].tolist()
        if len(gone) == len(sheet.rows):
            return _only_totals(sheet, columns, policy)
    hidden = set(gone)
    series = [_series(sheet, column) for column in shown]
    places = [n for n in range(len(sheet.rows)) if n not in hidden]
    rows = [[cells[n] for cells in series] for n in places] if series else []
    below = totals.lines(sheet, columns, shown, gone) if shown and policy is not None else []
    return Cleared(
        [column.name for column in shown],
        rows,
        _withheld(sheet, columns),
        below,
        merged=len(gone),
        places=places,
    )


def _only_totals(sheet: Sheet, columns: list[ListColumn], policy: Policy) -> Cleared:
    """How many and how much: all that the web may know of this list (privacy.md §2)."""
    withheld = _withheld(sheet, columns, whole=True)
    if len(sheet.rows) < totals_need(policy.key):
        note = f"人数少于 {policy.min_cell}，名单和合计都不公开。"
        return Cleared([], [], withheld, note=note, merged=len(sheet.rows))
    labels, line = totals.only_totals(sheet, columns)
    note = ONLY_TOTALS
    return Cleared(labels, [], withheld, [line], note, len(sheet.rows))


def _series(sheet: Sheet, column: ListColumn) -> list[str]:
    cells = [row[column.index] for row in sheet.rows]
    if column.action == "keep":
        return cells
    if column.action == "mask":
        masked = {cell: masks.mask(column.cls, cell) if cell else "" for cell in set(cells)}
        return numbered(cells, [masked[cell] for cell in cells])
    plain = column.plain()
    coarse = {cell: web_cell(plain, cell) if cell else "" for cell in set(cells)}
    return [coarse[cell] for cell in cells]


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


def _withheld(sheet: Sheet, columns: list[ListColumn], *, whole: bool = False) -> set[str]:
    """Values that no surface may show; with `whole` also those of columns that would be kept."""
    hidden = [c for c in columns if (whole or c.action != "keep") and c.cls in IDENTIFYING]
    kept = (
        set()
        if whole
        else {row[c.index] for c in columns if c.action == "keep" for row in sheet.rows}
    )
    values = {row[column.index] for column in hidden for row in sheet.rows}
    return {value for value in values - kept if len(value) >= SHORTEST_WITHHELD}


def write_cleared(page) -> tuple[list[dict], set[str]]:
    """Put the cleared rows of all lists into the page in memory.

    Returns (evidence for the redaction record, withheld values).
    """
    evidence, withheld = [], set()
    policy = policy_of(page)
    for table, uploaded in lists_of(page):
        columns = columns_of(uploaded)
        decision = safety.decision_of(uploaded)
        sheet = open_list(table.vault_id, "workflows.clearing")
        result = cleared(sheet, columns, policy=policy, decision=decision)
        table.columns, table.rows, table.totals = result.labels, result.rows, result.totals
        table.note = result.note or table.note
        table.source_rows = uploaded.row_count
        withheld |= result.withheld
        evidence += [_evidence(table, column) for column in columns]
        evidence.append(_list_evidence(table, sheet, columns, policy, decision, result))
    return evidence, withheld


def _evidence(table, column: ListColumn) -> dict:
    """One column's decision without a value: place, class, action, grounds."""
    decision = column.decision
    return {
        "part": f"list/{table.vault_id}",
        "column": column.index,
        "cls": column.cls,
        "action": column.action,
        "level": column.level if column.action == "generalise" else 0,
        "reason": decision.reason if decision else "",
        "basis": decision.basis if decision else "",
        "by": decision.by_id if decision else None,
    }


def _list_evidence(table, sheet, columns, policy, decision: ListDecision, result: Cleared) -> dict:
    """The list as a whole: groups, what was merged, whether a risk was accepted and why."""
    found = safety.look(sheet, columns, policy)
    return {
        "part": f"list/{table.vault_id}",
        "cls": "QUASI",
        "action": "remove" if result.merged else "keep",
        "k": policy.k,
        "smallest": found.smallest,
        "below": found.below,
        "merged": result.merged,
        "accepts_risk": decision.accepts_risk,
        "accepts_difference": decision.accepts_difference,
        "reason": decision.reason if decision.accepts_risk else "",
        "basis": decision.basis if decision.accepts_risk else "",
        "by": decision.by_id,
    }


def kinds_of_rows(uploaded) -> Counter:
    """Classes of the list's columns that need a decision (for the queue)."""
    return Counter(c["cls"] for c in uploaded.columns if c["action"] != "keep" and c["cls"])
