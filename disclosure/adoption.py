"""Taking up items that were public before there was a log (verification specification §8)."""

from django.db import transaction
from django.utils import timezone

from disclosure import outbox
from disclosure.canonical import digest, public_record
from disclosure.models import Clearance, DisclosurePage, PublicVersion
from disclosure.publishing import _log


@transaction.atomic
def adopt(page_id: int, *, by=None, clearance: Clearance | None = None) -> PublicVersion | None:
    """Log a live item once, as published now; None when it has an event or is not live.

    Nothing the public sees changes, so the gate stays shut. The log says what is public, whether
    anybody looked at it or not: without a `clearance` of exactly this content `check_live` names
    the item until it has been through the funnel.
    """
    item = DisclosurePage.objects.select_for_update().get(pk=page_id)
    has_event = PublicVersion.objects.filter(number=item.number).exists()
    if not item.live or not item.number or has_event:
        return None
    record = public_record(item.specific)
    version = _log(item, "publish", "", record, by, item.title)
    if clearance is not None and digest(record, clearance.salt) == clearance.digest:
        clearance.released_at = timezone.now()
        clearance.save(update_fields=["released_at"])
    outbox.enqueue("index", item.number, rev=version.rev)
    return version
