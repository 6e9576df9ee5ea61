"""Receipts of our own entries, made from the database and the published tiles (spec §6)."""

from . import tiles, tree
from .log_files import LogFolder
from .models import LedgerEntry, LedgerSeed
from .opening import salts_of
from .receipt import Receipt


class Pending(Exception):
    """No checkpoint covers the entry yet: in a minute there will be one."""


def published_size(folder: LogFolder) -> int:
    """The size the published checkpoint states; 0 before the first."""
    text = folder.checkpoint()
    return int(text.split("\n", 2)[1]) if text else 0


def receipt_of(entry: LedgerEntry, folder: LogFolder | None = None) -> Receipt:
    """The receipt of one entry; parts that were removed have no salt in it."""
    folder = folder or LogFolder()
    text, size = folder.checkpoint() or "", published_size(folder)
    if entry.index >= size:
        raise Pending
    manifest = entry.parts_manifest
    opening = LedgerSeed.objects.filter(index=entry.index).first()
    return Receipt(
        entry=entry.entry,
        manifest=manifest,
        salts=salts_of(opening, manifest) if opening else {},
        index=entry.index,
        proof=tree.inclusion_proof(tiles.nodes_in(folder.read, size), entry.index, size),
        checkpoint=text,
    )
