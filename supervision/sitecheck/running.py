"""One check from beginning to end: resumable after an interruption, bounded in pages and time."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from statistics import median

from django.db import transaction
from django.utils import timezone

from home.models import SiteSettings
from supervision.sitecheck import facts, kinds, places, reading, rules, walking
from supervision.sitecheck.models import SiteCheckRun, SiteFinding
from supervision.sitecheck.rules import Finding
from supervision.sitecheck.walking import Spot, Tally, Walk

log = logging.getLogger(__name__)
KEPT_DAYS = 366
AT_ONCE = 20
# A run that was not touched for so long was interrupted; a younger one is still going on.
IDLE = timedelta(minutes=5)
MOST_TIMES = 20_000


class AlreadyRunning(Exception):
    """Another process is checking at this moment."""


def check(*, minutes: float, most: int, clock: Callable[[], datetime] = timezone.now):
    """Run or resume the check of today; at most so many minutes and pages. Returns the run."""
    started = clock()
    run = _begin(started)
    walk = Walk(places.fetch, places.host(), places.told, _tally_of(run))
    stop_at = started + timedelta(minutes=minutes)
    try:
        _look_at_fixed(run, walk, clock())
        run.is_complete = _look_at_items(run, walk, stop_at, most, clock)
        _finish(run, walk, clock())
    except BaseException:
        # Nobody works on it any more: the next call need not wait until that is certain.
        SiteCheckRun.objects.filter(pk=run.pk).update(touched_at=started - IDLE)
        raise
    forget(clock())
    return run


def _begin(now: datetime) -> SiteCheckRun:
    with transaction.atomic():
        open_run = SiteCheckRun.objects.select_for_update().filter(finished_at=None).first()
        if open_run is not None and now - open_run.touched_at < IDLE:
            raise AlreadyRunning
        if open_run is not None and open_run.day == timezone.localdate(now):
            open_run.touched_at = now
            open_run.save(update_fields=["touched_at"])
            return open_run
        # Of another day: what it found is of yesterday, and is found anew.
        SiteCheckRun.objects.filter(finished_at=None).delete()
        last = SiteCheckRun.objects.exclude(finished_at=None).first()
        starts = last.done_to or 0 if last and not last.is_complete else 0
        day = timezone.localdate(now)
        return SiteCheckRun.objects.create(
            day=day, started_at=now, touched_at=now, starts_after=starts
        )


def _tally_of(run: SiteCheckRun) -> Tally:
    return Tally(**run.tally) if run.tally else Tally()


def _look_at_fixed(run: SiteCheckRun, walk: Walk, now: datetime) -> None:
    """Lists first: they are few, and the home page is among them. Once per run."""
    if run.tally:
        return
    found = [finding for spot in places.fixed() for finding in walk.look(spot)]
    with transaction.atomic():
        _store(run, found, now)
        _touch(run, walk, now)


def _look_at_items(run, walk: Walk, stop_at: datetime, most: int, clock) -> bool:
    """Items from where the last run stopped to the end, then from the first; True when all."""
    looked = 0
    for some, turned in _stretches(run):
        now = clock()
        if now >= stop_at or looked >= most:
            return False
        found = [finding for spot in some for finding in walk.look(spot)]
        with transaction.atomic():
            _store(run, found, now)
            run.done_to, run.has_turned = some[-1].page, turned
            _touch(run, walk, now)
        looked += len(some)
    return True


def _stretches(run: SiteCheckRun) -> Iterator[tuple[list[Spot], bool]]:
    reached = run.done_to if run.done_to is not None else run.starts_after
    if not run.has_turned:
        for some in facts.batched_list(places.items(reached), AT_ONCE):
            yield some, False
        reached = 0
    if run.starts_after:
        for some in facts.batched_list(places.items(reached, run.starts_after), AT_ONCE):
            yield some, True


def _touch(run: SiteCheckRun, walk: Walk, now: datetime) -> None:
    walk.tally.times = walk.tally.times[-MOST_TIMES:]
    run.tally, run.touched_at = asdict(walk.tally), now
    run.save()


def _store(run: SiteCheckRun, found: Iterable[Finding], now: datetime) -> None:
    day = timezone.localdate(now)
    SiteFinding.objects.bulk_create(_row(run, finding, day) for finding in found)


def _row(run: SiteCheckRun, finding: Finding, day: date) -> SiteFinding:
    kind = kinds.KINDS[finding.kind]
    return SiteFinding(
        run=run,
        kind=kind.key,
        group=kind.group,
        severity=kind.severity,
        owes=kind.owes if finding.unit or kind.owes != kinds.UNIT else kinds.OFFICE,
        unit_id=finding.unit,
        page_id=finding.page,
        number=finding.number,
        where=finding.where[:200],
        since=finding.since,
        first_seen_on=day,
        seen_on=day,
        detail=dict(finding.detail),
        key=finding.key,
    )


# -- what needs no walk ---------------------------------------------------------------------
def of_the_tables(now: datetime) -> Iterator[Finding]:
    """Findings about columns, answers, dates and units."""
    today = timezone.localdate(now)
    yield from rules.front_page(facts.newest_release(), today)
    yield from rules.columns(facts.columns(), today)
    yield from facts.overdue_columns(today)
    yield from facts.incomplete_guides()
    yield from rules.answers(facts.questions(), today)
    yield from rules.dates(facts.dates(), timezone.localtime(now))
    yield from rules.changed_together(facts.changes(today))
    yield from rules.units(facts.units())
    settings = SiteSettings.objects.first() or SiteSettings()
    yield from rules.site_code(settings.site_code)


def of_the_home_page(walk: Walk) -> Iterator[Finding]:
    """Ways that must lead from the home page: to ask, and to the guide."""
    answer = walk.fetch("/")
    if answer.status != 200:
        return
    found = reading.read(answer.text)
    for words, kind in ((reading.ASKING, "no_way_to_ask"), (reading.GUIDE, "guide_missing")):
        if reading.address_for(words, found) is None:
            yield Finding(kind, "/")


def _finish(run: SiteCheckRun, walk: Walk, now: datetime) -> None:
    last = SiteCheckRun.objects.exclude(finished_at=None).first()
    with transaction.atomic():
        _store(run, of_the_tables(now), now)
        _store(run, of_the_home_page(walk), now)
        _store(run, walking.marks(walk.tally), now)
        if last is not None:
            _carry(run, last)
            _date(run, last)
        _sum_up(run, walk.tally)
        run.finished_at, run.tally = now, {}
        run.save()
    log.info(
        "supervision.site_check pages=%d vetoes=%d remarks=%d", run.pages, run.vetoes, run.remarks
    )


def _carry(run: SiteCheckRun, last: SiteCheckRun) -> None:
    """Where a run did not come to, the finding of the last one stands, with its own day."""
    if run.is_complete:
        return
    walked = SiteFinding.objects.filter(run=last, group="pages", page_id__isnull=False)
    kept = [row for row in walked if not was_looked_at(run, row.page_id)]
    for row in kept:
        row.pk, row.run = None, run
    SiteFinding.objects.bulk_create(kept)


def was_looked_at(run: SiteCheckRun, page: int) -> bool:
    """Whether the run came to the item: ids from its start on, and around the end."""
    if run.is_complete:
        return True
    if run.done_to is None:
        return False
    if run.has_turned:
        return page > run.starts_after or page <= run.done_to
    return run.starts_after < page <= run.done_to


def _date(run: SiteCheckRun, last: SiteCheckRun) -> None:
    """What stood in the last run is not new."""
    known = dict(last.findings.values_list("key", "first_seen_on"))
    rows = [
        row
        for row in run.findings.all()
        if known.get(row.key, row.first_seen_on) < row.first_seen_on
    ]
    for row in rows:
        row.first_seen_on = known[row.key]
    SiteFinding.objects.bulk_update(rows, ["first_seen_on"], batch_size=500)


def _sum_up(run: SiteCheckRun, tally: Tally) -> None:
    found = list(run.findings.values_list("kind", "severity"))
    run.verdicts = [
        [verdict.item.key, verdict.count] for verdict in kinds.verdicts(kind for kind, _s in found)
    ]
    run.vetoes = sum(verdict.is_failed for verdict in kinds.verdicts(kind for kind, _s in found))
    run.remarks = len(found)
    run.pages, run.links, run.outside = tally.pages, tally.links, tally.outside
    run.median_ms = int(median(tally.times)) if tally.times else None
    run.slowest_ms = max(tally.times, default=None)


def forget(now: datetime) -> None:
    """Runs older than a year go."""
    SiteCheckRun.objects.filter(started_at__lt=now - timedelta(days=KEPT_DAYS)).delete()
