"""Reading a published log as any outsider does: over HTTP, or from a copied folder (pure).

C2SP tlog-tiles. What a server answers is bounded in size and in time, whatever it tries.
"""

import threading
import time
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from . import tiles
from .checkpoint import Checkpoint, verified
from .note import BadNote, Verifier
from .tiles import ENTRIES, WIDTH, Tile

SILENCE_SECONDS = 20  # without any byte
FILE_SECONDS = 60  # for one file altogether
# 256 entries of 4096 bytes with their lengths; nothing of a log is larger.
LARGEST_FILE = WIDTH * (4096 + 2)
_PIECE = 1 << 16


class Unreachable(Exception):
    """The log does not answer, or answers something that is no log; the text names the file."""


class Log(Protocol):
    """Where a log's files come from."""

    def get(self, path: str) -> bytes:
        """The bytes of a published file. Unreachable when there are none."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A log has one address; another one might be another log."""

    def redirect_request(self, *_given: Any) -> None:
        return None


class RemoteLog:
    """A log below an address such as https://gk.example.gov.cn/ledger."""

    def __init__(self, url: str, *, seconds: float = FILE_SECONDS):
        self.url = url.rstrip("/")
        self.seconds = seconds
        if urlsplit(self.url).scheme not in ("http", "https"):
            raise Unreachable("not an http address")
        self._opener = urllib.request.build_opener(_NoRedirect)
        self._opener.addheaders = [("User-Agent", "mingjing-ledger-reader/1")]

    def get(self, path: str) -> bytes:
        # In a thread, because a server that sends its headers byte by byte resets every timeout.
        done: list[bytes | Exception] = []

        def work() -> None:
            try:
                done.append(self._get(path))
            except Unreachable as error:
                done.append(error)

        worker = threading.Thread(target=work, daemon=True)
        worker.start()
        worker.join(self.seconds + 1)
        if not done:
            raise Unreachable(f"{path}: too slow")
        if isinstance(done[0], Exception):
            raise done[0]
        return done[0]

    def _get(self, path: str) -> bytes:
        until = time.monotonic() + self.seconds
        silence = min(SILENCE_SECONDS, self.seconds)
        try:
            with self._opener.open(f"{self.url}/{path}", timeout=silence) as answer:
                return _bounded(answer, path, until)
        except urllib.error.HTTPError as error:
            error.close()
            if 300 <= error.code < 400:
                raise Unreachable(f"{path}: moved to another address") from error
            raise Unreachable(f"{path}: status {error.code}") from error
        except (OSError, ValueError, HTTPException) as error:
            raise Unreachable(f"{path}: {type(error).__name__}") from error


class FolderLog:
    """A copy of a log's files on this machine."""

    def __init__(self, folder: Path):
        self.folder = folder

    def get(self, path: str) -> bytes:
        try:
            with (self.folder / path).open("rb") as file:
                content = file.read(LARGEST_FILE + 1)
        except OSError as error:
            raise Unreachable(f"{path}: {type(error).__name__}") from error
        if len(content) > LARGEST_FILE:
            raise Unreachable(f"{path}: too large")
        return content


def opened(place: str) -> RemoteLog | FolderLog:
    """The log at an address, or the copy in a folder."""
    if urlsplit(place).scheme in ("", "file") and Path(place).is_dir():
        return FolderLog(Path(place))
    return RemoteLog(place)


def checkpoint_of(log: Log, verifiers: list[Verifier]) -> tuple[str, Checkpoint]:
    """The signed note and what it says; BadNote unless one of these keys signed it."""
    try:
        text = log.get("checkpoint").decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadNote("not a signed note") from error
    return text, verified(text, verifiers[0].name, verifiers)


def read_tile(log: Log, tile: Tile) -> bytes:
    """A tile; in place of a pruned partial one the beginning of the full one."""
    try:
        return log.get(tile.path)
    except Unreachable:
        if tile.width == WIDTH:
            raise
    full = log.get(Tile(tile.level, tile.number, WIDTH).path)
    if tile.level == ENTRIES:
        return tiles.bundle(tiles.unbundle(full)[: tile.width])
    return full[: tile.width * tiles.HASH_BYTES]


def _bounded(answer: Any, path: str, until: float) -> bytes:
    """The body, unless it is too long or comes too slowly."""
    content = bytearray()
    while piece := answer.read1(_PIECE):
        content += piece
        if len(content) > LARGEST_FILE:
            raise Unreachable(f"{path}: too large")
        if time.monotonic() > until:
            raise Unreachable(f"{path}: too slow")
    if answer.length:  # announced and not sent
        raise Unreachable(f"{path}: cut")
    return bytes(content)
