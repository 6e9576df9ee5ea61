"""The physical part of a scrub: what was removed must leave the files of the database too (I3).

The rows were cleaned in their transaction; here free pages, full-text segments, write-ahead log
and dead tuples follow. Until that is done a ScrubJob stays open, and staff see it.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from .models import ScrubJob

log = logging.getLogger(__name__)
# PostgreSQL: a plain VACUUM leaves bytes in the free space of a page, a full one writes the table
# anew but locks it. Above this size the lock would be felt, and the plain one must do.
FULL_UP_TO_BYTES = 1 << 30
LOCK_WAIT_MS = 5000
_postponed: ContextVar[bool] = ContextVar("scrubs_postponed", default=False)


class StillOwed(Exception):
    """It could not be finished now (a transaction is open, a reader is busy): try again later."""


def finish() -> int:
    """Do the physical part of all open jobs; returns how many. StillOwed leaves them open."""
    jobs = list(ScrubJob.objects.filter(done_at=None))
    if not jobs:
        return 0
    if connection.in_atomic_block:
        raise StillOwed("a transaction is open")
    try:
        if connection.vendor == "sqlite":
            _rewrite_sqlite()
        else:
            _rewrite_postgresql([table for job in jobs for table in job.tables])
    except (DatabaseError, StillOwed) as error:
        for job in jobs:
            job.attempts += 1
            job.last_error = type(error).__name__
            job.save(update_fields=["attempts", "last_error"])
        log.warning("privacy.physical jobs=%d error=%s", len(jobs), type(error).__name__)
        raise StillOwed(type(error).__name__) from error
    ScrubJob.objects.filter(pk__in=[job.pk for job in jobs]).update(
        done_at=timezone.now(), last_error=""
    )
    log.info("privacy.physical jobs=%d done", len(jobs))
    return len(jobs)


def finish_if_possible() -> bool:
    """As `finish`, for callers that have nothing to undo: False when the jobs stay open."""
    try:
        finish()
    except StillOwed:
        return False
    return True


def finish_after_commit() -> None:
    """Where there is no worker, do it right after the transaction that scrubbed."""
    if settings.OUTBOX_INLINE and not _postponed.get():
        transaction.on_commit(finish_if_possible, robust=True)


@contextmanager
def once_at_the_end() -> Iterator[None]:
    """For many scrubs in a row (an import): do the physical part once, at the end."""
    token = _postponed.set(True)
    try:
        yield
    finally:
        _postponed.reset(token)
    if not connection.in_atomic_block:
        finish_if_possible()


def owed():
    """Jobs not finished yet, oldest first."""
    return ScrubJob.objects.filter(done_at=None).order_by("pk")


def _rewrite_sqlite() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (usual,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {LOCK_WAIT_MS}")
        try:
            _merge_full_text_segments(cursor)
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, _pages, _moved = cursor.fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
    if busy:
        raise StillOwed("a reader holds the write-ahead log")


def _merge_full_text_segments(cursor) -> None:
    """Full-text tables keep deleted words in old segments until these are merged (seen)."""
    cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'")
    for (name,) in cursor.fetchall():
        table = _quoted(name)
        cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608


def _rewrite_postgresql(tables: list[str]) -> None:
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [str(LOCK_WAIT_MS)])
        try:
            _outlive_older_snapshots(cursor)
            for table in sorted(existing.intersection(tables)):
                cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [_quoted(table)])
                full = cursor.fetchone()[0] <= FULL_UP_TO_BYTES
                # ANALYZE: the planner's statistics keep samples of what stood in the columns.
                # The plain one first: a full one alone still copies old rows while any transaction
                # of the server, in another database too, is older than the scrub (seen).
                cursor.execute(f"VACUUM (ANALYZE) {_quoted(table)}")
                if full:
                    cursor.execute(f"VACUUM (FULL) {_quoted(table)}")
        finally:
            cursor.execute("SELECT set_config('lock_timeout', '0', false)")


def _outlive_older_snapshots(cursor) -> None:
    """Wait for those who may still read the old rows: VACUUM keeps what they can see.

    StillOwed when one of them stays (a long report, a dump).
    """
    readers = (
        "SELECT pid, backend_xmin::text FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL"
    )
    cursor.execute(readers)
    older = set(cursor.fetchall())
    until = time.monotonic() + LOCK_WAIT_MS / 1000
    while older:
        if time.monotonic() > until:
            raise StillOwed("an older snapshot is open")
        time.sleep(0.1)
        cursor.execute(readers)
        older &= set(cursor.fetchall())


def _quoted(table: str) -> str:
    return connection.ops.quote_name(table)
