"""Whether the log agrees with itself: table, order, openings, published files (spec §12).

Read in batches of whole tiles: memory and number of statements do not grow with the log.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.db import connection
from django.db.models import Max

from . import alarm, append_only, commitments, entry
from .canonical_json import NotCanonical
from .code import code_of
from .models import LedgerEntry, LedgerHead, LedgerSeed
from .tiles import WIDTH

TILES_AT_ONCE = 4
ROWS_AT_ONCE = TILES_AT_ONCE * WIDTH


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One disagreement: kinds, numbers and hashes, never content."""

    kind: str
    item: str = ""
    rev: int = 0
    where: str = ""
    expected: str = ""
    found: str = ""

    def as_dict(self) -> dict:
        return asdict(self)


def of_the_log(since: int = 0) -> Iterator[Mismatch]:
    """Every mismatch within the log, for entries from index `since` on."""
    from .drift_files import Published

    for name in append_only.missing(connection):
        yield Mismatch("missing_trigger", where=name)
    for standing in alarm.standing():
        yield Mismatch("alarm", where=standing.kind, found=standing.since)
    published = Published(since)
    start = since - since % WIDTH
    expected, last_time = since, ""
    for rows in _batches(start):
        own = [row for row in rows if row.index >= since]
        yield from _of_rows(own, expected, last_time)
        yield from _of_openings(own)
        yield from published.compared(rows)
        expected = rows[-1].index + 1
        last_time = _time_of(rows[-1]) or last_time
    head = LedgerHead.objects.filter(pk=LedgerHead.ONLY).first()
    size = head.size if head else 0
    if expected != max(size, since):
        yield Mismatch("head_differs", where="ledger_head", expected=str(expected), found=str(size))
    yield from published.rest(expected)


def _batches(start: int) -> Iterator[list[LedgerEntry]]:
    """Rows by index, so many whole tiles at a time."""
    while True:
        rows = list(
            LedgerEntry.objects.filter(index__gte=start, index__lt=start + ROWS_AT_ONCE).order_by(
                "index"
            )
        )
        if not rows:
            later = LedgerEntry.objects.filter(index__gte=start).order_by("index").first()
            if later is None:
                return
            start = later.index - later.index % WIDTH
            continue
        yield rows
        start += ROWS_AT_ONCE


def _of_rows(rows: list[LedgerEntry], expected: int, last_time: str) -> Iterator[Mismatch]:
    """Bytes, columns and order of the table."""
    before = _events_before(rows)
    for row in rows:
        if row.index != expected:
            yield Mismatch("entry_missing", where=str(expected), found=str(row.index))
        expected = row.index + 1
        wrong = _wrong_in(row, last_time)
        if not wrong:
            last_time = row.time
            wrong = "" if _follows(row, before) else "order_differs"
        if wrong:
            yield Mismatch(wrong, row.item, row.rev, f"ledger_entry {row.index}")


def _events_before(rows: list[LedgerEntry]) -> dict[int, tuple[str, int, str]]:
    """(item, rev, type) of the entries that these rows point back to."""
    wanted = []
    for row in rows:
        try:
            wanted.append(row.event.prev)
        except entry.BadEntry:
            continue
    found = LedgerEntry.objects.filter(index__in=[index for index in wanted if index >= 0])
    return {
        index: (item, rev, type)
        for index, item, rev, type in found.values_list("index", "item", "rev", "type")
    }


def _wrong_in(row: LedgerEntry, last_time: str) -> str:
    """The kind of mismatch inside one row, empty when there is none."""
    try:
        event, manifest = row.event, row.parts_manifest
        root = commitments.root(manifest) if manifest else ""
    except (entry.BadEntry, NotCanonical, commitments.BadParts, ValueError, TypeError):
        return "entry_malformed"
    if row.leaf != entry.leaf_hash(row.entry) or row.code != code_of(row.leaf):
        return "leaf_differs"
    if (row.item, row.rev, row.type) != (event.item, event.rev, event.type):
        return "columns_differ"
    if event.time < last_time:
        return "time_runs_backwards"
    # A restored entry has lost its manifest; its root stays public in the log.
    return "root_differs" if manifest and root != event.root else ""


def _time_of(row: LedgerEntry) -> str:
    try:
        return row.time
    except entry.BadEntry:
        return ""


def _follows(row: LedgerEntry, before: dict[int, tuple[str, int, str]]) -> bool:
    """Whether the event points back to the item's previous one and may stand after it.

    That nothing stands between the two follows from the database's unique (item, rev).
    """
    event = row.event
    if event.prev < 0:
        return event.type in entry.MAY_FOLLOW[None]
    found = before.get(event.prev)
    if found is None or event.prev >= row.index:
        return False
    item, rev, type = found
    return (item, rev + 1) == (event.item, event.rev) and event.type in entry.MAY_FOLLOW[type]


def _of_openings(rows: list[LedgerEntry]) -> Iterator[Mismatch]:
    """Seeds that should be gone, and live content that nothing opens."""
    removed = {row.item: row.index for row in rows if _is_removal(row)}
    if removed:
        gone = LedgerEntry.objects.filter(item__in=removed).only("index", "item", "rev")
        earlier = [row for row in gone if row.index <= removed[row.item]]
        opened = _opened([row.index for row in earlier])
        for row in earlier:
            if row.index in opened:
                yield Mismatch("seed_left", row.item, row.rev, f"ledger_seed {row.index}")
    items = {row.item for row in rows}
    heads = dict(
        LedgerEntry.objects.filter(item__in=items).values_list("item").annotate(Max("rev"))
    )
    newest = [row for row in rows if row.type != "withdraw" and row.rev == heads.get(row.item)]
    opened = _opened([row.index for row in newest])
    for row in newest:
        if row.index not in opened:
            yield Mismatch("seed_missing", row.item, row.rev, f"ledger_seed {row.index}")


def _opened(indexes: list[int]) -> set[int]:
    return set(LedgerSeed.objects.filter(index__in=indexes).values_list("index", flat=True))


def _is_removal(row: LedgerEntry) -> bool:
    if row.type != "withdraw":
        return False
    try:
        return row.event.reason in entry.REMOVING_REASONS
    except entry.BadEntry:
        return False
