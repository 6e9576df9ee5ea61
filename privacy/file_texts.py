"""What a finished file would tell anyone who takes it apart: every text in it, with its place.

For looking at our own copies before and after they are public; whoever is looking for a value
asks `Needles`, which undoes the encodings of text (escapes, base64, hexadecimal digits).
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

LARGEST_MEMBER = 64 << 20  # bytes unpacked; ours are far smaller
_ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")


class CannotOpen(ValueError):
    """The copy cannot be taken apart, so nobody can say what is in it."""


def texts_in(data: bytes) -> Iterator[tuple[str, str]]:
    """(place, text): the bytes as they stand, packed members, inflated streams, text of pages.

    A place is `file`, `member 3`, `stream 12` or `p2`. Raises CannotOpen.
    """
    yield from (("file", text) for text in _as_text(data))
    if data.startswith(b"%PDF"):
        yield from _in_pdf(data)
    elif data.startswith(b"PK\x03\x04"):
        yield from _in_archive(data)


def _as_text(raw: bytes) -> Iterator[str]:
    for encoding in _ENCODINGS:
        yield raw.decode(encoding, "replace")
    if b"\0" in raw:  # wide text that begins at an odd place
        yield raw[1:].decode("utf-16-le", "replace")


def _in_archive(data: bytes) -> Iterator[tuple[str, str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for place, member in enumerate(archive.infolist(), start=1):
                yield f"member {place}", member.filename
                with archive.open(member) as file:
                    raw = file.read(LARGEST_MEMBER + 1)
                if len(raw) > LARGEST_MEMBER:
                    raise CannotOpen("a member is too large")
                yield from ((f"member {place}", text) for text in _as_text(raw))
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
        raise CannotOpen(type(error).__name__) from error


def _in_pdf(data: bytes) -> Iterator[tuple[str, str]]:
    import pikepdf  # large libraries: not for processes that open no file
    import pypdfium2

    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            yield from _in_objects(document)
        shown = pypdfium2.PdfDocument(data)
        try:
            for number in range(len(shown)):
                page = shown[number]
                words = page.get_textpage()
                yield f"p{number + 1}", words.get_text_bounded()
                words.close()
                page.close()
        finally:
            shown.close()
    except (pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, TypeError) as error:
        raise CannotOpen(type(error).__name__) from error


def _in_objects(document: "pikepdf.Pdf") -> Iterator[tuple[str, str]]:
    """Dictionaries and streams without their compression; pictures stay pixels."""
    import pikepdf

    for number, found in enumerate(document.objects, start=1):
        place = f"stream {number}"
        if isinstance(found, pikepdf.Stream):
            try:
                raw = found.read_bytes()
            except pikepdf.PdfError:
                raw = found.read_raw_bytes()  # a picture's own compression
            is_picture = str(found.get("/Subtype", "")) == "/Image"
            yield from ((place, text) for text in ([] if is_picture else _as_text(raw)))
            yield from ((place, text) for text in _strings_of(found.stream_dict))
        else:
            yield from ((place, text) for text in _strings_of(found))


def _strings_of(found: "pikepdf.Object | None", depth: int = 0) -> Iterator[str]:
    import pikepdf

    if found is None or depth > 20:
        return
    if isinstance(found, pikepdf.String | pikepdf.Name):
        yield str(found)
    elif isinstance(found, pikepdf.Array):
        for member in found:
            if isinstance(member, pikepdf.Object) and not member.is_indirect:
                yield from _strings_of(member, depth + 1)
    elif isinstance(found, pikepdf.Dictionary):
        for key in found.keys():  # noqa: SIM118  pikepdf dictionaries iterate otherwise
            member = found.get(key)
            if isinstance(member, pikepdf.Object) and not member.is_indirect:
                yield from _strings_of(member, depth + 1)
