"""The smallest adequate way to store a page: one bit, few colours or JPEG (all without metadata).

The target is at most three times the share of the original; legibility comes first, so that the
lowest quality here is still read without effort.
"""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

COLOURED = 40  # difference between channels that counts as colour
SOME = 0.0004  # share of coloured pixels worth keeping
MIDDLE = (64, 192)  # grey levels between ink and paper
PLAIN = 0.12  # share of middle levels up to which a page is black on white
QUALITIES = (80, 65, 50, 38)
PALETTE = 16
THRESHOLD = 150
PHOTOMETRIC, STRIP_OFFSETS, STRIP_LENGTHS = 262, 273, 279  # tags of a TIFF


@dataclass(frozen=True, slots=True)
class Coded:
    """A picture stream of a PDF: its bytes, filter and colour space as PDF source."""

    data: bytes
    size: tuple[int, int]
    filter: str
    colours: str
    bits: int
    parms: str
    shown: Image.Image  # what a reader sees after decoding


def coded(picture: Image.Image, budget: int, *, only_jpeg: bool = False) -> Coded:
    """The best looking form within `budget` bytes, else the smallest."""
    grey = picture.convert("L")
    coloured = _is_coloured(picture)
    plain = _is_plain(grey) and not only_jpeg
    smallest: Coded | None = None
    for form in _forms(picture if coloured else grey, plain=plain, coloured=coloured):
        if len(form.data) <= budget:
            return form
        if smallest is None or len(form.data) < len(smallest.data):
            smallest = form
    return smallest or jpeg(grey, QUALITIES[-1])


def _forms(picture: Image.Image, *, plain: bool, coloured: bool) -> Iterator[Coded]:
    """From the best looking to the smallest, each made only when it is asked for."""
    if plain:
        yield few_colours(picture, PALETTE)
        if not coloured:
            yield few_colours(picture, 4)
            yield one_bit(picture)
    for quality in QUALITIES:
        yield jpeg(picture, quality)
    if plain and coloured:
        yield one_bit(picture.convert("L"))


def jpeg(picture: Image.Image, quality: int) -> Coded:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality, optimize=True, subsampling="4:2:0", exif=b"")
    data = buffer.getvalue()
    colours = "/DeviceGray" if picture.mode == "L" else "/DeviceRGB"
    return Coded(data, picture.size, "/DCTDecode", colours, 8, "", _decoded(data))


def few_colours(picture: Image.Image, count: int) -> Coded:
    """A palette of at most 16 colours, packed to 2 or 4 bits."""
    palette: list[tuple[int, ...]]
    if picture.mode == "L":
        step = 255 / (count - 1)
        indexes = np.rint(np.asarray(picture) / step).astype(np.uint8)
        palette = [(round(level * step),) * 3 for level in range(count)]
    else:
        reduced = picture.quantize(
            count, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
        indexes = np.asarray(reduced)
        raw = (reduced.getpalette() or [])[: count * 3]
        raw += [0] * (count * 3 - len(raw))
        palette = [tuple(raw[place : place + 3]) for place in range(0, count * 3, 3)]
    shown = Image.fromarray(np.array(palette, dtype=np.uint8)[indexes], "RGB")
    bits = 2 if count <= 4 else 4
    table = "".join(f"{level:02x}" for colour in palette for level in colour)
    return Coded(
        zlib.compress(_packed(indexes, bits), 9),
        picture.size,
        "/FlateDecode",
        f"[/Indexed /DeviceRGB {count - 1} <{table}>]",
        bits,
        "",
        shown,
    )


def one_bit(picture: Image.Image) -> Coded:
    """Black and white as fax machines store it (CCITT group 4)."""
    black = picture.point([0] * THRESHOLD + [255] * (256 - THRESHOLD)).convert("1")
    buffer = io.BytesIO()
    black.save(buffer, "TIFF", compression="group4", strip_size=2**30)
    with Image.open(io.BytesIO(buffer.getvalue())) as tiff:
        tags: dict[int, Any] = getattr(tiff, "tag_v2")  # noqa: B009 only TIFF pictures have it
        start, length = tags[STRIP_OFFSETS][0], tags[STRIP_LENGTHS][0]
        white_is_zero = tags.get(PHOTOMETRIC, 1) == 0
    width, height = picture.size
    parms = (
        f"<</K -1 /Columns {width} /Rows {height} "
        f"/BlackIs1 {'false' if white_is_zero else 'true'}>>"
    )
    data = buffer.getvalue()[start : start + length]
    return Coded(
        data, picture.size, "/CCITTFaxDecode", "/DeviceGray", 1, parms, black.convert("RGB")
    )


def _packed(indexes: np.ndarray, bits: int) -> bytes:
    """Rows of indexes packed into bytes, each row starting a new one."""
    per_byte = 8 // bits
    padding = -indexes.shape[1] % per_byte
    wide = np.pad(indexes, ((0, 0), (0, padding)))
    packed = np.zeros((wide.shape[0], wide.shape[1] // per_byte), dtype=np.uint8)
    for place in range(per_byte):
        packed |= (wide[:, place::per_byte] << (8 - bits * (place + 1))).astype(np.uint8)
    return packed.tobytes()


def _decoded(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        return picture.convert("RGB")


def _is_coloured(picture: Image.Image) -> bool:
    channels = np.asarray(picture, dtype=np.int16)
    spread = channels.max(axis=2) - channels.min(axis=2)
    return float((spread > COLOURED).mean()) > SOME


def _is_plain(grey: Image.Image) -> bool:
    """Text on paper rather than a photograph."""
    levels = np.asarray(grey)
    return float(((levels > MIDDLE[0]) & (levels < MIDDLE[1])).mean()) < PLAIN
