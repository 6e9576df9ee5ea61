"""Which files a sweep reads, and how it reads packed ones: mails, archives, office files."""

import email
import gzip
import zipfile
import zlib
from collections.abc import Iterator
from email.header import decode_header, make_header
from logging import FileHandler, getLogger
from pathlib import Path

from django.conf import settings
from django.db import connection

from .file_texts import CannotOpen, texts_in
from .needles import Needles

AT_ONCE = 8 << 20  # bytes of a file held in memory
OVERLAP = 4096  # longer than any spelling, so that none is cut in two
LARGEST_MEMBER = 256 << 20  # bytes unpacked; a larger member is read up to here
_MAIL_SEPARATOR = b"-" * 79  # between the messages of Django's file backend
_SECRET_FOLDERS = ("vault", "keys")
_DAMAGED = (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error, NotImplementedError)


def candidates() -> Iterator[Path]:
    """Files the running site writes: each once, without the vault and the keys."""
    base = Path(settings.VAR_DIR)
    seen: set[Path] = set()
    for folder in _folders():
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(base).parts[0] if path.is_relative_to(base) else ""
            if path.is_file() and not path.is_symlink() and inside not in _SECRET_FOLDERS:
                seen.add(path)
    seen |= {path for path in (*_database_files(), *_log_files()) if path.is_file()}
    yield from sorted(seen)


def found_in(path: Path, wanted: Needles) -> set[tuple[int, str]]:
    """(position of the needle, member) for each hit; the member is empty for the file itself."""
    found = {(number, "") for number in wanted.found_in(path.name)}
    try:
        with path.open("rb") as file:
            found |= {(number, "") for number in _in_stream(file, wanted)}
        found |= _in_packed(path, wanted)
    except FileNotFoundError:
        return set()  # taken away while we were looking
    return found


def _folders() -> set[Path]:
    named = [settings.VAR_DIR, settings.MEDIA_ROOT, settings.SEARCH_INDEX_DIR]
    named.append(getattr(settings, "EMAIL_FILE_PATH", None))
    return {Path(folder) for folder in named if folder and Path(folder).is_dir()}


def _database_files() -> list[Path]:
    if connection.vendor != "sqlite":
        return []
    name = str(connection.settings_dict["NAME"])
    return [Path(name + suffix) for suffix in ("", "-wal", "-shm", "-journal")]


def _log_files() -> list[Path]:
    loggers = [getLogger(), *(getLogger(name) for name in getLogger().manager.loggerDict)]
    handlers = {handler for logger in loggers for handler in logger.handlers}
    return [Path(handler.baseFilename) for handler in handlers if isinstance(handler, FileHandler)]


def _in_stream(file, wanted: Needles, limit: int | None = None) -> set[int]:
    """Positions of needles in a stream of bytes, read in pieces that overlap."""
    found: set[int] = set()
    tail, read = b"", 0
    while (piece := file.read(AT_ONCE)) and (limit is None or read < limit):
        read += len(piece)
        # Bytes that are no UTF-8 become a mark; the text between them is still found.
        joined = tail + piece
        found |= wanted.found_in(joined.decode("utf-8", "replace"))
        if b"\0" in piece:  # as Windows and office files write text, at an even or odd place
            for start in (0, 1):
                found |= wanted.found_in(joined[start:].decode("utf-16-le", "replace"))
        tail = piece[-OVERLAP:]
    return found


def _in_packed(path: Path, wanted: Needles) -> set[tuple[int, str]]:
    try:
        if path.suffix == ".gz":
            with gzip.open(path) as file:
                return {(number, "gzip") for number in _in_stream(file, wanted, LARGEST_MEMBER)}
        if zipfile.is_zipfile(path):
            return _in_archive(path, wanted)
        if _is_pdf(path):
            return _in_pdf(path, wanted)
        if _is_mail(path):
            return _in_mails(path.read_bytes(), wanted)
    except FileNotFoundError:
        raise
    except _DAMAGED:
        return set()  # not what its name says: its bytes were searched already
    return set()


def _in_archive(path: Path, wanted: Needles) -> set[tuple[int, str]]:
    found = set()
    with zipfile.ZipFile(path) as archive:
        for position, member in enumerate(archive.infolist(), 1):
            label = f"member {position}"  # its name could be personal
            found |= {(number, label) for number in wanted.found_in(member.filename)}
            with archive.open(member) as file:
                hits = _in_stream(file, wanted, LARGEST_MEMBER)
                found |= {(number, label) for number in hits}
    return found


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(5) == b"%PDF-"


def _in_pdf(path: Path, wanted: Needles) -> set[tuple[int, str]]:
    """Text of its pages and whatever lies in its streams, unpacked."""
    try:
        texts = list(texts_in(path.read_bytes()))
    except CannotOpen:
        return set()
    return {(number, place) for place, text in texts for number in wanted.found_in(text)}


def _is_mail(path: Path) -> bool:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    return path.suffix == ".eml" or bool(folder and path.is_relative_to(folder))


def _in_mails(raw: bytes, wanted: Needles) -> set[tuple[int, str]]:
    """Subjects and bodies, which travel encoded."""
    found: set[int] = set()
    for piece in raw.split(_MAIL_SEPARATOR):
        message = email.message_from_bytes(piece.lstrip())
        for part in message.walk():
            for value in part.values():
                found |= wanted.found_in(str(make_header(decode_header(str(value)))))
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                found |= wanted.found_in(body.decode(part.get_content_charset("utf-8"), "replace"))
    return {(number, "message") for number in found}
