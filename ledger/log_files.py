"""The published log as files: written once, whole, never with other bytes (spec §5, §9)."""

import os
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from . import tiles
from .tiles import HASH_BYTES, WIDTH, Tile

CHECKPOINT = "checkpoint"
VKEYS = "vkeys.txt"
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
        if path.exists():
            if path.read_bytes() != content:
                raise RewriteRefused(tile.path)
            return
        _replace(path, content)

    def checkpoint(self) -> str | None:
        """The published checkpoint, None before the first."""
        try:
            return (self.base / CHECKPOINT).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def publish(self, checkpoint: str, vkeys: list[str]) -> None:
        """The last step: from here on the world sees the larger log."""
        _replace(self.base / VKEYS, "".join(f"{vkey}\n" for vkey in vkeys).encode())
        _replace(self.base / CHECKPOINT, checkpoint.encode())

    def prune(self, size: int) -> None:
        """Remove old partial tiles whose full tile stands."""
        for edge in tiles.edge(size):
            number = edge.number if edge.width == WIDTH else edge.number - 1
            if number < 0:
                continue
            path = Tile(edge.level, number, WIDTH).path
            for partial in (self.base / f"{path}.p").glob("*"):
                with suppress(FileNotFoundError):
                    if time.time() - partial.stat().st_mtime > PARTIAL_KEPT_SECONDS:
                        partial.unlink()


def _replace(path: Path, content: bytes) -> None:
    """Write so that after a crash the old or the new file is there, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
