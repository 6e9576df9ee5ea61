"""An uploaded list on the review screen: columns, some rows with hidden cells, what is risky."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from disclosure.canonical import ordered
from privacy import renditions
from privacy.list_difference import Difference
from privacy.vault import VaultUnavailable
from workflows.lists import clearing, consecutive
from workflows.lists.columns import ListColumn, columns_of, lists_of
from workflows.lists.opening import open_for, open_list, policy_of
from workflows.lists.remembered import Remembered, decided
from workflows.lists.safety import Safety, decision_of, is_settled, look
from workflows.lists.sheet import Sheet, Unreadable
from workflows.lists.ways import WayInWords, in_words
from workflows.models import ListDecision, UploadedList
from workflows.review.classes import label_of

PREVIEW_ROWS = 12
HIDDEN = "••••"
_known = Remembered(2)


@dataclass(slots=True)
class PublicColumn:
    """One column on the public side, or a run of columns that are left out."""

    name: str
    state: str  # shown, gone, open
    place: int = 0  # among the public cells
    count: int = 1
    is_number: bool = False
    is_changed: bool = False


@dataclass(slots=True)
class ListPane:
    """Both sides of one list; the public side has a column only where something is decided."""

    table: object
    uploaded: UploadedList
    columns: list[ListColumn]
    rows: list[list[str]] = field(default_factory=list)
    public: clearing.Cleared | None = None
    board: renditions.Rendition | None = None
    board_cells: list[list[str]] = field(default_factory=list)
    has_web_list: bool = True
    safety: Safety | None = None
    decision: ListDecision | None = None
    ways: list[WayInWords] = field(default_factory=list)
    difference: Difference | None = None
    difference_words: str = ""
    earlier: list = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    number: int = 1
    is_revealed: bool = False
    is_unreadable: bool = False

    @property
    def open_count(self) -> int:
        return sum(column.is_open for column in self.columns)

    @property
    def gone_count(self) -> int:
        return sum(column.action == "remove" for column in self.columns)

    @property
    def public_columns(self) -> list[PublicColumn]:
        """Columns in the order of the original, so that both sides can be read across."""
        found, place = [], 0
        for column in self.columns:
            if column.action == "remove":
                if found and found[-1].state == "gone":
                    found[-1].count += 1
                else:
                    found.append(PublicColumn(column.name, "gone"))
                continue
            if column.is_open:
                found.append(PublicColumn(column.name, "open"))
                continue
            changed = column.action in ("mask", "generalise")
            number = column.kind in ("amount", "hsize")
            found.append(PublicColumn(column.name, "shown", place, 1, number, changed))
            place += 1
        return found

    @property
    def preview(self) -> list[list[str]]:
        """The first public rows, as they are."""
        return self.public.rows[:PREVIEW_ROWS] if self.public else []

    @property
    def beside(self) -> list[list[tuple[PublicColumn, str]] | None]:
        """Public cells beside the original rows; None for a row that is merged into 其他."""
        if self.public is None or self.public.is_totals_only:
            return []
        at = dict(zip(self.public.places, self.public.rows, strict=True))
        columns = self.public_columns
        return [
            [(c, at[n][c.place] if c.state == "shown" else "") for c in columns]
            if n in at
            else None
            for n in range(len(self.rows))
        ]

    @property
    def totals(self) -> list[tuple[dict, list[tuple[PublicColumn, str]]]]:
        """The lines below the table, cell by cell."""
        if self.public is None:
            return []
        return [
            (
                line,
                [
                    (c, line["cells"][c.place] if c.state == "shown" else "")
                    for c in self.public_columns
                ],
            )
            for line in self.public.totals
        ]

    @property
    def sums(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The lines of a list of which only totals are public: label, and name with sum."""
        if self.public is None:
            return []
        labels = self.public.labels
        return [
            (line["label"], list(zip(labels, line["cells"], strict=True)))
            for line in self.public.totals
        ]

    @property
    def is_settled(self) -> bool:
        return self.safety is None or is_settled(self.safety, self.decision)

    @property
    def proposal(self):
        return next(iter(self.ways), None)

    @property
    def other_ways(self) -> list:
        return self.ways[1:]

    @property
    def first_singled(self):
        return next(iter(self.safety.singled), None) if self.safety else None

    @property
    def needs_difference(self) -> bool:
        seen = self.decision is not None and self.decision.accepts_difference
        return self.difference is not None and self.difference.reveals and not seen


