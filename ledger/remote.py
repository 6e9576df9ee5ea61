"""Reading a published log over HTTP, as any outsider does (pure; C2SP tlog-tiles)."""

import urllib.error
import urllib.request
from urllib.parse import urlsplit

from . import tiles
from .checkpoint import Checkpoint, verified
from .log_tiles import entries_in, leaves_in
from .note import BadNote, Verifier
from .tiles import ENTRIES, WIDTH, Tile

TIMEOUT_SECONDS = 20
# 256 entries of 4096 bytes with their lengths; nothing of a log is larger.
LARGEST_FILE = WIDTH * (4096 + 2)


class Unreachable(Exception):
    """The log does not answer, or answers something that is no log."""


class RemoteLog:
    """A log below an address such as https://gk.example.gov.cn/ledger."""

    def __init__(self, url: str):
        self.url = url.rstrip("/")
        if urlsplit(self.url).scheme not in ("http", "https"):
            raise Unreachable("not an http address")

    def get(self, path: str) -> bytes:
        """The bytes of a published file. Unreachable when there are none."""
        try:
            with urllib.request.urlopen(  # noqa: S310  http and https only, see above
                f"{self.url}/{path}", timeout=TIMEOUT_SECONDS
            ) as answer:
                content: bytes = answer.read(LARGEST_FILE + 1)
        except (OSError, ValueError) as error:
            raise Unreachable(f"{path}: {type(error).__name__}") from error
        if len(content) > LARGEST_FILE:
            raise Unreachable(f"{path}: too large")
        return content

    def checkpoint(self, verifier: Verifier) -> tuple[str, Checkpoint]:
        """The signed note and what it says; BadNote unless this key signed it."""
        try:
            text = self.get("checkpoint").decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadNote("not a signed note") from error
        return text, verified(text, verifier.name, [verifier])

    def read(self, tile: Tile) -> bytes:
        """A tile; in place of a pruned partial one the beginning of the full one."""
        try:
            return self.get(tile.path)
        except Unreachable:
            if tile.width == WIDTH:
                raise
        full = self.get(Tile(tile.level, tile.number, WIDTH).path)
        if tile.level == ENTRIES:
            return tiles.bundle(tiles.unbundle(full)[: tile.width])
        return full[: tile.width * tiles.HASH_BYTES]

    def leaves(self, start: int, size: int) -> list[bytes]:
        """Leaf hashes start..size-1 of a log of `size` entries."""
        return leaves_in(self.read, start, size)

    def entries(self, start: int, size: int) -> list[bytes]:
        """Entries start..size-1 of a log of `size` entries."""
        return entries_in(self.read, start, size)
