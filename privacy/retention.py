"""How long originals stay in the vault, and their erasure with proof (issue: the vault).

Erasing an object is destroying its key; its file goes too. Then the files of the database are
cleaned, and what was seen is written down per object: key gone, file gone, database clean. The
list of erasures is also a file of its own, so that a restored backup can be brought up to date.
"""

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from . import physical, terms, vault, vault_files
from .models import ErasureProof, ScrubJob, VaultAccess, VaultObject

LOG_NAME = "vault-erasures.log"
TABLES = ["privacy_vaultobject", "privacy_ownrow"]
Hold = Callable[[set[uuid.UUID]], set[uuid.UUID]]
_holds: list[Hold] = []

log = logging.getLogger(__name__)


def register_hold(hold: Hold) -> None:
    """`hold(ids)` answers which of these originals are still needed; apps above register theirs."""
    _holds.append(hold)


def give_terms() -> int:
    """Give a last day to objects sealed without one; how many."""
    without = VaultObject.objects.filter(erased_at=None, retention_until=None)
    for sealed in without:
        sealed.retention_until = terms.until(sealed.kind, "", timezone.localdate(sealed.created_at))
        sealed.save(update_fields=["retention_until"])
    return len(without)


def due(on: date | None = None) -> tuple[list[VaultObject], list[VaultObject]]:
    """(to be erased, due but still needed by something public)."""
    on = on or timezone.localdate()
    over = list(VaultObject.objects.filter(erased_at=None, retention_until__lt=on))
    ids = {sealed.pk for sealed in over}
    held = set().union(*(hold(ids) for hold in _holds)) if ids else set()
    return [s for s in over if s.pk not in held], [s for s in over if s.pk in held]


def erase_all(objects: Iterable[VaultObject], reason: str) -> int:
    count = 0
    for sealed in objects:
        vault.erase(sealed, reason=reason)
        count += 1
    return count


def prove() -> tuple[int, list[ErasureProof]]:
    """Clean the database's files after all erasures without a finished proof, and look at each.

    Returns (proven now, not proven yet). Those are looked at again by the next run.
    """
    for sealed in _unproven():
        ErasureProof.objects.create(
            vault_object=sealed.pk,
            kind=sealed.kind,
            key_id=sealed.key_id,
            retention_until=sealed.retention_until,
            erased_at=sealed.erased_at,
        )
    waiting = list(ErasureProof.objects.filter(database_clean_at=None))
    if not waiting:
        return 0, []
    _clean_database(waiting)
    for proof in waiting:
        _look(proof)
    proven = [proof for proof in waiting if is_proven(proof)]
    _write_log(proven)
    return len(proven), [proof for proof in waiting if not is_proven(proof)]


def is_proven(proof: ErasureProof) -> bool:
    return proof.key_gone and proof.file_gone and proof.database_clean_at is not None


def _unproven() -> Iterator[VaultObject]:
    known = ErasureProof.objects.values("vault_object")
    yield from VaultObject.objects.exclude(erased_at=None).exclude(pk__in=known)


def _clean_database(waiting: list[ErasureProof]) -> None:
    """One job for all: secure_delete, VACUUM, write-ahead log (SQLite), or VACUUM (PostgreSQL)."""
    if any(proof.scrub_job is None for proof in waiting):
        job = ScrubJob.objects.create(kinds=["VAULT_KEY"], tables=TABLES)
        for proof in waiting:
            proof.scrub_job = proof.scrub_job or job.pk
            proof.save(update_fields=["scrub_job"])
    physical.finish_if_possible()


def _look(proof: ErasureProof) -> None:
    """Look at key, file and job; nothing is taken from what the erasure said of itself."""
    row = VaultObject.objects.filter(pk=proof.vault_object).first()
    proof.key_gone = row is None or (row.wrapped_key is None and row.sealed_name is None)
    proof.file_gone = not vault_files.path_of(proof.vault_object).exists()
    job = ScrubJob.objects.filter(pk=proof.scrub_job).first()
    if proof.key_gone and proof.file_gone and job is not None:
        proof.database_clean_at = job.done_at
    proof.save(update_fields=["key_gone", "file_gone", "database_clean_at"])


def log_file() -> Path:
    return Path(settings.VAR_DIR) / LOG_NAME


def _write_log(proofs: list[ErasureProof]) -> None:
    """One line per erasure: time, object, kind. Appended only; it names no person and no file."""
    if proofs:
        with log_file().open("a", encoding="ascii") as file:
            for proof in proofs:
                at = proof.erased_at.isoformat(timespec="seconds")
                file.write(f"{at} {proof.vault_object} {proof.kind}\n")


def erased_ids(extra: Path | None = None) -> set[uuid.UUID]:
    """Objects known to be erased: by the database's own log, the file beside it, and `extra`."""
    erased = VaultAccess.objects.filter(action=VaultAccess.Action.ERASED)
    found = set(erased.values_list("vault_object", flat=True))
    for path in filter(None, [log_file(), extra]):
        if path.exists():
            found |= set(_ids_in(path))
    return found


def _ids_in(path: Path) -> Iterator[uuid.UUID]:
    for line in path.read_text(encoding="ascii", errors="replace").splitlines():
        for word in line.split():
            try:
                yield uuid.UUID(word)
            except ValueError:
                continue  # the time or the kind


def alive_again(known: set[uuid.UUID]) -> list[VaultObject]:
    """Objects that a restored backup brought back although they were erased."""
    return [s for s in VaultObject.objects.filter(erased_at=None) if s.pk in known]
