"""An uploaded list on the review screen: columns, and some rows with hidden cells."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from privacy import vault
from privacy.policy import policy_for_domain
from privacy.vault import VaultUnavailable
from workflows.lists import clearing, reading
from workflows.lists.columns import ListColumn, columns_of, lists_of
from workflows.lists.sheet import Sheet
from workflows.models import UploadedList

PREVIEW_ROWS = 12
HIDDEN = "••••"


@dataclass(slots=True)
class ListPane:
    """Both sides of one list; the public side has a column only where something is decided."""

    table: object
    uploaded: UploadedList
    columns: list[ListColumn]
    rows: list[list[str]]
    public_labels: list[str]
    public_rows: list[list[str]]
    groups: clearing.Groups | None = None
    is_revealed: bool = False
    is_unreadable: bool = False

    @property
    def open_count(self) -> int:
        return sum(column.is_open for column in self.columns)


def panes_of(item, shown, user, revealed: frozenset[str]) -> list[ListPane]:
    """Panes of all lists of the page; `revealed` names those opened in clear in this answer."""
    return [
        _pane(item, table, uploaded, user, str(uploaded.pk) in revealed)
        for table, uploaded in lists_of(shown)
    ]


def _pane(item, table, uploaded, user, is_revealed: bool) -> ListPane:
    known = columns_of(uploaded)
    try:
        sheet = _sheet(item, uploaded, user, is_revealed)
    except VaultUnavailable:
        return ListPane(table, uploaded, known, [], [], [], is_unreadable=True)
    few = Sheet(sheet.header, sheet.rows[:PREVIEW_ROWS])
    public = clearing.cleared(few, known)
    rows = [
        [_shown(column, cell, is_revealed) for column, cell in zip(known, row, strict=True)]
        for row in few.rows
    ]
    groups = clearing.groups_of(sheet, known, policy_for_domain(item.domain or None).k)
    return ListPane(table, uploaded, known, rows, public.labels, public.rows, groups, is_revealed)


def _shown(column: ListColumn, cell: str, is_revealed: bool) -> str:
    if is_revealed or column.proposed == "keep" or not cell:
        return cell
    return HIDDEN


def _sheet(item, uploaded, user, is_revealed: bool) -> Sheet:
    if not is_revealed:
        return clearing.open_list(uploaded.pk, "workflows.preview")
    reason = _("隐私审查 %(number)s") % {"number": item.number}
    return reading.read(vault.open(vault.get(uploaded.pk), by=user, reason=reason))
