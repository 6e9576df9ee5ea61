"""Reading and rebuilding files that are made of pages: PDF, scans and pictures.

Runs inside the child of `sandbox`. Nothing of the old bytes gets into the new file: each page is
drawn, painted over and stored as a picture with a text layer of the redacted text.
"""

import io
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial

from PIL import Image, ImageDraw

from . import ocr, own_text
from .boxes import around, covers, fractions, pixels
from .codes import codes_on
from .layout import arranged
from .limits import SCREEN_DPI
from .model import Box, Part, Reading, Rebuilt, Unreadable, Wanted
from .needle_places import places_of
from .page_findings import propose
from .pdf_writer import PdfPage, write_pdf
from .picture_coding import Coded, coded
from .redaction import PageRedaction, forbidden_values, redacted_page
from .source import Page, Source, open_source
from .tones import Tones
from .twin import page_html, page_runs, plain
from .worked_page import Worked, part_of

Progress = Callable[[int, int], object]
Code = Callable[[Image.Image], Coded]

SIZE_FACTOR = 3  # the new file may be so many times the old one
OVERHEAD = 2500  # bytes of a page besides its picture
LEAST = 6000  # bytes: below this no page stays legible
ROUNDS = 3
INK = (0, 0, 0)
STILL_READ = "遮盖后的页面上仍能识别出应隐去的内容，未生成公开文件。请在该页手工画框遮盖后重试。"
CHANGED = "文件与审查时读取的内容不一致，未生成公开文件。请重新读取该附件。"


def read(
    data: bytes,
    *,
    name: str,
    domain: str | None = None,
    allow: Iterable[str] = (),
    progress: Progress | None = None,
) -> Reading:
    """The visible text of every page with the place of each sign, and proposals for it."""
    if not ocr.is_available():
        raise Unreadable(ocr.MISSING)
    source = open_source(data, name)
    worked: list[Worked] = []
    hidden = scanned = 0
    for number in range(1, source.count + 1):
        page = source.page(number)
        worked.append(_worked(page))
        hidden += sum(not char.seen for char in page.own)
        scanned += not any(char.seen for char in page.own) and bool(worked[-1].text.text)
        if progress:
            progress(number, source.count)
    propose(worked, domain=domain, allow=allow)
    dropped = (*source.dropped, "不可见文字") if hidden else source.dropped
    return Reading(
        kind="scan" if source.kind == "pdf" and scanned * 2 > source.count else source.kind,
        parts=tuple(part_of(page, number) for number, page in enumerate(worked, 1)),
        findings=tuple(one for page in worked for one in page.found),
        dropped=dropped,
    )


