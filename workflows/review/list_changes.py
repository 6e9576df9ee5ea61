"""How a list differs from the one cleared last: counts of rows, never the rows themselves."""

from collections import Counter
from dataclasses import dataclass

from wagtail.models import Revision

from disclosure.canonical import ordered
from disclosure.models import Clearance
from privacy.vault import VaultRefused, VaultUnavailable
from workflows.lists.clearing import open_list
from workflows.lists.columns import lists_of


@dataclass(frozen=True, slots=True)
class RowChange:
    """Rows of the present original against the last cleared one's."""

    added: int = 0
    removed: int = 0
    same: int = 0
    is_new: bool = False
    is_unknown: bool = False


def since_last_clearance(item, shown) -> list[tuple[str, RowChange]]:
    """(caption, change) of every list of the revision under review."""
    earlier = _earlier_lists(item)
    return [
        (table.caption, _compare(earlier.get(_key(table)), table.vault_id))
        for table, _uploaded in lists_of(shown)
    ]


def _key(table) -> str:
    return table.table or "recipients"


def _earlier_lists(item) -> dict:
    """Vault object by table, of the revision released last."""
    cleared = Clearance.objects.filter(page_id=item.pk, released_at__isnull=False)
    last = cleared.order_by("-pk").first()
    revision = Revision.objects.filter(pk=last.revision_id).first() if last else None
    if revision is None:
        return {}
    tables = ordered(revision.as_object().recipient_tables)
    return {_key(table): table.vault_id for table in tables if table.vault_id}


def _compare(before, after) -> RowChange:
    if before is None:
        return RowChange(is_new=True)
    if before == after:
        return RowChange(same=len(open_list(after, "workflows.compare").rows))
    try:
        old, new = (
            Counter(map(tuple, open_list(pk, "workflows.compare").rows)) for pk in (before, after)
        )
    except (VaultRefused, VaultUnavailable, LookupError):
        return RowChange(is_unknown=True)
    return RowChange((new - old).total(), (old - new).total(), (new & old).total())
