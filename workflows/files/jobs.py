"""Long work on files: who is at it, how far it is, and taking over from a process that died."""

import os
import socket
import time
from collections.abc import Callable
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

# A process that gave no sign of life for so long is taken for dead, wherever it runs.
LONGEST_SILENCE = timedelta(minutes=10)
SECONDS_BETWEEN_BEATS = 1.0
MOST_ATTEMPTS = 3


class Busy(RuntimeError):
    """Another process is at it; the outbox asks again later."""


def claim(jobs, *, waiting: str, working: str):
    """The one job of the query set, now ours; None when there is nothing to do in it.

    Raises Busy while a living process holds it.
    """
    job = jobs.first()
    if job is None or job.state not in (waiting, working):
        return None
    if job.state == working and _lives(job):
        raise Busy(f"held by {job.holder}")
    now = timezone.now()
    same = Q(state=job.state, holder=job.holder)
    won = jobs.filter(same).update(
        state=working,
        holder=_me(),
        beat=now,
        started_at=now,
        finished_at=None,
        attempts=job.attempts + 1,
        done=0,
        total=0,
        reason="",
    )
    if not won:
        raise Busy("somebody was faster")
    job.refresh_from_db()
    return job


def progress_of(job) -> Callable[[int, int], None]:
    """Writes down how far the job is, at most once a second."""
    model, last = type(job), 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if done < total and time.monotonic() - last < SECONDS_BETWEEN_BEATS:
            return
        last = time.monotonic()
        model.objects.filter(pk=job.pk).update(done=done, total=total, beat=timezone.now())

    return tell


def finish(job, state: str, **fields) -> None:
    """The job ends in `state`; the last figures of its progress stay."""
    type(job).objects.filter(pk=job.pk).update(
        state=state, finished_at=timezone.now(), holder="", **fields
    )


def give_back(job, waiting: str) -> None:
    """Whatever failed may be over soon: the job waits again."""
    type(job).objects.filter(pk=job.pk).update(state=waiting, holder="")


def _me() -> str:
    return f"{socket.gethostname()[:80]}:{os.getpid()}"


def _lives(job) -> bool:
    host, _colon, pid = job.holder.rpartition(":")
    if host == socket.gethostname()[:80] and pid.isdigit() and int(pid) != os.getpid():
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass  # it lives, under another account
    return job.beat is not None and timezone.now() - job.beat < LONGEST_SILENCE
