"""An export as one file and as a folder: written and read the same way everywhere (pure)."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from .manifest import FILES, MANIFEST, NOTE

NAMES = (*FILES, MANIFEST, NOTE)
LARGEST_FILE = 512 * 1024 * 1024  # bytes; a province's ten years are a tenth of it


class BadPackage(ValueError):
    """An export that is not whole or cannot be read; the text names the file."""


def packed(files: Mapping[str, bytes], as_of: date) -> bytes:
    """All files in one ZIP. Order, dates and rights are fixed: the same export, the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (as_of.year, as_of.month, as_of.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return out.getvalue()


def opened(path: Path) -> dict[str, bytes]:
    """The files of an export in a folder or a ZIP; others in it are left alone."""
    if path.is_dir():
        return {name: _of_folder(path / name) for name in NAMES}
    try:
        with path.open("rb") as file:
            return unpacked(file.read(LARGEST_FILE))
    except OSError as error:
        raise BadPackage(f"{path.name} cannot be read") from error


def unpacked(raw: bytes) -> dict[str, bytes]:
    """The files of a ZIP."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return {name: _of_archive(archive, name) for name in NAMES}
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise BadPackage("not a ZIP file") from error


def _of_folder(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return _bounded(path.name, file.read(LARGEST_FILE + 1))
    except OSError as error:
        raise BadPackage(f"{path.name} is missing") from error


def _of_archive(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as file:
            return _bounded(name, file.read(LARGEST_FILE + 1))
    except KeyError as error:
        raise BadPackage(f"{name} is missing") from error


def _bounded(name: str, raw: bytes) -> bytes:
    if len(raw) > LARGEST_FILE:
        raise BadPackage(f"{name} is too large")
    return raw
