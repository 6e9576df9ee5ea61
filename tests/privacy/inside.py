"""Everything that can be got out of a published file, to look for what must not be there."""

import io
import zipfile
from functools import lru_cache

import pikepdf
import pypdfium2
from PIL import Image

from privacy.files import ocr
from privacy.files.needle_places import stands_in

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


@lru_cache(maxsize=8)
def readable(data: bytes, *, by_eye: bool = True) -> str:
    """All text of a PDF or picture: its text layer and what is recognised in its pixels."""
    if data.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(data) as document:
            layers = [page.get_textpage().get_text_range() for page in document]
            pictures = [page.render(scale=150 / 72).to_pil() for page in document]
    else:
        layers, pictures = [], [Image.open(io.BytesIO(data))]
    seen = [
        line.text
        for picture in pictures
        if by_eye
        for line in ocr.recognise_all(picture.convert("RGB")).lines
    ]
    return "\n".join([*layers, *seen])


@lru_cache(maxsize=8)
def raw(data: bytes) -> bytes:
    """The bytes as they are and with everything unpacked that a PDF or package has packed."""
    parts = [data]
    if data.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(data)) as document:
            for thing in document.objects:
                if isinstance(thing, pikepdf.Stream):
                    parts.append(thing.read_raw_bytes())
                    if thing.get("/Subtype") != "/Image":
                        parts.append(thing.read_bytes())
    elif data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts += [package.read(name) for name in package.namelist()]
    return b"\n".join(parts)


def holds(data: bytes, value: str, *, by_eye: bool = True) -> bool:
    """Whether the value can be found in the file by any of these ways."""
    unpacked = raw(data)
    return any(value.encode(encoding) in unpacked for encoding in ENCODINGS) or stands_in(
        [value], readable(data, by_eye=by_eye)
    )
