"""Reading and rebuilding strangers' files in a child process without network and with limits.

The bytes go through pipes: no copy of an original is ever written to a disk. Whatever happens to
the child, the caller gets Refused or Unreadable with a sentence for the reader that quotes nothing
of the file, and nothing is left behind.
"""

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, TypeVar

from privacy import lexicon

from . import wire
from .limits import DEFAULT, DPI, MAX_INPUT, MIB, SCREEN_DPI, Limits
from .model import Reading, Rebuilt, Refused, Unreadable, Wanted

Progress = Callable[[int, int], object]
Stop = Callable[[], bool]
T = TypeVar("T")

PROJECT = Path(__file__).resolve().parents[2]
TOO_SLOW = "处理该文件的时间超出上限。请拆分成较小的文件后重新上传。"
TOO_MUCH = "处理该文件需要的内存或空间超出上限。请拆分文件或降低图片尺寸后重新上传。"
BROKEN = "文件已损坏或格式异常，处理过程中断。请在原软件中打开后另存，再重新上传。"
STOPPED = "处理已被取消，文件没有改动。"
GRACE = 0.25  # seconds between two looks at the clock and at `stop`
CHUNK = 1024 * 256


def read(
    data: bytes,
    *,
    name: str,
    domain: str | None = None,
    allow: Iterable[str] = (),
    progress: Progress | None = None,
    stop: Stop | None = None,
    limits: Limits = DEFAULT,
) -> Reading:
    """The visible content of the file and what the detector proposes.

    `progress` gets (pages done, pages in all); an exception from it, or `stop` answering True,
    ends the child. Refused: not publishable in any form; Unreadable: cannot be read here (I6).
    """
    lexicon.refresh()
    request: dict[str, Any] = {"task": "read", "name": name, "domain": domain}
    request["allow"] = list(allow)
    request["words"] = lexicon.told()  # the child has no database to read them from
    answer, _ = _run(request, data, limits, progress, stop)
    return _trusted(lambda: wire.reading_in(answer["reading"]))


def rebuild(
    data: bytes,
    *,
    name: str,
    reading: Reading,
    wanted: Wanted,
    progress: Progress | None = None,
    stop: Stop | None = None,
    limits: Limits = DEFAULT,
) -> Rebuilt:
    """A new file with only what `wanted` leaves of the visible content; errors as in `read`."""
    request = {
        "task": "rebuild",
        "name": name,
        "reading": wire.reading_out(reading),
        "wanted": wire.wanted_out(wanted),
    }
    answer, content = _run(request, data, limits, progress, stop)
    return _trusted(lambda: wire.rebuilt_in(answer["rebuilt"], content))


def page_picture(
    data: bytes, *, name: str, page: int, dpi: int = SCREEN_DPI, limits: Limits = DEFAULT
) -> bytes:
    """Page number `page` (from 1) as PNG for the reviewer's screen, at most SCREEN_DPI."""
    request = {"task": "picture", "name": name, "page": page, "dpi": min(dpi, SCREEN_DPI, DPI)}
    return _run(request, data, limits, None, None)[1]


def layers(limits: Limits = DEFAULT) -> tuple[str, ...]:
    """Names of the walls that stand around a child on this machine (docs/operator.md)."""
    child = _Child(limits)
    with child:
        child.ask({"task": "read", "name": "", "domain": None, "allow": []}, b"")
        with contextlib.suppress(Refused):
            child.answer(None, None)
        return child.held


def _run(
    request: dict[str, Any],
    data: bytes,
    limits: Limits,
    progress: Progress | None,
    stop: Stop | None,
) -> tuple[dict[str, Any], bytes]:
    if not data:
        raise Refused("文件是空的（0 字节）。请检查后重新上传。")
    if len(data) > MAX_INPUT:
        raise Refused(f"文件超过 {MAX_INPUT // MIB} MB。请拆分或压缩后重新上传。")
    with _Child(limits) as child:
        child.ask(request, data)
        return child.answer(progress, stop)


def _trusted(make: Callable[[], T]) -> T:
    """An answer that does not have the agreed form is a broken child's."""
    try:
        return make()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(BROKEN) from error


