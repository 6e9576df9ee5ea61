"""Taking up items that were public before there was a log (verification specification §8)."""

from django.db import transaction

from disclosure import outbox
from disclosure.canonical import public_record
from disclosure.models import DisclosurePage, PublicVersion
from disclosure.publishing import _log


@transaction.atomic
def adopt(page_id: int, *, by=None) -> PublicVersion | None:
    """Log a live item once, as published now; None when it has an event or is not live.

    Nothing the public sees changes, so the gate stays shut. The item has no clearance after this,
    and `check_live` says so until it has been through the funnel.
    """
    item = DisclosurePage.objects.select_for_update().get(pk=page_id)
    has_event = PublicVersion.objects.filter(number=item.number).exists()
    if not item.live or not item.number or has_event:
        return None
    version = _log(item, "publish", "", public_record(item.specific), by, item.title)
    outbox.enqueue("index", item.number, rev=version.rev)
    return version
