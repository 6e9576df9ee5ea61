"""The end of a list's period: every copy goes, and is seen to be gone (rules.md §3, Withdrawal).

It is due at midnight and is done by the outbox; `manage.py end_periods` catches up whatever a dead
worker left. Until it is done `periods.guard` keeps the list from being shown.
"""

import logging

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from disclosure import outbox, periods, publishing
from disclosure.canonical import BEIJING, public_record
from disclosure.list_removal import drop_stored_lists, forget_lists, released_revision
from disclosure.models import DisclosurePage, ListPeriod, PublicVersion
from disclosure.periods import is_list_row, list_rows, shown_now

log = logging.getLogger(__name__)
CONFIRM = "confirm_end"  # kind of the outbox row


class NotYetGone(Exception):
    """A copy of the list is still there; the names of the copies are the message."""


def end(number: str, payload: dict) -> None:
    """Outbox `end_period`: take the list down if its time is over; safe to repeat."""
    end_due(number)


def end_due(number: str) -> bool:
    """Take the item's list down when its last day has passed; whether it was taken down now."""
    with transaction.atomic():
        period = shown_now().select_for_update().filter(number=number).first()
        if period is None:
            return False
        if periods.recount(period):
            period.save(update_fields=["last_day", "is_provisional"])
        if periods.today() <= period.last_day:
            periods.schedule(period)  # the calendar has moved the end
            return False
        item = DisclosurePage.objects.filter(pk=period.page_id, number=number).first()
        if item is not None:
            _take_down(item)
        period.removed_at = timezone.now()
        period.save(update_fields=["removed_at"])
        outbox.enqueue(CONFIRM, number, period=period.pk)
    log.info("periods.ended period=%s rows=%d", period.pk, period.row_count)
    return True


def _take_down(item: DisclosurePage) -> None:
    rows = list_rows(public_record(item.specific))
    if item.live and rows:
        changes = {part: [(0, len(text), "")] for part, text in rows}
        publishing.redact(item, changes, reason="expired", by=None)
        return
    # What the public never saw, or does not see any more: a list for the board, a withdrawn item.
    drop_stored_lists(item)
    forget_lists(item)


def end_all() -> tuple[int, list[str]]:
    """Take down all lists whose time is over: how many, and the numbers that failed."""
    ended, failed = 0, []
    for number in list(periods.overdue().values_list("number", flat=True).distinct()):
        try:
            ended += end_due(number)
        except Exception as error:  # noqa: BLE001  one item that fails must not keep the others up
            log.error("periods.failed number=%s error=%s", number, type(error).__name__)
            failed.append(number)
    return ended, failed


def adopt() -> int:
    """Give a period to live lists that have none (released before there were periods)."""
    known = ListPeriod.objects.values("number")
    made = 0
    for page in DisclosurePage.objects.released().exclude(number__in=known).iterator():
        specific = page.specific
        if periods.has_list(specific) and periods.norms_of(specific):
            version = PublicVersion.objects.filter(number=page.number).order_by("-rev").first()
            posted = version.released_at.astimezone(BEIJING).date() if version else None
            with transaction.atomic():
                made += bool(version and periods.begin(specific, version, None, posted=posted))
    return made


def confirm(number: str, payload: dict) -> None:
    """Outbox `confirm_end`: look at every copy; NotYetGone is tried again until all are gone."""
    period = ListPeriod.objects.get(pk=payload["period"])
    found = {name: is_gone(number) for name, is_gone in sorted(_copies.items())}
    now = timezone.now().isoformat(timespec="seconds")
    for name, is_gone in found.items():
        if is_gone:
            period.confirmed.setdefault(name, now)
    left = [name for name, is_gone in found.items() if not is_gone]
    period.confirmed_at = None if left else timezone.now()
    period.save(update_fields=["confirmed", "confirmed_at"])
    if left:
        raise NotYetGone(", ".join(left))


def left_of(period: ListPeriod) -> list[str]:
    """Copies of an ended list that nobody has seen gone yet."""
    return sorted(set(_copies) - set(period.confirmed))


def page_is_reduced(number: str) -> bool:
    page = DisclosurePage.objects.filter(number=number).first()
    if page is None:
        return True
    return not any(table.rows or table.vault_id for table in page.recipient_tables.all())


def versions_are_reduced(number: str) -> bool:
    """Version list, differences, parts.json and the check desk read these."""
    versions = PublicVersion.objects.filter(number=number).values_list("parts", flat=True)
    return not any(is_list_row(part) for parts in versions.iterator() for part, _text in parts)


def drafts_are_reduced(number: str) -> bool:
    """Revisions up to the released one; later ones may hold a new list under review."""
    page = DisclosurePage.objects.filter(number=number).first()
    released = released_revision(page) if page else None
    if released is None:
        return True
    revisions = Revision.page_revisions.filter(object_id=released.object_id, pk__lte=released.pk)
    return not any(
        table.get("rows")
        for content in revisions.values_list("content", flat=True).iterator(chunk_size=20)
        for table in content.get("recipient_tables", [])
    )


_copies = {
    "drafts": drafts_are_reduced,
    "page": page_is_reduced,
    "versions": versions_are_reduced,
}


def register_copy(name: str, is_gone) -> None:
    """`is_gone(number) -> bool`; called from AppConfig.ready() of the app that keeps the copy."""
    _copies[name] = is_gone
