"""The gate itself: which items the running transaction may change, and how a refusal is told."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils.translation import gettext as _

_open: ContextVar[frozenset[int]] = ContextVar("open_items", default=frozenset())


class NotCleared(PermissionDenied):
    """A change of public content that no clearance covers. `reasons`: sentences for the user."""

    def __init__(self, *reasons: str):
        self.reasons = [str(reason) for reason in reasons] or [
            _("尚未通过隐私审查，不能改变已公开的内容。")
        ]
        super().__init__(" ".join(self.reasons))


def in_release(page_id: int) -> bool:
    """True while the funnel writes exactly this item."""
    return page_id in _open.get()


@contextmanager
def opened(page_id: int) -> Iterator[None]:
    """Open the gate for one item; only publishing.py calls this.

    The row in `disclosure_opengate` tells the database triggers. It is deleted before the
    transaction ends, so no other connection ever sees the gate open.
    """
    from disclosure.models import OpenGate

    if not connection.in_atomic_block:
        raise RuntimeError("the gate opens only inside a transaction")
    token = _open.set(_open.get() | {page_id})
    try:
        OpenGate.objects.create(page_id=page_id)
        yield
        OpenGate.objects.filter(page_id=page_id).delete()
    finally:
        # After an exception the rollback removes the row.
        _open.reset(token)


def crash_point(step: str) -> None:
    """Test hook: die here as a power cut would, when MINGJING_CRASH_AT names this step."""
    if os.environ.get("MINGJING_CRASH_AT") == step:
        os.kill(os.getpid(), signal.SIGKILL)
