"""Long side effects of the demo: one thread beside the web server's, where no worker runs.

What it does not finish stays in the outbox and is taken up at the next start.
"""

import logging
import threading
from datetime import timedelta

from django.db import connection
from django.db.utils import OperationalError
from django.utils import timezone

from disclosure import outbox

log = logging.getLogger(__name__)
LONGEST_WAIT = timedelta(minutes=5)  # for a retry; later ones are taken up when something comes
_busy = threading.Lock()
_wanted = threading.Event()


def start() -> None:
    """Have the thread look for work; returns at once."""
    _wanted.set()
    if not _busy.locked():
        threading.Thread(target=_work, name="long-outbox", daemon=True).start()


def _work() -> None:
    if not _busy.acquire(blocking=False):
        return
    try:
        while _wanted.is_set() or _wait_for_retry():
            _wanted.clear()
            outbox.drain(is_long=True)
    except OperationalError as error:  # the database is busy or going away; the rows stay owed
        log.warning("background.stopped error=%s", type(error).__name__)
    finally:
        connection.close()
        _busy.release()
    if _wanted.is_set():  # asked for in the moment between the last look and the release
        start()


def _wait_for_retry() -> bool:
    """Sleep until the next retry is due or something new comes; False when nothing is near."""
    next_due = outbox.pending_long().order_by("due_at").values_list("due_at", flat=True).first()
    if next_due is None:
        return False
    wait = next_due - timezone.now()
    if wait > LONGEST_WAIT:
        return False
    connection.close()
    _wanted.wait(max(wait.total_seconds(), 0.05))
    return True
