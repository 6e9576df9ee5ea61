"""Lists of persons are public for a time: when it begins, when it is over, what is shown then.

Whether a list may still be shown is asked of the date alone, at every view: a worker that is dead
for days must not keep a list in public. Taking it down is `disclosure/list_ends.py`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from disclosure.calendars import current_calendar
from disclosure.canonical import BEIJING, Record, ordered
from disclosure.deadlines import ONE_DAY
from disclosure.list_norms import ListEnd, Norm, end_of_list, norms_for
from disclosure.models import DisclosurePage, ListPeriod, PublicVersion

# Rows of recipient lists in the public record; head, totals and merged rows stay (canonical.py).
_LIST_ROW = re.compile(r"t/[^/]+\.\d+/\d+")
END = "end_period"  # kind of the outbox row
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ListState:
    """What a reader is told of an item's list. `until` is the last day it is shown."""

    since: date
    until: date
    days: int
    day_type: str
    basis: str
    row_count: int
    is_provisional: bool
    is_over: bool
    removed_at: datetime | None = None
    # The day the counting began anew because the list had changed; told once the list is over.
    restarted_on: date | None = None


def today() -> date:
    """The date in China, whatever the server's zone."""
    return timezone.now().astimezone(BEIJING).date()


def is_list_row(part: str) -> bool:
    return _LIST_ROW.fullmatch(part) is not None


def list_rows(parts: Iterable) -> list[tuple[str, str]]:
    """The rows of lists in a record."""
    return [(part, text) for part, text in parts if is_list_row(part)]


def reduced(record: Record) -> Record:
    """What remains of a record when its lists have gone: nothing new, only less (I4)."""
    return [(part, text) for part, text in record if not is_list_row(part)]


def norms_of(page) -> list[Norm]:
    row = page.catalogue_item
    return norms_for(row.deadline_rules, row.privacy_policy) if row else []


def expected_end(page, posted: date | None = None) -> ListEnd | None:
    """When the item's lists would go if it were released on `posted` (today); None: no period."""
    norms = norms_of(page)
    if not norms or not has_list(page):
        return None
    return end_of_list(norms, _first_day(page, posted), current_calendar(), page.publicity_to)


def _first_day(page, posted: date | None) -> date:
    """The day of the release, or the day the item says it begins where that comes soon after."""
    posted = posted or today()
    stated = page.publicity_from
    return stated if stated and posted < stated <= posted + SOON else posted


def has_list(page) -> bool:
    """Whether the item shows a list of persons, or holds one for the board and the asking."""
    return any(table.rows or table.vault_id for table in page.recipient_tables.all())


def begin(
    page, version: PublicVersion, earlier: PublicVersion | None, posted: date | None = None
) -> ListPeriod | None:
    """Start the list's period with its release, in the transaction of the release.

    The same list goes on as before; a changed one begins anew (rules.md §3). `posted`: the day it
    was released, where that is not today.
    """
    current = running(page.number)
    posted = _first_day(page, posted)
    end = expected_end(page, posted)
    if current is not None:
        is_same = earlier is not None and list_rows(earlier.parts) == list_rows(version.parts)
        if is_same and end is not None:
            return current
        current.restarted_at = timezone.now()
        current.save(update_fields=["restarted_at"])
    if end is None:
        return None
    period = ListPeriod(
        number=page.number,
        page_id=page.pk,
        rev=version.rev,
        posted_on=posted,
        stated_until=page.publicity_to,
        row_count=sum(len(table.rows) for table in page.recipient_tables.all()),
    )
    _take_over(period, end)
    period.save()
    schedule(period)
    return period


def _take_over(period: ListPeriod, end: ListEnd) -> None:
    period.days, period.day_type = end.norm.days, end.norm.day_type
    period.basis = end.norm.basis[:300]
    period.last_day, period.is_provisional = end.last_day, end.is_provisional


def schedule(period: ListPeriod) -> None:
    """Owe the end at midnight, Asia/Shanghai, after the last day."""
    from disclosure import outbox

    midnight = datetime.combine(period.last_day + ONE_DAY, time(), BEIJING)
    outbox.enqueue(END, period.number, due_at=midnight, period=period.pk)


