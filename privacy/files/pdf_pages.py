"""Pages of a PDF as a viewer shows them, and which of their own characters can be seen.

A character is seen when the page looks different without its text objects at that place: text in
invisible mode, white on white, under a rectangle or picture, on a hidden layer or outside the
visible part makes no difference, whatever the reason.
"""

import ctypes
from collections.abc import Iterator

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from .limits import DPI, MAX_PAGE_INCHES, MAX_PAGE_PIXELS, MAX_PAGES
from .model import Refused, Unreadable
from .pdf_hidden import hidden_kinds
from .source import OwnChar, Page, Pixels, checked_number, flattened

POINTS = 72  # per inch
DEEPEST = 8  # forms within forms
CONTRAST = 24  # grey levels that text must differ from the page without it
SMALLEST = 5  # pixels of height at DPI: about 2.5 points
MAX_CHARS = 60_000  # of one page
LOCKED = "文件有密码或加密保护，无法审查。请去除密码后重新上传。"
BROKEN = "PDF 文件已损坏或不完整，无法读取。请在原软件中打开后另存，再重新上传。"
EMPTY = "PDF 文件中没有页面。"
CROWDED = "页面上的文字数量异常，无法可靠读取。请打印为 PDF 后重新上传。"
DYNAMIC = "这是动态表单（XFA），内容不在页面上。请打印为 PDF 后重新上传。"


class PdfSource:
    """An opened PDF; see `source.Source`."""

    kind = "pdf"
    form = "PDF"

    def __init__(self, data: bytes):
        try:
            self.pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            code = getattr(error, "err_code", None)
            locked = code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
            raise (Refused(LOCKED) if locked else Unreadable(BROKEN)) from error
        if pdfium.FPDF_GetSecurityHandlerRevision(self.pdf.raw) != -1:
            raise Refused(LOCKED)
        self.count = len(self.pdf)
        if self.count == 0:
            raise Unreadable(EMPTY)
        if self.count > MAX_PAGES:
            raise Refused(f"PDF 有 {self.count} 页，超过上限 {MAX_PAGES} 页。请拆分后分别上传。")
        if self.pdf.get_formtype() == pdfium.FORMTYPE_XFA_FULL:
            raise Unreadable(DYNAMIC)
        self.pdf.init_forms()
        self.dropped = hidden_kinds(self.pdf, data)

    def page(self, number: int, *, with_own: bool = True, dpi: int = DPI) -> Page:
        try:
            page = self.pdf[checked_number(number, self.count) - 1]
        except pypdfium2.PdfiumError as error:
            raise Unreadable(BROKEN) from error
        try:
            scale = _scale(page, dpi)
            picture = _drawn(page, scale)
            own = _own(page, scale, picture) if with_own else []
            return Page(picture, own, scale * POINTS)
        finally:
            page.close()


def _scale(page: pypdfium2.PdfPage, dpi: int) -> float:
    """Pixels per point; large sheets are drawn smaller, absurd ones refused."""
    width, height = page.get_size()
    if max(width, height) > MAX_PAGE_INCHES * POINTS or min(width, height) < 1:
        raise Refused("PDF 页面尺寸超出可处理范围。请按常用纸张大小重新输出。")
    scale = dpi / POINTS
    return float(min(scale, (MAX_PAGE_PIXELS / (width * height)) ** 0.5))


def _drawn(page: pypdfium2.PdfPage, scale: float) -> Image.Image:
    bitmap = page.render(scale=scale, rev_byteorder=True)
    return flattened(bitmap.to_pil().copy())


def _own(page: pypdfium2.PdfPage, scale: float, picture: Image.Image) -> list[OwnChar]:
    textpage = page.get_textpage()
    try:
        chars = list(_chars(page, textpage, picture.size))
    finally:
        textpage.close()
    if not chars:
        return []
    for thing in _text_objects(page):
        pdfium.FPDFPageObj_SetIsActive(thing, False)
    without = np.asarray(_drawn(page, scale).convert("L"), dtype=np.int16)
    ink = np.abs(np.asarray(picture.convert("L"), dtype=np.int16) - without) >= CONTRAST
    return [
        OwnChar(sign, box, _is_seen(sign, tight, ink), blank) for sign, tight, box, blank in chars
    ]


def _is_seen(sign: str, box: Pixels, ink: np.ndarray) -> bool:
    """Large enough to be read, and the page would look different without it."""
    left, top, right, bottom = (max(round(edge), 0) for edge in box)
    if sign.isalnum() and max(bottom - top, right - left) < SMALLEST:
        return False
    return bool(ink[top : bottom + 1, left : right + 1].any())


def _chars(
    page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, size: tuple[int, int]
) -> Iterator[tuple[str, Pixels, Pixels, bool]]:
    """Signs with the box of their ink, the box of their advance, and whether a blank precedes."""
    count = textpage.count_chars()
    if count > MAX_CHARS:
        raise Unreadable(CROWDED)
    blank = False
    for index in range(count):
        sign = _sign(pdfium.FPDFText_GetUnicode(textpage.raw, index))
        if sign.isspace() or not sign.isprintable():
            blank = blank or sign.isspace()
            continue
        tight = _char_box(page, textpage, index, size)
        if tight is None or not _meets(tight, size):
            continue
        loose = _loose_box(page, textpage, index, size) or tight
        wide = (min(tight[0], loose[0]), tight[1], max(tight[2], loose[2]), tight[3])
        yield sign, tight, wide, blank
        blank = False


def _meets(box: Pixels, size: tuple[int, int]) -> bool:
    return box[2] >= 0 and box[3] >= 0 and box[0] <= size[0] and box[1] <= size[1]


def _char_box(
    page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, index: int, size: tuple[int, int]
) -> Pixels | None:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(textpage.raw, index, left, right, bottom, top):
        return None
    return _in_pixels(page, size, (left.value, top.value, right.value, bottom.value))


def _loose_box(
    page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, index: int, size: tuple[int, int]
) -> Pixels | None:
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(textpage.raw, index, rect):
        return None
    return _in_pixels(page, size, (rect.left, rect.top, rect.right, rect.bottom))


def _in_pixels(page: pypdfium2.PdfPage, size: tuple[int, int], corners: Pixels) -> Pixels:
    first = _device(page, *size, corners[0], corners[1])
    second = _device(page, *size, corners[2], corners[3])
    (left, right), (top, bottom) = (sorted(pair) for pair in zip(first, second, strict=True))
    return left, top, right, bottom


def _sign(code: int) -> str:
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else " "


def _device(
    page: pypdfium2.PdfPage, width: int, height: int, x: float, y: float
) -> tuple[float, float]:
    """Ten times finer than whole pixels: the call answers in integers."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page.raw, 0, 0, width * 10, height * 10, 0, x, y, across, down)
    return across.value / 10, down.value / 10


def _text_objects(page: pypdfium2.PdfPage) -> Iterator[object]:
    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        yield from _texts_in(pdfium.FPDFPage_GetObject(page.raw, index), 0)


def _texts_in(thing: object, depth: int) -> Iterator[object]:
    kind = pdfium.FPDFPageObj_GetType(thing)
    if kind == pdfium.FPDF_PAGEOBJ_TEXT:
        yield thing
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
        for index in range(max(pdfium.FPDFFormObj_CountObjects(thing), 0)):
            yield from _texts_in(pdfium.FPDFFormObj_GetObject(thing, index), depth + 1)
