"""After a database was restored from a backup: what the published log knows and it has lost.

Source: verification specification §9. Entries come back from the published bundles byte for byte;
what they committed to does not: manifests and contents live in the database alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from . import entry, keys, note, tree
from .checkpoint import Checkpoint
from .code import code_of
from .entry import REMOVING_REASONS, Event
from .log_files import LogFolder
from .log_tiles import entries_in, entries_of, tiles_from
from .models import LedgerEntry, LedgerHead, LedgerSeed
from .opening import forget
from .publisher import own_last
from .refusals import RefusedToSign
from .tiles import ENTRIES

NO_MANIFEST = b"[]"


@dataclass(frozen=True, slots=True)
class Loss:
    """One re-imported event. `kind`: content_lost, withdrawn_again or removed_content_is_back."""

    kind: str
    item: str
    rev: int
    type: str
    reason: str


@transaction.atomic
def restore() -> list[Loss]:
    """Re-import what is missing; returns what was lost with it, oldest first.

    RefusedToSign when the published log itself does not hold together, or differs from the entries
    that the database still has.
    """
    folder = LogFolder()
    signing = keys.load(Path(settings.LEDGER_KEY_FILE))
    verifiers = [note.verifier_of(key, settings.LEDGER_ORIGIN) for key in signing]
    published = own_last(folder, verifiers)
    head, _made = LedgerHead.objects.select_for_update().get_or_create(pk=LedgerHead.ONLY)
    _refuse_other_entries(folder, published, head.size)
    missing = list(_missing(folder, head.size, published.size))
    for event in missing:
        _take_away_what_it_removed(event)
    if missing:
        head.size, head.last_time = published.size, missing[-1].time
        head.save()
    return [_loss(event) for event in missing]


def _refuse_other_entries(folder: LogFolder, published: Checkpoint, size: int) -> None:
    """Every published entry is under the signed root, and the database's are the same ones."""
    grown = tree.Growing()
    for bundle in tiles_from(ENTRIES, 0, published.size):
        rows = LedgerEntry.objects.filter(
            index__gte=bundle.start, index__lt=bundle.start + bundle.width
        )
        held = dict(rows.values_list("index", "entry"))
        if len(held) != max(0, min(bundle.width, size - bundle.start)):
            raise RefusedToSign("other_entries", bundle.path)
        for index, raw in enumerate(entries_of(folder.read, bundle), start=bundle.start):
            grown.add(entry.leaf_hash(raw))
            if held.get(index, raw) != raw:
                raise RefusedToSign("other_entries", str(index))
    if grown.root() != published.root:
        raise RefusedToSign("tree")


def _missing(folder: LogFolder, start: int, size: int) -> Iterator[Event]:
    """Write the entries that the database lacks."""
    for index, raw in enumerate(entries_in(folder.read, start, size), start=start):
        event, leaf = entry.parse(raw), entry.leaf_hash(raw)
        LedgerEntry(
            index=index,
            item=event.item,
            rev=event.rev,
            type=event.type,
            entry=raw,
            leaf=leaf,
            code=code_of(leaf),
            manifest=NO_MANIFEST,
        ).save(force_insert=True)
        yield event


def _take_away_what_it_removed(event: Event) -> None:
    """A backup brings back what was removed after it was made: its seeds must go again (§10)."""
    if event.type == "withdraw" and event.reason in REMOVING_REASONS:
        forget(event.item)
    elif event.type == "redact":
        # Which parts stayed is no longer known; nothing of earlier revisions stays to be opened.
        earlier = LedgerEntry.objects.filter(item=event.item, rev__lt=event.rev).values("index")
        LedgerSeed.objects.filter(index__in=earlier).delete()


def _loss(event: Event) -> Loss:
    kind = "content_lost"
    if event.type == "redact" or event.reason in REMOVING_REASONS:
        kind = "removed_content_is_back"
    elif event.type == "withdraw":
        kind = "withdrawn_again"
    return Loss(kind, event.item, event.rev, event.type, event.reason)
