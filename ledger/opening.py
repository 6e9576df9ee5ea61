"""What still opens the parts of earlier entries, and taking it away (spec §10)."""

from collections.abc import Collection, Iterable, Mapping

from . import commitments
from .commitments import Part
from .models import LedgerEntry, LedgerSeed


def salts_of(opening: LedgerSeed, manifest: commitments.Manifest) -> dict[str, bytes]:
    """The salt of every part that may still be opened."""
    if opening.seed is not None:
        return {part_id: commitments.salt(opening.seed, part_id) for part_id, _ in manifest}
    return {part_id: bytes.fromhex(salt) for part_id, salt in opening.salts.items()}


def narrow(item: str, parts: Iterable[Part], remaining: Mapping[int, Collection[str]]) -> None:
    """Leave to earlier revisions only the salts of parts that stay public.

    A part stays public when `parts`, the record after the redaction, has the same content under
    the same id, or when `remaining` names it for its revision.
    """
    parts = list(parts)
    entries = {row.index: row for row in LedgerEntry.objects.filter(item=item)}
    for opening in LedgerSeed.objects.filter(index__in=entries):
        earlier = entries[opening.index]
        manifest = earlier.parts_manifest
        known = salts_of(opening, manifest)
        kept = commitments.opened_by(manifest, known, parts)
        kept |= {
            part_id: known[part_id]
            for part_id in remaining.get(earlier.rev, ())
            if part_id in known
        }
        opening.seed = None
        opening.salts = {part_id: salt.hex() for part_id, salt in kept.items()}
        opening.save()


def forget(item: str) -> None:
    """Delete what opens any revision of the item: nobody can confirm its content any more."""
    indexes = LedgerEntry.objects.filter(item=item).values("index")
    LedgerSeed.objects.filter(index__in=indexes).delete()


def stands_as(entry: LedgerEntry, parts: Iterable[Part]) -> bool:
    """Whether `parts` is exactly what this entry committed to; False once it cannot be opened."""
    opening = LedgerSeed.objects.filter(index=entry.index).first()
    manifest = entry.parts_manifest
    parts = list(parts)
    if opening is None or [part_id for part_id, _ in parts] != [row[0] for row in manifest]:
        return False
    known = salts_of(opening, manifest)
    return len(commitments.opened_by(manifest, known, parts)) == len(manifest)
