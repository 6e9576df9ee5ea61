"""What on a page is no text: signatures, portraits, QR codes, writing that nobody could read."""

import re

from privacy.detect import detect
from privacy.findings import KEEP, REMOVE

from .boxes import around, fractions, snapped
from .model import FileFinding
from .source import Pixels
from .worked_page import MANUAL, Worked

UNREAD = "FREE_TEXT"
LABELS = re.compile(r"签名|签字|签章|手印|指印|指纹|捺印|手写签|照片|相片|近照")
PHOTO = re.compile(r"照片|相片|近照")
BY_EYE = "此处可能有签名、指印或人像，需人工核对。"
UNREADABLE = "此处文字无法可靠识别，未经核对不予公开。"
CODE = "二维码的内容肉眼不可见，需人工核对。"
DOUBTFUL = 0.5  # certainty of a line that nobody can rely on
CERTAIN = 0.9  # certainty of a line that is text and no signature
INKED = 0.01  # share of dark pixels that makes a place non-empty


def find_labels(page: Worked, part: str) -> None:
    """A place for a signature, fingerprint or portrait that is not empty."""
    for match in LABELS.finditer(page.text.text):
        places = around(page.text.places[match.start() : match.end()])
        if not places:
            continue
        box = _photo_place(places[0]) if PHOTO.search(match.group()) else _signature(places[0])
        if not _is_inked(page, box):
            continue
        boxes = (fractions(page.read.upright(box), page.size),)
        page.found.append(
            FileFinding(
                f"{part}:{match.start()}-{match.end()}",
                part,
                match.start(),
                match.end(),
                MANUAL,
                REMOVE,
                0.5,
                BY_EYE,
                boxes,
            )
        )


def _signature(label: Pixels) -> Pixels:
    _, top, right, bottom = label
    height = bottom - top
    return right + 0.6 * height, top - 0.5 * height, right + 7 * height, bottom + 0.5 * height


def _photo_place(label: Pixels) -> Pixels:
    left, top, right, bottom = label
    height = bottom - top
    return left - height, bottom, right + 3 * height, bottom + 7 * height


def _is_inked(page: Worked, box: Pixels) -> bool:
    """Ink that is no text which was read with certainty."""
    left, top = (max(round(edge), 0) for edge in box[:2])
    region = page.tones.dark(box)
    if not region.size:
        return False
    for line in page.text.lines:
        if line.certainty >= CERTAIN:
            across = slice(max(round(line.box[0]) - left, 0), max(round(line.box[2]) - left, 0))
            down = slice(max(round(line.box[1]) - top, 0), max(round(line.box[3]) - top, 0))
            region[down, across] = False
    return float(region.mean()) > INKED


def find_unreadable(page: Worked, part: str) -> None:
    """Writing that could not be read is hidden until a person has looked at it."""
    for line, start in zip(page.text.lines, page.text.starts, strict=True):
        end = start + len(line.text)
        single = len(line.text) == 1 and line.box[2] - line.box[0] < 2 * (line.box[3] - line.box[1])
        if line.certainty < DOUBTFUL and not single and not page.hides(start, end):
            page.found.append(_doubt(page, part, start, end, line.box))
    for box in page.unread:
        page.found.append(_doubt(page, part, 0, 0, box))


def find_codes(page: Worked, part: str, domain: str | None) -> None:
    """QR codes: hidden unless their content could be read and is harmless."""
    for box, content in page.codes:
        harmless = bool(content) and all(
            one.action == KEEP for one in detect(content, domain=domain)
        )
        page.found.append(_doubt(page, part, 0, 0, box, KEEP if harmless else REMOVE, CODE))


def _doubt(
    page: Worked,
    part: str,
    start: int,
    end: int,
    box: Pixels,
    action: str = REMOVE,
    reason: str = UNREADABLE,
) -> FileFinding:
    place = fractions(page.read.upright(snapped(box, page.tones)), page.size)
    name = f"{start}-{end}" if end else "u" + "-".join(str(round(edge * 1000)) for edge in place)
    return FileFinding(f"{part}:{name}", part, start, end, UNREAD, action, 0.5, reason, (place,))
