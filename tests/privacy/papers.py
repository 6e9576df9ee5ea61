"""Files for the tests, made when asked for: PDF with hiding places, scans, photographs.

All persons are invented; ID numbers end in the sequence 000, telephones have 0000 in the middle.
"""

import io
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
)
SONG = "STSong-Light"
SCAN = (1240, 1754)  # A4 at 150 dpi


@cache
def font_file() -> str:
    """A Chinese font of the system; drawing scans and unembedded PDF text needs one."""
    found = next((path for path in FONTS if Path(path).exists()), None)
    if found is None:
        pytest.skip("no Chinese font on this machine (fonts-noto-cjk)")
    return found


def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_file(), size)


def pdf(*pages: Callable[[Canvas], object], size=A4, **options) -> bytes:
    """A PDF whose pages are drawn by the functions given, in Song at 12 points."""
    font_file()
    pdfmetrics.registerFont(UnicodeCIDFont(SONG))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1, **options)
    for draw in pages:
        canvas.setFont(SONG, 12)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(*texts: str, left=60, top=760, step=22) -> Callable[[Canvas], None]:
    """A page of lines from the top."""

    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(texts):
            canvas.drawString(left, top - number * step, text)

    return draw


def scan(
    *texts: str, size=SCAN, points=30, left=90, top=90, noise=0, angle=0.0, grey=0
) -> Image.Image:
    """A picture of lines of text as a scanner gives it."""
    picture = Image.new("L", size, 255)
    draw = ImageDraw.Draw(picture)
    for number, text in enumerate(texts):
        draw.text((left, top + number * points * 1.9), text, font=font(points), fill=grey)
    return worn(picture, noise=noise, angle=angle)


def worn(picture: Image.Image, *, noise=0, angle=0.0) -> Image.Image:
    """A picture slightly turned, blurred and noisy."""
    if angle:
        picture = picture.rotate(angle, fillcolor=255, resample=Image.Resampling.BICUBIC)
    if noise:
        picture = picture.filter(ImageFilter.GaussianBlur(0.7))
        specks = Image.effect_noise(picture.size, noise).point(lambda level: level // 3)
        picture = Image.blend(picture.convert("L"), specks, 0.15)
    return picture


def table_scan(rows: Sequence[Sequence[str]], widths: Sequence[int], *, points=26) -> Image.Image:
    """A scanned table with ruled lines; a cell may hold several lines."""
    picture = Image.new("L", SCAN, 255)
    draw = ImageDraw.Draw(picture)
    top = 100
    for row in rows:
        height = (max(cell.count("\n") for cell in row) + 1) * round(points * 1.4) + 20
        left = 60
        for cell, width in zip(row, widths, strict=True):
            draw.rectangle((left, top, left + width, top + height), outline=0, width=2)
            draw.multiline_text((left + 10, top + 8), cell, font=font(points), fill=0)
            left += width
        top += height
    return picture


def scanned_pdf(*pictures: Image.Image, dpi=150, quality=60) -> bytes:
    """A PDF of pictures alone."""
    buffer = io.BytesIO()
    first, *rest = [picture.convert("L") for picture in pictures]
    first.save(buffer, "PDF", save_all=True, append_images=rest, resolution=dpi, quality=quality)
    return buffer.getvalue()


def saved(picture: Image.Image, form: str, **options) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()