class _Child:
    """One process, its folder and its pipes; leaving the context ends and removes all of them."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self.held: tuple[str, ...] = ()

    def __enter__(self) -> "_Child":
        self.folder = tempfile.TemporaryDirectory(prefix="mj-file-", ignore_cleanup_errors=True)
        self.process = subprocess.Popen(
            [sys.executable, "-B", "-s", "-P", "-m", "privacy.files.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.folder.name,
            env=_environment(self.folder.name),
            close_fds=True,
            start_new_session=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                _pipe(pipe).close()
        self.folder.cleanup()

    def ask(self, request: dict[str, Any], data: bytes) -> None:
        """Send the request from a thread: the child may answer before it has read all."""
        head = {**request, "size": len(data), "folder": self.folder.name}
        line = json.dumps({**head, "limits": asdict(self.limits)}).encode() + b"\n"
        threading.Thread(target=_feed, args=(_pipe(self.process.stdin), line, data)).start()

    def answer(self, progress: Progress | None, stop: Stop | None) -> tuple[dict[str, Any], bytes]:
        """The last frame and its bytes; raises what it says, or why there is none."""
        frames = _Frames(self, stop)
        while True:
            frame = frames.line()
            if "held" in frame:
                self.held = tuple(map(str, frame["held"]))
            elif "done" in frame:
                if progress:
                    progress(int(frame["done"]), int(frame["total"]))
            else:
                break
        if "refused" in frame:
            raise Refused(str(frame["refused"]))
        if "unreadable" in frame:
            raise Unreadable(str(frame["unreadable"]))
        return frame, frames.take(int(frame["size"]))

    def why_it_ended(self) -> str:
        """A sentence for the reader from the way the process ended."""
        try:
            code = self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return BROKEN
        if code == -signal.SIGXCPU:
            return TOO_SLOW
        return TOO_MUCH if code in (-signal.SIGKILL, -signal.SIGXFSZ) else BROKEN


class _Frames:
    """Lines and bytes from the child, never waiting longer than the limits allow."""

    def __init__(self, child: _Child, stop: Stop | None):
        self.child, self.stop = child, stop
        self.pipe = _pipe(child.process.stdout)
        self.buffer = bytearray()
        self.received = 0
        self.began = self.heard = time.monotonic()
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.pipe, selectors.EVENT_READ)

    def line(self) -> dict[str, Any]:
        scanned = 0
        while (end := self.buffer.find(b"\n", scanned)) < 0:
            scanned = len(self.buffer)
            self._more()
        line = bytes(self.buffer[:end])
        del self.buffer[: end + 1]
        self.heard = time.monotonic()
        frame = _trusted(lambda: json.loads(line))
        if not isinstance(frame, dict):
            raise Unreadable(BROKEN)
        return frame

    def take(self, size: int) -> bytes:
        while len(self.buffer) < size:
            self._more()
        return bytes(self.buffer[:size])

    def _more(self) -> None:
        while not self.selector.select(GRACE):
            self._check_clock()
        self._check_clock()
        chunk = os.read(self.pipe.fileno(), CHUNK)
        if not chunk:
            raise Unreadable(self.child.why_it_ended())
        self.received += len(chunk)
        if self.received > self.child.limits.answer:
            raise Unreadable(TOO_MUCH)
        self.buffer += chunk

    def _check_clock(self) -> None:
        now, limits = time.monotonic(), self.child.limits
        if self.stop and self.stop():
            raise Unreadable(STOPPED)
        if now - self.began > limits.wall_seconds or now - self.heard > limits.silent_seconds:
            raise Unreadable(TOO_SLOW)


def _feed(pipe: IO[bytes], line: bytes, data: bytes) -> None:
    with contextlib.suppress(OSError, ValueError):  # the child ended before it had read all
        pipe.write(line)
        pipe.write(data)
        pipe.close()


def _environment(folder: str) -> dict[str, str]:
    """No secret, no database, no proxy: only what Python needs to find the project."""
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(PROJECT),
        "PYTHONHASHSEED": "0",
        "LANG": "C.UTF-8",
        "HOME": folder,
        "TMPDIR": folder,
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("the child has no pipe")
    return pipe
