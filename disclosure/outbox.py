"""Side effects owed to the outside: written with the release, done afterwards, retried.

A handler is `handler(number, payload)` and must be safe to run twice.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

log = logging.getLogger(__name__)
Handler = Callable[[str, dict], None]
_handlers: dict[str, Handler] = {}
_long_kinds: set[str] = set()
FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(hours=1)
# What must be gone from the public site is tried again at least every minute.
# So is what makes the public search lack a change, as it is left aside until it has it.
REMOVING_KINDS = frozenset(
    {"unindex", "files", "copies", "end_period", "confirm_end", "index", "forget"}
)
LONGEST_RETRY_OF_REMOVALS = timedelta(minutes=1)


def register(kind: str, handler: Handler, *, is_long: bool = False) -> None:
    """Name the handler of a kind; called from AppConfig.ready() of the app that owns it.

    `is_long`: takes more than moments, so that no request may wait for it.
    """
    _handlers[kind] = handler
    (_long_kinds.add if is_long else _long_kinds.discard)(kind)


def enqueue(kind: str, number: str, *, due_at=None, **payload) -> None:
    """Owe a side effect; call inside the transaction that causes it. Not before `due_at`."""
    from disclosure.models import Outbox

    Outbox.objects.create(kind=kind, number=number, payload=payload, due_at=due_at)
    transaction.on_commit(_long_work if kind in _long_kinds else _short_work, robust=True)


def _short_work() -> None:
    if settings.OUTBOX_INLINE:
        drain(is_long=None if settings.OUTBOX_LONG_INLINE else False)
    else:
        _hand_over()


def _long_work() -> None:
    if not settings.OUTBOX_INLINE:
        _hand_over()
    elif settings.OUTBOX_LONG_INLINE:
        drain()
    else:
        wake()


def wake() -> None:
    """Go on with long work in a thread of this process, where no worker does it (the demo)."""
    from disclosure import background

    if settings.OUTBOX_INLINE and not settings.OUTBOX_LONG_INLINE:
        background.start()


def _hand_over() -> None:
    """Wake the background worker; `drain_outbox --loop` finds what a lost wake-up leaves."""
    from disclosure.tasks import drain_outbox

    drain_outbox.enqueue()


def pending():
    """Rows not done yet, oldest first; what is meant for a later day is not owed yet."""
    from disclosure.models import Outbox

    is_for_later = Q(attempts=0, due_at__gt=timezone.now())
    return Outbox.objects.filter(done_at__isnull=True).exclude(is_for_later)


def pending_long():
    """Rows not done yet that only a worker or the background thread may do."""
    return pending().filter(kind__in=_long_kinds)


def drain(limit: int = 1000, *, is_long: bool | None = None) -> int:
    """Do what is due, in order; returns how many rows were done. A failing row waits longer.

    `is_long` limits it to the long kinds, or to the others.
    """
    now = timezone.now()
    due = pending().filter(Q(due_at__isnull=True) | Q(due_at__lte=now))
    if is_long is not None:
        due = due.filter(kind__in=_long_kinds) if is_long else due.exclude(kind__in=_long_kinds)
    done = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)[:limit]):
        done += _do(pk)
    return done


def drain_for(number: str, kinds: Iterable[str]) -> int:
    """Do what is owed of these kinds for one item now, however long it was to wait."""
    owed = pending().filter(number=number, kind__in=list(kinds)).order_by("pk")
    return sum(_do(pk) for pk in list(owed.values_list("pk", flat=True)))


def _do(pk: int) -> bool:
    from disclosure.models import Outbox

    row = Outbox.objects.filter(pk=pk, done_at__isnull=True).first()
    if row is None:
        return False
    handler = _handlers.get(row.kind)
    if handler is None:
        log.error("outbox.no_handler kind=%s row=%s", row.kind, pk)
        return False
    try:
        handler(row.number, row.payload)
    except Exception as error:  # noqa: BLE001  whatever fails outside must not undo the release
        longest = LONGEST_RETRY_OF_REMOVALS if row.kind in REMOVING_KINDS else LONGEST_RETRY
        wait = min(FIRST_RETRY * 2 ** min(row.attempts, 10), longest)
        Outbox.objects.filter(pk=pk).update(
            attempts=row.attempts + 1,
            due_at=timezone.now() + wait,
            last_error=type(error).__name__,
        )
        log.warning("outbox.failed kind=%s row=%s error=%s", row.kind, pk, type(error).__name__)
        return False
    Outbox.objects.filter(pk=pk).update(done_at=timezone.now(), last_error="")
    return True
