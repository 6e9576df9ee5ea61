"""The vault's folder: one sealed file per object, whole or not there at all."""

import os
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

SUFFIX = ".sealed"


def folder() -> Path:
    """Made at first use, for the owner only."""
    path = Path(settings.VAR_DIR) / "vault"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(object_id: uuid.UUID) -> Path:
    # Two levels: some file systems slow down with very many files in one folder.
    name = object_id.hex
    return folder() / name[:2] / (name + SUFFIX)


def write(object_id: uuid.UUID, sealed: bytes) -> None:
    """Write durably under the final name; OSError leaves no file."""
    final = path_of(object_id)
    final.parent.mkdir(mode=0o700, exist_ok=True)
    unfinished = final.with_suffix(".part")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, final)
        _sync_folder(final.parent)
    except OSError:
        for path in (unfinished, final):
            with suppress(OSError):
                path.unlink(missing_ok=True)
        raise


def read(object_id: uuid.UUID) -> bytes:
    return path_of(object_id).read_bytes()


def delete(object_id: uuid.UUID) -> None:
    """Remove the file; one that is gone already is no error."""
    path_of(object_id).unlink(missing_ok=True)


def probe() -> None:
    """OSError when the folder cannot be written."""
    trial = folder() / f"probe-{os.getpid()}-{uuid.uuid4().hex}"
    try:
        trial.write_bytes(b"probe")
    finally:
        trial.unlink(missing_ok=True)


def stored() -> Iterator[tuple[uuid.UUID, Path]]:
    """Every file that belongs, or belonged, to an object, half-written ones included."""
    for path in sorted(folder().glob("??/*")):
        with suppress(ValueError):
            yield uuid.UUID(hex=path.stem), path


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
