"""A file as a row of pages that can be drawn: what the PDF and the picture side have in common."""

from dataclasses import dataclass, field
from typing import Protocol

from PIL import Image

from .model import Refused

Pixels = tuple[float, float, float, float]  # left, top, right, bottom
# Fainter than this beside white (or black) is not meant to be read; it would survive in the pixels.
NEARLY_WHITE, NEARLY_BLACK = 240, 15


@dataclass(frozen=True, slots=True)
class OwnChar:
    """A character that the page itself names; `seen` when it leaves ink in the drawn page."""

    sign: str
    box: Pixels
    seen: bool
    after_blank: bool = False


@dataclass(slots=True)
class Page:
    """One drawn page (RGB, flattened) and the characters it claims to show."""

    picture: Image.Image
    own: list[OwnChar] = field(default_factory=list)
    dpi: float = 150.0


class Source(Protocol):
    """Pages from 1 to `count`; a page is drawn the same way every time."""

    kind: str
    count: int
    dropped: tuple[str, ...]
    form: str  # of the bytes: PDF, JPEG, PNG …

    def page(self, number: int, *, with_own: bool = True, dpi: int = 150) -> Page:
        """Page `number` (from 1) at `dpi`; `with_own` looks up its own characters as well."""


def flattened(picture: Image.Image) -> Image.Image:
    """RGB without transparency; what is almost white or almost black becomes exactly that."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        ground = Image.new("RGBA", layered.size, (255, 255, 255, 255))
        picture = Image.alpha_composite(ground, layered)
    # A picture from bytes: copies of Pillow carry comments and profiles along and write them out.
    picture = Image.frombytes("RGB", picture.size, picture.convert("RGB").tobytes())
    bounds = [
        255 if level >= NEARLY_WHITE else 0 if level <= NEARLY_BLACK else level
        for level in range(256)
    ]
    return picture.point(bounds * 3)


def open_source(data: bytes, name: str) -> Source:
    """The pages of a PDF or picture; Refused or Unreadable when it has none for us."""
    if b"%PDF-" in data[:1024]:
        from .pdf_pages import PdfSource

        return PdfSource(data)
    from .picture_pages import PictureSource

    return PictureSource(data)


def checked_number(number: int, count: int) -> int:
    if not 1 <= number <= count:
        raise Refused(f"该文件只有 {count} 页。")
    return number
