"""Side effects owed to the outside: written with the release, done afterwards, retried.

A handler is `handler(number, payload)` and must be safe to run twice.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

log = logging.getLogger(__name__)
Handler = Callable[[str, dict], None]
_handlers: dict[str, Handler] = {}
FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(hours=1)


def register(kind: str, handler: Handler) -> None:
    """Name the handler of a kind; called from AppConfig.ready() of the app that owns it."""
    _handlers[kind] = handler


def enqueue(kind: str, number: str, **payload) -> None:
    """Owe a side effect; call inside the transaction that causes it."""
    from disclosure.models import Outbox

    Outbox.objects.create(kind=kind, number=number, payload=payload)
    transaction.on_commit(drain if settings.OUTBOX_INLINE else _hand_over, robust=True)


def _hand_over() -> None:
    """Wake the background worker; `drain_outbox --loop` finds what a lost wake-up leaves."""
    from disclosure.tasks import drain_outbox

    drain_outbox.enqueue()


def pending():
    """Rows not done yet, oldest first."""
    from disclosure.models import Outbox

    return Outbox.objects.filter(done_at__isnull=True)


def drain(limit: int = 1000) -> int:
    """Do what is due, in order; returns how many rows were done. A failing row waits longer."""
    from django.db.models import Q

    now = timezone.now()
    due = pending().filter(Q(due_at__isnull=True) | Q(due_at__lte=now))
    done = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)[:limit]):
        done += _do(pk)
    return done


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
        wait = min(FIRST_RETRY * 2 ** min(row.attempts, 10), LONGEST_RETRY)
        Outbox.objects.filter(pk=pk).update(
            attempts=row.attempts + 1,
            due_at=timezone.now() + wait,
            last_error=type(error).__name__,
        )
        log.warning("outbox.failed kind=%s row=%s error=%s", row.kind, pk, type(error).__name__)
        return False
    Outbox.objects.filter(pk=pk).update(done_at=timezone.now(), last_error="")
    return True
