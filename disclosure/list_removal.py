"""Taking an ended list out of everything that keeps it: versions, drafts, tables of the page."""

from wagtail.models import Revision

from disclosure.canonical import ordered
from disclosure.gate import opened
from disclosure.models import Clearance, DisclosurePage, PublicVersion
from disclosure.periods import is_list_row
from disclosure.removal import owe_own_tables
from privacy.scrub import scrub


def forget_lists(item: DisclosurePage) -> None:
    """Drop the rows from all public versions and drafts; nothing else of them changes.

    A newer draft keeps its tables where they hold another list: that one is under review. The free
    pages of the database follow by the scrub job this leaves.
    """
    for version in PublicVersion.objects.filter(page_id=item.pk).iterator(chunk_size=20):
        kept = [pair for pair in version.parts if not is_list_row(pair[0])]
        if len(kept) != len(version.parts):
            version.parts = kept
            version.save(update_fields=["parts"])
    released = released_revision(item)
    ended = _tables_of(released)
    for revision in Revision.page_revisions.filter(object_id=str(item.pk)).iterator(chunk_size=20):
        is_older = released is not None and revision.pk <= released.pk
        if _empty(revision.content.get("recipient_tables", []), ended, whole=is_older):
            revision.save(update_fields=["content"])
    owe_own_tables(scrub(item.pk, (), kinds=["LIST"]))


def released_revision(item: DisclosurePage) -> Revision | None:
    """The revision that was made public last."""
    last = (
        Clearance.objects.filter(page_id=item.pk, released_at__isnull=False).order_by("-pk").first()
    )
    return Revision.objects.filter(pk=last.revision_id).first() if last else None


def _tables_of(revision: Revision | None) -> list[tuple]:
    tables = revision.content.get("recipient_tables", []) if revision else []
    return [(table.get("vault_id"), list(table.get("rows") or [])) for table in tables]


def _empty(tables: list[dict], ended: list[tuple], *, whole: bool) -> bool:
    changed = False
    for table in tables:
        vault_id, rows = table.get("vault_id"), table.get("rows") or []
        is_ended = any((vault_id and vault_id == known) or rows == shown for known, shown in ended)
        if (whole or is_ended) and (rows or vault_id):
            table["rows"], table["vault_id"] = [], None
            changed = True
    return changed


def drop_stored_lists(item: DisclosurePage) -> None:
    """Empty the tables of a page whose rows the public does not see; in a transaction."""
    with opened(item.pk):
        for table in ordered(item.specific.recipient_tables):
            table.rows, table.vault_id = [], None
            table.save()