def rebuild(
    data: bytes,
    *,
    name: str,
    reading: Reading,
    wanted: Wanted,
    progress: Progress | None = None,
) -> Rebuilt:
    """The new file. Unreadable when something that was to go can still be read in it."""
    if not ocr.is_available():
        raise Unreadable(ocr.MISSING)
    source = open_source(data, name)
    if source.count != len(reading.parts):
        raise Unreadable(CHANGED)
    forbidden = forbidden_values(reading, wanted)
    budget = max(SIZE_FACTOR * len(data) // source.count - OVERHEAD, LEAST)
    code = partial(coded, budget=budget, only_jpeg=source.form in ("JPEG", "MPO"))
    pages: list[PdfPage] = []
    redactions: list[PageRedaction] = []
    for number, part in enumerate(reading.parts, 1):
        page = source.page(number, with_own=False)
        findings = [one for one in reading.findings if one.part == part.ref]
        redaction = redacted_page(part, findings, wanted, forbidden)
        picture = _painted(page, redaction, forbidden, wanted, code)
        pages.append(PdfPage(picture, page.dpi, page_runs(redaction.signs)))
        redactions.append(redaction)
        if progress:
            progress(number, source.count)
    return _result(source, pages, redactions)


def page_picture(data: bytes, *, name: str, page: int, dpi: int = SCREEN_DPI) -> bytes:
    """One page as PNG for the reviewer's screen; holds personal data."""
    drawn = open_source(data, name).page(page, with_own=False, dpi=min(dpi, SCREEN_DPI))
    return _png(drawn.picture)


def _worked(page: Page) -> Worked:
    read = ocr.recognise_all(page.picture)
    merged = own_text.merge(read, page.own)
    turned = page.picture.rotate(read.turn, expand=True) if read.turn else page.picture
    tones = Tones(turned)
    return Worked(arranged(merged.lines, tones), read, tones, merged.unread, codes_on(turned))


def _painted(
    page: Page, redaction: PageRedaction, forbidden: Iterable[str], wanted: Wanted, code: Code
) -> Coded:
    """The page as it will be stored, read once more; boxes grow until nothing is left to read."""
    _check_size(page, redaction.part)
    for _ in range(ROUNDS):
        picture = code(_with_boxes(page.picture, redaction.boxes))
        if not redaction.boxes and not forbidden:
            return picture
        left = _still_read(picture.shown, redaction, forbidden, wanted)
        if not left:
            return picture
        redaction.boxes += left
        redaction.signs = [
            (sign, place) for sign, place in redaction.signs if not _is_under(left, place)
        ]
    raise Unreadable(STILL_READ)


def _check_size(page: Page, part: Part) -> None:
    if (part.width, part.height) != page.picture.size:
        raise Unreadable(CHANGED)


def _with_boxes(picture: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    painted = picture.copy()
    draw = ImageDraw.Draw(painted)
    for box in boxes:
        left, top, right, bottom = pixels(box, picture.size)
        draw.rectangle((left, top, max(right - 1, left), max(bottom - 1, top)), fill=INK)
    return painted


def _still_read(
    picture: Image.Image, redaction: PageRedaction, forbidden: Iterable[str], wanted: Wanted
) -> list[Box]:
    """Boxes around whatever must be gone and is still recognised, as the public would see it."""
    read = ocr.recognise_all(picture)
    tones = Tones(picture.rotate(read.turn, expand=True))
    text = arranged(read.lines, tones)
    worked = Worked(text, read, tones)
    terms = set(places_of(wanted.terms, text.text))
    left: list[Box] = []
    for start, end in places_of(forbidden, text.text):
        places = [place for place in text.places[start:end] if place]
        here = [fractions(read.upright(box), read.size) for box in around(places)]
        kept = redaction.kept_places
        if (
            (start, end) not in terms
            and here
            and all(any(covers([box], place, 0.5) for place in kept) for box in here)
        ):
            continue
        left += worked.boxes(places)
    return left


def _is_under(boxes: list[Box], place: Box | None) -> bool:
    return place is not None and covers(boxes, place)


def _result(source: Source, pages: list[PdfPage], redactions: list[PageRedaction]) -> Rebuilt:
    removed: Counter[str] = Counter()
    for redaction in redactions:
        removed.update(redaction.removed)
    texts = [plain(redaction.text) for redaction in redactions]
    html = "".join(page_html(redaction.part.label, redaction.text) for redaction in redactions)
    text = "\n\n".join(texts).strip() + "\n"
    if source.kind == "image" and source.count == 1:
        content, suffix, media_type = _picture_file(pages[0].picture, source.form)
    else:
        content, suffix, media_type = write_pdf(pages), ".pdf", "application/pdf"
    return Rebuilt(
        content, suffix, media_type, html, text, len(pages), dict(sorted(removed.items()))
    )


def _picture_file(picture: Coded, form: str) -> tuple[bytes, str, str]:
    """A picture stays a picture; JPEG data is kept as it was coded and read."""
    if picture.filter == "/DCTDecode" and form != "PNG":
        return picture.data, ".jpg", "image/jpeg"
    return _png(picture.shown), ".png", "image/png"


def _png(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
