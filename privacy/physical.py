"""The physical part of a scrub: what was removed must leave the files of the database too (I3).

The rows were cleaned in their transaction; here free pages, full-text segments, write-ahead log
and dead tuples follow. Until that is done a ScrubJob stays open, and staff see it.
"""

import logging

from django.db import DatabaseError, connection
from django.utils import timezone

from .models import ScrubJob

log = logging.getLogger(__name__)
# PostgreSQL: a plain VACUUM leaves bytes in the free space of a page, a full one writes the table
# anew but locks it. Above this size the lock would be felt, and the plain one must do.
FULL_UP_TO_BYTES = 1 << 30
LOCK_WAIT = "5s"


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
            _rewrite_postgresql(sorted({table for job in jobs for table in job.tables}))
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


def owed():
    """Jobs not finished yet, oldest first."""
    return ScrubJob.objects.filter(done_at=None).order_by("pk")


def _rewrite_sqlite() -> None:
    with connection.cursor() as cursor:
        # Full-text tables keep deleted words in old segments until these are merged (seen).
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%using fts5%'"
        )
        for (name,) in cursor.fetchall():
            quoted = connection.ops.quote_name(name)
            cursor.execute(f"INSERT INTO {quoted}({quoted}) VALUES ('optimize')")  # noqa: S608
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _pages, _moved = cursor.fetchone()
    if busy:
        raise StillOwed("a reader holds the write-ahead log")


def _rewrite_postgresql(tables: list[str]) -> None:
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_WAIT])
        try:
            for table in tables:
                if table not in existing:
                    continue
                cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [_quoted(table)])
                full = cursor.fetchone()[0] <= FULL_UP_TO_BYTES
                # ANALYZE: the planner's statistics keep samples of what stood in the columns.
                options = "FULL, ANALYZE" if full else "ANALYZE"
                cursor.execute(f"VACUUM ({options}) {_quoted(table)}")
        finally:
            cursor.execute("SELECT set_config('lock_timeout', '0', false)")


def _quoted(table: str) -> str:
    return connection.ops.quote_name(table)
