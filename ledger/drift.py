"""Whether the log agrees with itself: table, order, openings, published files (spec §12)."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.db import connection

from . import append_only, checkpoint, commitments, entry, note, tiles, tree
from .append import MAY_FOLLOW
from .canonical_json import NotCanonical
from .code import code_of
from .log_files import VKEYS, LogFolder
from .models import LedgerEntry, LedgerHead, LedgerSeed
from .receipts import published_size
from .tiles import ENTRIES, WIDTH, Tile

ROWS_AT_ONCE = 1000


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
    for name in append_only.missing(connection):
        yield Mismatch("missing_trigger", where=name)
    yield from _of_entries(since)
    yield from _of_openings()
    yield from _of_files(since)


def _of_entries(since: int) -> Iterator[Mismatch]:
    """Bytes, columns and order of the table."""
    expected, last_time = since, ""
    last: dict[str, LedgerEntry] = {}  # by item
    rows = LedgerEntry.objects.filter(index__gte=since).order_by("index")
    for row in rows.iterator(ROWS_AT_ONCE):
        if row.index != expected:
            yield Mismatch("entry_missing", where=str(expected), found=str(row.index))
        expected = row.index + 1
        wrong = _wrong_in(row, last_time)
        if not wrong:
            last_time = row.time
            before = last.get(row.item) or (_before(row) if since else None)
            wrong = "" if _follows(row, before) else "order_differs"
        last[row.item] = row
        if wrong:
            yield Mismatch(wrong, row.item, row.rev, f"ledger_entry {row.index}")
    head = LedgerHead.objects.filter(pk=LedgerHead.ONLY).first()
    size = head.size if head else 0
    if expected != max(size, since):
        yield Mismatch("head_differs", where="ledger_head", expected=str(expected), found=str(size))


def _wrong_in(row: LedgerEntry, last_time: str) -> str:
    """The kind of mismatch inside one row, empty when there is none."""
    try:
        event, manifest = row.event, row.parts_manifest
        root = commitments.root(manifest) if manifest else ""
    except (entry.BadEntry, NotCanonical, commitments.BadParts, ValueError):
        return "entry_malformed"
    if row.leaf != entry.leaf_hash(row.entry) or row.code != code_of(row.leaf):
        return "leaf_differs"
    if (row.item, row.rev, row.type) != (event.item, event.rev, event.type):
        return "columns_differ"
    if event.time < last_time:
        return "time_runs_backwards"
    # A restored entry has lost its manifest; its root stays public in the log.
    return "root_differs" if manifest and root != event.root else ""


def _before(row: LedgerEntry) -> LedgerEntry | None:
    return LedgerEntry.objects.filter(item=row.item, rev__lt=row.rev).order_by("-rev").first()


def _follows(row: LedgerEntry, before: LedgerEntry | None) -> bool:
    """Whether the event may stand after the item's previous one and points back to it."""
    event = row.event
    expected = (before.rev + 1, before.index) if before else (1, -1)
    allowed = MAY_FOLLOW[before.type if before else None]
    return (event.rev, event.prev) == expected and event.type in allowed


def _of_openings() -> Iterator[Mismatch]:
    """Seeds that should be gone, and live content that nothing opens."""
    removed: dict[str, int] = {}
    last: dict[str, LedgerEntry] = {}
    rows = LedgerEntry.objects.defer("manifest").order_by("index")
    for row in rows.iterator(ROWS_AT_ONCE):
        last[row.item] = row
        if row.type == "withdraw" and row.event.reason in entry.REMOVING_REASONS:
            removed[row.item] = row.index
    opened = set(LedgerSeed.objects.values_list("index", flat=True))
    for row in LedgerEntry.objects.filter(item__in=removed).only("index", "item", "rev"):
        if row.index <= removed[row.item] and row.index in opened:
            yield Mismatch("seed_left", row.item, row.rev, f"ledger_seed {row.index}")
    for row in last.values():
        if row.type != "withdraw" and row.index not in opened:
            yield Mismatch("seed_missing", row.item, row.rev, f"ledger_seed {row.index}")


def _of_files(since: int) -> Iterator[Mismatch]:
    """The published bundles, tiles and checkpoint against the table."""
    folder = LogFolder()
    text, size = folder.checkpoint(), published_size(folder)
    if text is None:
        return
    for number in range(since // WIDTH, -(-size // WIDTH)):
        yield from _of_bundle(folder, number, min(WIDTH, size - number * WIDTH))
    try:
        vkeys = (folder.base / VKEYS).read_text().split()
        verifiers = [note.Verifier.from_vkey(vkey) for vkey in vkeys]
        origin = text.split("\n", 1)[0]
        signed = checkpoint.verified(text, origin, verifiers)
        root = tree.root(tiles.nodes_in(folder.read, size), size)
    except (note.BadNote, OSError, IndexError) as error:
        yield Mismatch("checkpoint_invalid", where="checkpoint", found=type(error).__name__)
        return
    if root != signed.root:
        yield Mismatch(
            "tree_differs", where="checkpoint", expected=signed.root.hex(), found=root.hex()
        )


def _of_bundle(folder: LogFolder, number: int, width: int) -> Iterator[Mismatch]:
    start = number * WIDTH
    rows = LedgerEntry.objects.filter(index__gte=start, index__lt=start + width).order_by("index")
    held = {row.index: row for row in rows}
    for level, hashes in ((ENTRIES, False), (0, True)):
        tile = Tile(level, number, width)
        try:
            raw = folder.read(tile)
            published = tiles.split_hashes(raw) if hashes else tiles.unbundle(raw)
        except (OSError, ValueError) as error:
            yield Mismatch("file_unreadable", where=tile.path, found=type(error).__name__)
            continue
        for at in range(width):
            row = held.get(start + at)
            mine = (row.leaf if hashes else row.entry) if row else None
            theirs = published[at] if at < len(published) else None
            if mine != theirs:
                yield Mismatch(
                    "published_differs", row.item if row else "", row.rev if row else 0, tile.path
                )
