"""Pages of picture files: JPEG, PNG, TIFF with many pages, WebP, BMP, GIF, HEIC.

Only the pixels are taken. Tags, thumbnails, positions, colour profiles, layers and text blocks
stay behind because the new picture is made from nothing.
"""

import io

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from .limits import DPI, MAX_PAGE_PIXELS, MAX_PAGES, MAX_PICTURE_PIXELS
from .model import Refused, Unreadable
from .source import Page, checked_number, flattened

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF", "MPO")
BROKEN = "图片已损坏或不完整，无法读取。请重新导出后上传。"
UNKNOWN = "无法识别的图片格式。请转换为 PNG、JPEG 或 PDF 后上传。"
HUGE = "图片的像素数超过上限（{limit} 万像素）。请缩小后重新上传。"
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")


class PictureSource:
    """An opened picture; see `source.Source`."""

    kind = "image"

    def __init__(self, data: bytes):
        self.picture = _opened(data)
        _check_size(self.picture)
        self.form = str(self.picture.format)
        self.count = _pages(self.picture)
        if self.count > MAX_PAGES:
            raise Refused(f"图片有 {self.count} 页，超过上限 {MAX_PAGES} 页。请拆分后分别上传。")
        self.dropped = _hidden_kinds(self.picture)

    def page(self, number: int, *, with_own: bool = True, dpi: int = DPI) -> Page:
        try:
            self.picture.seek(checked_number(number, self.count) - 1)
            _check_size(self.picture)  # each page of a TIFF has a size of its own
            self.picture.load()
            upright = ImageOps.exif_transpose(self.picture)
        except (OSError, ValueError, SyntaxError, EOFError, IndexError) as error:
            raise Unreadable(BROKEN) from error
        picture = flattened(_eight_bits(upright))
        share = min(1.0, (MAX_PAGE_PIXELS / (picture.width * picture.height)) ** 0.5) * dpi / DPI
        if share < 1:
            size = max(round(picture.width * share), 1), max(round(picture.height * share), 1)
            picture = picture.resize(size, Image.Resampling.LANCZOS)
        return Page(picture, dpi=dpi)


def _opened(data: bytes) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = MAX_PICTURE_PIXELS
    heic = data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS
    if heic:
        try:
            import pillow_heif
        except ImportError as error:
            raise Refused("暂不支持 HEIC 图片。请转换为 JPEG 后上传。") from error
        pillow_heif.register_heif_opener(thumbnails=False)
    try:
        return Image.open(io.BytesIO(data), formats=(*FORMATS, "HEIF") if heic else FORMATS)
    except UnidentifiedImageError as error:
        raise Unreadable(UNKNOWN) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(HUGE.format(limit=MAX_PICTURE_PIXELS // 10_000)) from error
    except (OSError, ValueError, SyntaxError) as error:
        raise Unreadable(BROKEN) from error


def _check_size(picture: Image.Image) -> None:
    """Before a single pixel is unpacked."""
    if picture.width * picture.height > MAX_PICTURE_PIXELS:
        raise Refused(HUGE.format(limit=MAX_PICTURE_PIXELS // 10_000))


def _pages(picture: Image.Image) -> int:
    """Pages of a TIFF; of an animation only the first picture is shown."""
    if picture.format != "TIFF":
        return 1
    try:
        return int(getattr(picture, "n_frames", 1))
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise Unreadable(BROKEN) from error


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Sixteen-bit grey would be cut off at 255 instead of scaled."""
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        top = 65535 if int(np.asarray(picture).max(initial=0)) > 255 else 255
        return picture.point(lambda level: level * (255 / top)).convert("L")
    return picture


def _hidden_kinds(picture: Image.Image) -> tuple[str, ...]:
    exif = picture.getexif()
    kinds = []
    if exif:
        kinds.append("拍摄信息（EXIF）")
    if exif.get_ifd(0x8825):
        kinds.append("拍摄位置（GPS）")
    if picture.info.get("exif", b"").count(b"\xff\xd8") or exif.get(513):
        kinds.append("缩略图")
    if "xmp" in picture.info or "XML:com.adobe.xmp" in picture.info:
        kinds.append("扩展元数据")
    if {"comment", "photoshop", "iptc"} & set(picture.info) or getattr(picture, "text", None):
        kinds.append("文字注释")
    if picture.format != "TIFF" and getattr(picture, "n_frames", 1) > 1:
        kinds.append("动画或附加画面")
    return tuple(kinds)
