"""The published log as files: written once, whole, never with other bytes (spec §5, §9)."""

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from . import tiles
from .tiles import HASH_BYTES, WIDTH, Tile

CHECKPOINT = "checkpoint"
COSIGNED = "cosigned"  # the newest checkpoint that witnesses have signed as well
VKEYS = "vkeys.txt"
KEYS = "keys.json"
# Files are made here and moved into place; what a killed publisher left is swept away.
UNFINISHED = ".unfinished"
# Readers may still be on their way through a partial tile when the full one appears.
PARTIAL_KEPT_SECONDS = 24 * 3600


class RewriteRefused(Exception):
    """A published file would get other bytes; the text names it."""


class LogFolder:
    """The folder that is served below /ledger/."""

    def __init__(self, base: Path | None = None):
        self.base = Path(base or settings.LEDGER_DIR)

    def read(self, tile: Tile) -> bytes:
        """A tile's bytes; of a partial one that was pruned, the beginning of the full one."""
        try:
            return (self.base / tile.path).read_bytes()
        except FileNotFoundError:
            full = (self.base / Tile(tile.level, tile.number, WIDTH).path).read_bytes()
        if tile.level != tiles.ENTRIES:
            return full[: tile.width * HASH_BYTES]
        return tiles.bundle(tiles.unbundle(full)[: tile.width])

    def write(self, tile: Tile, content: bytes) -> None:
        """Write a tile unless it stands already; RewriteRefused when it says something else."""
        path = self.base / tile.path
        try:
            standing = path.read_bytes()
        except FileNotFoundError:
            self._put(tile.path, content)
            return
        if standing != content:
            raise RewriteRefused(tile.path)

    def text(self, name: str) -> str | None:
        """A published text file, None when there is none."""
        try:
            return (self.base / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def checkpoint(self) -> str | None:
        """The published checkpoint, None before the first."""
        return self.text(CHECKPOINT)

    def put_text(self, name: str, text: str) -> None:
        """Replace one of the few files that may change: checkpoint, cosigned, keys."""
        if self.text(name) != text:
            self._put(name, text.encode())

    def sweep(self) -> None:
        """Remove what a killed publisher had begun; the caller is the only publisher."""
        shutil.rmtree(self.base / UNFINISHED, ignore_errors=True)

    def prune(self, size: int) -> None:
        """Remove old partial tiles whose full tile stands."""
        for edge in tiles.edge(size):
            # From the newest full tile back to the first that has no partial ones any more.
            number = edge.number if edge.width == WIDTH else edge.number - 1
            while number >= 0 and self._prune(Tile(edge.level, number, WIDTH)):
                number -= 1

    def _prune(self, full: Tile) -> bool:
        """Whether the tile had partial ones; they go when the last of them is old enough."""
        partials = self.base / f"{full.path}.p"
        try:
            last_added = partials.stat().st_mtime
        except FileNotFoundError:
            return False
        if time.time() - last_added > PARTIAL_KEPT_SECONDS and (self.base / full.path).exists():
            shutil.rmtree(partials, ignore_errors=True)
        return True

    def _put(self, name: str, content: bytes) -> None:
        """Write so that after a crash the old or the new file is there, whole."""
        path = self.base / name
        unfinished = self.base / UNFINISHED / name.replace("/", "-")
        unfinished.parent.mkdir(parents=True, exist_ok=True)
        try:
            with unfinished.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            _make_folders(path.parent)
            os.replace(unfinished, path)
        except OSError:
            # A full disk must not stay full of what could not be finished.
            with suppress(OSError):
                unfinished.unlink()
            raise
        _sync_folder(path.parent)


def _make_folders(folder: Path) -> None:
    """As mkdir -p, with every new name on disk before anything is put into it."""
    if folder.is_dir():
        return
    _make_folders(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