def panes_of(item, shown, user, revealed: frozenset[str]) -> list[ListPane]:
    """Panes of all lists of the page; `revealed` names those opened in clear in this answer."""
    places = {t.vault_id: n for n, t in enumerate(ordered(shown.recipient_tables), start=1)}
    panes = []
    for table, uploaded in lists_of(shown):
        pane = _pane(item, shown, table, uploaded, user, str(uploaded.pk) in revealed)
        pane.number = places[table.vault_id]
        panes.append(pane)
    return panes


def _pane(item, shown, table, uploaded, user, is_revealed: bool) -> ListPane:
    known = columns_of(uploaded)
    pane = ListPane(table, uploaded, known, findings=findings_of(uploaded))
    try:
        sheet = _sheet(item, uploaded, user, is_revealed)
    except (VaultUnavailable, Unreadable):
        pane.is_unreadable = True
        return pane
    policy = policy_of(shown)
    pane.is_revealed = is_revealed
    pane.rows = [
        [_shown(column, cell, is_revealed) for column, cell in zip(known, row, strict=True)]
        for row in sheet.rows[:PREVIEW_ROWS]
    ]
    pane.decision = decision_of(uploaded)
    pane.has_web_list = renditions.has_list(policy.key, renditions.WEB)
    pane.public = _known.get(
        (sheet,),
        (policy.key, decided(known), pane.decision.merges_small),
        lambda: clearing.cleared(sheet, known, policy=policy, decision=pane.decision),
    )
    pane.safety = look(sheet, known, policy)
    pane.ways = in_words(pane.safety)
    few = Sheet(sheet.header, sheet.rows[:PREVIEW_ROWS])
    pane.board = renditions.board(policy.key, [c.plain() for c in known], few.rows)
    pane.board_cells = _board_cells(pane, is_revealed)
    pane.earlier = consecutive.earlier_lists(shown, table)
    pane.difference = consecutive.difference(shown, table, uploaded, pane.decision)
    if pane.difference is not None:
        pane.difference_words = consecutive.in_words(pane.difference)
    return pane


def findings_of(uploaded: UploadedList) -> list[str]:
    """Single dangerous cells in words: 备注：3 格像身份证号（第 12、40、77 行）."""
    return [
        _("%(column)s：%(n)d 格像%(kind)s（第 %(rows)s 行%(more)s）")
        % {
            "column": uploaded.columns[one["column"]]["name"],
            "n": one["cells"],
            "kind": label_of(one["cls"]),
            "rows": "、".join(map(str, one.get("rows", []))),
            "more": _("等") if one["cells"] > len(one.get("rows", [])) else "",
        }
        for one in uploaded.findings
        if one["column"] < len(uploaded.columns)
    ]


def _board_cells(pane: ListPane, is_revealed: bool) -> list[list[str]]:
    """Rows of the board's sheet; names stay covered until somebody reveals the list."""
    if pane.board is None:
        return []
    by_name = {column.name: column for column in pane.columns}
    return [
        [
            cell if is_revealed or by_name[label].proposed == "keep" or not cell else HIDDEN
            for label, cell in zip(pane.board.labels, row, strict=True)
        ]
        for row in pane.board.rows
    ]


def _shown(column: ListColumn, cell: str, is_revealed: bool) -> str:
    if is_revealed or column.proposed == "keep" or not cell:
        return cell
    return HIDDEN


def _sheet(item, uploaded, user, is_revealed: bool) -> Sheet:
    if not is_revealed:
        return open_list(uploaded.pk, "workflows.preview")
    reason = _("隐私审查 %(number)s") % {"number": item.number}
    return open_for(uploaded.pk, user, reason)
