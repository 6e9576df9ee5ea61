"""The list against the last public one of the same unit and catalogue row (privacy.md §6)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from disclosure.models import DisclosurePage, RecipientTable
from privacy.list_difference import Difference, compare
from privacy.policy import Policy
from privacy.renditions import WEB, has_list, web_cell
from privacy.vault import VaultUnavailable
from workflows.lists.columns import ListColumn, columns_of
from workflows.lists.opening import open_list, policy_of
from workflows.lists.remembered import Remembered, decided
from workflows.lists.safety import decision_of
from workflows.lists.sheet import Sheet, Unreadable
from workflows.models import ListDecision, UploadedList

NUMBERS = ("RESIDENT_ID", "DISABILITY_CERT", "SOCIAL_CARD", "CANDIDATE_NO", "BANK_ACCOUNT")
NAMES = ("RECIPIENT_NAME", "MINOR_NAME", "DONOR")
MOST_OFFERED = 6
_known = Remembered(8)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A list that was public before: of which item, and when it was released."""

    vault_id: object
    number: str
    title: str
    on: object


def earlier_lists(page, table) -> list[Earlier]:
    """Lists of the same unit, catalogue row and element that were public, the newest first."""
    if page.catalogue_item_id is None or page.unit_id is None:
        return []
    found = (
        RecipientTable.objects.filter(
            page__in=DisclosurePage.objects.filter(
                unit_id=page.unit_id,
                catalogue_item_id=page.catalogue_item_id,
                first_published_at__isnull=False,
            ),
            vault_id__isnull=False,
        )
        .exclude(vault_id=table.vault_id)
        .select_related("page")
        .order_by("-page__last_published_at", "-pk")
    )
    same = [row for row in found if (row.table or "") == (table.table or "")]
    return [
        Earlier(row.vault_id, row.page.number, row.page.title, row.page.last_published_at)
        for row in same[:MOST_OFFERED]
    ]


def difference(page, table, uploaded: UploadedList, decision: ListDecision) -> Difference | None:
    """What this list and the earlier one give away together; None when there is none to compare."""
    policy = policy_of(page)
    earlier = earlier_lists(page, table)
    chosen = next((e for e in earlier if e.vault_id == decision.predecessor), None)
    last = chosen or next(iter(earlier), None)
    known = UploadedList.objects.filter(pk=last.vault_id).first() if last else None
    if known is None:
        return None
    try:
        before = open_list(known.pk, "workflows.compare")
        after = open_list(uploaded.pk, "workflows.compare")
    except (VaultUnavailable, Unreadable):
        return None
    columns, old = columns_of(uploaded), columns_of(known)
    keys = _same_keys(old, columns)
    if keys is None:
        return None
    about = (policy.key, decided(old), decided(columns))
    return _known.get(
        (before, after),
        about,
        lambda: compare(
            _rows(before, keys[0], _group(old, policy)),
            _rows(after, keys[1], _group(columns, policy)),
            required=policy.k,
        ),
    )


def is_open(page, table, uploaded: UploadedList, decision: ListDecision) -> bool:
    """Whether the difference reveals single persons and nobody said that they saw it."""
    if decision.accepts_difference:
        return False
    found = difference(page, table, uploaded, decision)
    return found is not None and found.reveals


def accept(uploaded: UploadedList, by) -> None:
    """The reviewer has seen the difference and lets it pass."""
    decision = decision_of(uploaded)
    decision.accepts_difference, decision.by = True, by
    decision.save()


def choose(uploaded: UploadedList, vault_id, by) -> None:
    """Compare with another earlier list; what was said of the first no longer counts."""
    decision = decision_of(uploaded)
    decision.predecessor, decision.accepts_difference, decision.by = vault_id, False, by
    decision.save()


def _same_keys(old: list[ListColumn], new: list[ListColumn]) -> tuple[list[int], list[int]] | None:
    """Columns by which persons are the same in both: a number, else name and village."""
    for cls in NUMBERS:
        places = [next((c.index for c in side if c.cls == cls), None) for side in (old, new)]
        if None not in places:
            return [places[0]], [places[1]]
    names = [[c.index for c in side if c.cls in NAMES][:1] for side in (old, new)]
    return (names[0], names[1]) if all(names) else None


def _group(columns: list[ListColumn], policy: Policy) -> ListColumn | None:
    """The public column by which readers find their neighbours; none where no list is public."""
    if not has_list(policy.key, WEB):
        return None
    shown = [c for c in columns if c.action in ("keep", "generalise")]
    return next((c for c in shown if c.cls in ("ADDRESS_VILLAGE", "ADDRESS_DETAIL")), None)


def _rows(sheet: Sheet, keys: list[int], group: ListColumn | None):
    plain = group.plain() if group else None
    return [
        ([row[n] for n in keys], _place(plain, row[group.index]) if group else "")
        for row in sheet.rows
    ]


def _place(column, cell: str) -> str:
    return web_cell(column, cell) if column.action == "generalise" else cell


def in_words(found: Difference) -> str:
    """The warning for the reviewer; villages are public, counts are not persons."""
    text = _("与上期相比，新增 %(came)d 行，退出 %(left)d 行。") % {
        "came": found.came,
        "left": found.left,
    }
    if found.reveals:
        text += _("把两期对照，就能看出是哪几户。建议攒到不少于 %(k)d 户再更新，或只公布合计。") % {
            "k": found.required
        }
    return text