def recount(period: ListPeriod, page=None) -> bool:
    """Count the end anew by the calendar in force; True when it moved (I7).

    The period keeps the norm it began with: law changed later does not reach back.
    """
    norm = Norm(period.days, period.day_type, period.basis)
    end = end_of_list([norm], period.posted_on, current_calendar(), period.stated_until)
    before = (period.last_day, period.is_provisional)
    period.last_day, period.is_provisional = end.last_day, end.is_provisional
    return before != (period.last_day, period.is_provisional)


@transaction.atomic
def recount_running() -> int:
    """After a change of the calendar: move the ends of all running periods; how many moved."""
    moved = 0
    for period in shown_now().select_for_update():
        if recount(period):
            period.save(update_fields=["last_day", "is_provisional"])
            schedule(period)
            moved += 1
    return moved


def shown_now() -> QuerySet[ListPeriod]:
    """Periods whose list has not been taken down or replaced."""
    return ListPeriod.objects.filter(removed_at=None, restarted_at=None)


def without_running_lists(items: QuerySet) -> QuerySet:
    """Items that may be taken away in bulk or told of: none whose list of persons is being shown
    for a time (privacy.md §3)."""
    return items.exclude(number__in=shown_now().values("number"))


def overdue(on: date | None = None) -> QuerySet[ListPeriod]:
    """Lists that may not be shown any more and have not been taken down yet."""
    return shown_now().filter(last_day__lt=on or today())


def unconfirmed(on: date | None = None) -> QuerySet[ListPeriod]:
    """Lists whose time is over while some copy of them may still stand, in an index above all."""
    return ListPeriod.objects.filter(
        restarted_at=None, confirmed_at=None, last_day__lt=on or today()
    )


def running(number: str) -> ListPeriod | None:
    return shown_now().filter(number=number).first()


def state_of(number: str, on: date | None = None) -> ListState | None:
    """What the public is told of the item's list: running, over, or None without a period."""
    period = ListPeriod.objects.filter(number=number, restarted_at=None).first()
    return _state(period, on or today()) if period else None


def _state(period: ListPeriod, on: date) -> ListState:
    is_over = period.removed_at is not None or period.last_day < on
    return ListState(
        since=period.posted_on,
        until=period.last_day,
        days=period.days,
        day_type=period.day_type,
        basis=period.basis,
        row_count=period.row_count,
        is_provisional=period.is_provisional,
        is_over=is_over,
        removed_at=period.removed_at,
        restarted_on=_restarted_on(period) if is_over else None,
    )


def _restarted_on(period: ListPeriod) -> date | None:
    """The day this showing took the place of an earlier one with another list (rules.md §3)."""
    before = ListPeriod.objects.filter(number=period.number, pk__lt=period.pk).first()
    if before is None or before.restarted_at is None:
        return None
    day = before.restarted_at.astimezone(BEIJING).date()
    # A list taken out for good and another one shown long after it is no restart.
    version = PublicVersion.objects.filter(number=period.number, rev=period.rev)
    released = version.values_list("released_at", flat=True).first()
    return day if released and released.astimezone(BEIJING).date() == day else None


def guard(page: DisclosurePage) -> ListState | None:
    """Take a list that is over out of the page in memory, before it is shown to anybody.

    Every public view of an item calls this first. A live list without a period of its own (from
    before there were any) is counted from its release.
    """
    state = state_of(page.number)
    if state is None:
        state = _assumed(page)
    if state is not None and state.is_over:
        tables = ordered(page.recipient_tables)
        for table in tables:
            table.rows = []
        page.recipient_tables.set(tables)
    return state


def _assumed(page: DisclosurePage) -> ListState | None:
    released = page.last_published_at
    if released is None or not norms_of(page):
        return None
    posted = released.astimezone(BEIJING).date()
    end = expected_end(page, posted)
    if end is None:
        return None
    norm = end.norm
    assumed = ListState(
        posted, end.last_day, norm.days, norm.day_type, norm.basis, 0, end.is_provisional, False
    )
    return replace(assumed, is_over=end.last_day < today())


def shown_parts(number: str, parts: Iterable) -> list:
    """The parts of a version that may be shown today."""
    kept = list(parts)
    if any(is_list_row(part) for part, _text in kept) and overdue().filter(number=number).exists():
        return [pair for pair in kept if not is_list_row(pair[0])]
    return kept
