"""Taking given personal strings out of every older copy of a page (design.md I3).

Rows are rewritten, never deleted: Wagtail's workflow states hang on revisions. What the page shows
now is not touched; that is the caller's business, before this. The rows are clean when the
transaction commits; free pages and logs of the database follow in `privacy.physical`.
"""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from . import carriers, page_copies, physical
from .models import ScrubJob
from .needles import Needles

log = logging.getLogger(__name__)
# Conditions in one statement: SQLite limits the depth of an expression.
ASKED_IN_SQL = 40  # needles
SPELLINGS_AT_ONCE = 100
Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class ScrubReport:
    """How many rows were rewritten, by table, and the job that owes the physical part."""

    counts: Counts
    job_id: int

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@transaction.atomic
def scrub(
    page_id: int,
    needles: Iterable[str],
    keep_revision_ids: Collection[int] = (),
    *,
    kinds: Collection[str] = (),
) -> ScrubReport:
    """Replace the needles in all older copies of the page; a second time changes nothing.

    Revisions in `keep_revision_ids` (the redacted one) stay as they are. Copies that belong to
    the page are searched for every needle; tables of the whole site only for long ones, since a
    short name there is as likely another person's. `kinds` are class names for the job's record.
    """
    wanted = Needles(needles)
    counts: Counts = {}
    if wanted:
        for carrier in carriers.of_page():
            rows = carrier.rows(page_id)
            if carrier is carriers.REVISIONS:
                rows = rows.exclude(pk__in=keep_revision_ids)
            counts[carrier.table] = _rewrite(rows, carrier.fields, wanted)
        for carrier in carriers.of_the_site():
            counts[carrier.table] = _rewrite_wide(carrier, page_id, wanted.unmistakable())
        _renew_copies(counts, page_id, wanted)
    log.info("privacy.scrub page=%s needles=%d rows=%s", page_id, len(wanted), counts)
    return _report(page_id, counts, kinds)


@transaction.atomic
def forget_page(page_id: int, label: str) -> ScrubReport:
    """Blank every older copy of a page whose whole content was removed (privacy, law).

    Needs no needles: log labels become `label`; log data, comments and task comments are emptied.
    Revisions are left to the caller, who knows what an emptied page looks like.
    """
    counts: Counts = {}
    for carrier in carriers.of_page():
        if carrier is not carriers.REVISIONS:
            counts[carrier.table] = carrier.rows(page_id).update(**carrier.blank(label))
    _renew_copies(counts, page_id, Needles(()))
    log.info("privacy.forget page=%s rows=%s", page_id, counts)
    return _report(page_id, counts, ())


def _renew_copies(counts: Counts, page_id: int, wanted: Needles) -> None:
    counts[page_copies.FORM_STATES] = page_copies.forget_form_states(page_id, wanted)
    counts[page_copies.INDEX_ENTRIES] = page_copies.renew_index_entry(page_id)


def _rewrite(rows: models.QuerySet, fields: tuple[str, ...], wanted: Needles) -> int:
    """Clean the named columns of each row; returns how many rows changed."""
    changed = 0
    for row in rows.only("pk", *fields).iterator(chunk_size=50):
        cleaned = {}
        for name in fields:
            value = getattr(row, name)
            clean = wanted.clean_json(value) if not isinstance(value, str) else wanted.clean(value)
            if clean != value:
                cleaned[name] = clean
        if cleaned:
            # update(): no save() of Wagtail's with signals, log entries and a new index entry.
            rows.model._base_manager.filter(pk=row.pk).update(**cleaned)
            changed += 1
    return changed


def _rewrite_wide(carrier: carriers.Carrier, page_id: int, wanted: Needles) -> int:
    """As `_rewrite`, for the tables of the whole site: the database picks the rows for a few
    needles; for a whole list of them one reading of the table is the shorter way."""
    if len(wanted) > ASKED_IN_SQL:
        return _rewrite(carrier.rows(page_id), carrier.fields, wanted)
    spellings = sorted({form for needle in wanted.needles for form in needle.spellings})
    found: set = set()
    for start in range(0, len(spellings), SPELLINGS_AT_ONCE):
        some = spellings[start : start + SPELLINGS_AT_ONCE]
        for name in carrier.fields:
            rows = carrier.rows(page_id).annotate(as_text=Cast(name, TextField()))
            condition = Q()
            for spelling in some:
                condition |= Q(as_text__icontains=spelling)
            found |= set(rows.filter(condition).values_list("pk", flat=True))
    return _rewrite(carrier.rows(page_id).filter(pk__in=found), carrier.fields, wanted)


def _report(page_id: int, counts: Counts, kinds: Collection[str]) -> ScrubReport:
    counts = {table: count for table, count in counts.items() if count}
    job = ScrubJob.objects.create(
        page_id=page_id,
        kinds=sorted(kinds),
        tables=sorted(page_copies.tables_of(page_id) | set(counts)),
        counts=counts,
    )
    physical.finish_after_commit()
    return ScrubReport(counts, job.pk)
