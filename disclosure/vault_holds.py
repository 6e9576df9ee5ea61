"""Originals that what is public now still needs: they outlast their term, and are reported."""

from uuid import UUID

from disclosure.models import AttachmentRow, Clearance, DisclosurePage, RecipientTable


def still_used(ids: set[UUID]) -> set[UUID]:
    """Those of `ids` from which a live item is rebuilt, or by which it is searched for leaks."""
    found: set[UUID] = set()
    for model in (RecipientTable, AttachmentRow):
        rows = model.objects.filter(vault_id__in=ids, page__live=True)
        found |= set(rows.values_list("vault_id", flat=True))
    live = DisclosurePage.objects.filter(live=True).values("pk")
    withheld = Clearance.objects.filter(withheld_id__in=ids, page_id__in=live)
    return found | set(withheld.values_list("withheld_id", flat=True))
