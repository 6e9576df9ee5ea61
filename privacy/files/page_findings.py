"""Proposals of the detector for the pages of one file, with the boxes that hide them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from privacy.detect import detect
from privacy.findings import KEEP, REMOVE, Finding

from .boxes import around, fractions, snapped
from .broken_lines import joined
from .layout import PageText
from .model import FileFinding, Part
from .needle_places import places_of
from .ocr import Recognised
from .source import Pixels
from .tones import Tones

MANUAL = "BIOMETRIC"
UNREAD = "FREE_TEXT"
# Words for kinds of data rather than for a person: hidden where found, not wherever they stand.
COMMON = frozenset(
    "HEALTH DISABILITY HOUSEHOLD_INCOME POVERTY_CAUSE FAMILY_PLANNING RELIGION_ETHNIC "
    "QUASI FREE_TEXT BIOMETRIC BUSINESS_SECRET STATE_SECRET DATE_OF_BIRTH AGE GENDER".split()
)
LABELS = re.compile(r"签名|签字|签章|手印|指印|指纹|捺印|手写签|照片|相片|近照")
PHOTO = re.compile(r"照片|相片|近照")
UNREADABLE = "此处文字无法可靠识别，未经核对不予公开。"
CODE = "二维码的内容肉眼不可见，需人工核对。"
FOLLOWED = "同一内容在本文件别处已提示。"
SAME_NAME = "与本文件别处应隐去的内容相同，是否同一人需人工确认。"
DOUBTFUL = 0.5  # certainty of a line that nobody can rely on
INKED = 0.01  # share of dark pixels that makes a place non-empty


@dataclass(slots=True)
class Worked:
    """A page on its way to a Part: its text, its tones and what nobody could read."""

    text: PageText
    read: Recognised
    tones: Tones
    unread: tuple[Pixels, ...] = ()
    codes: Sequence[tuple[Pixels, str]] = ()
    found: list[FileFinding] = field(default_factory=list)

    @property
    def size(self) -> tuple[int, int]:
        return self.read.size

    def boxes(self, places: Iterable[Pixels | None]) -> tuple[tuple[float, ...], ...]:
        """Boxes to paint, in fractions of the page as given."""
        turned = (snapped(box, self.tones) for box in around(places))
        return tuple(fractions(self.read.upright(box), self.size) for box in turned)


def propose(pages: Sequence[Worked], *, domain: str | None, allow: Iterable[str]) -> None:
    """Put the findings of all pages into `found`: names and headers carry on from page to page."""
    allowed = tuple(allow)
    text = "\n".join(page.text.text for page in pages)
    offset = 0
    bounds = []
    for page in pages:
        bounds.append((offset, offset + len(page.text.text)))
        offset += len(page.text.text) + 1
    found = detect(text, domain=domain, allow=allowed)
    for number, (page, (start, end)) in enumerate(zip(pages, bounds, strict=True), 1):
        part = f"p{number}"
        for one in found:
            if one.start < end and one.end > start:
                _add(page, part, max(one.start, start) - start, min(one.end, end) - start, one)
        _broken(page, part, domain, allowed)
        _labels(page, part)
        _unreadable(page, part)
        _codes(page, part, domain)
    _everywhere(pages, text, found, allowed)
    for page in pages:
        page.found.sort(key=lambda one: (one.start, one.end, one.cls))


def part_of(page: Worked, number: int) -> Part:
    width, height = page.size
    places = tuple(
        place and fractions(page.read.upright(place), page.size) for place in page.text.places
    )
    return Part(f"p{number}", page.text.text, f"第{number}页", width, height, places)


def _add(page: Worked, part: str, start: int, end: int, one: Finding, reason: str = "") -> None:
    boxes = page.boxes(page.text.places[start:end])
    page.found.append(
        FileFinding(
            f"{part}:{start}-{end}",
            part,
            start,
            end,
            one.cls,
            one.action,
            one.confidence,
            reason or one.reason,
            boxes,
        )
    )


def _broken(page: Worked, part: str, domain: str | None, allow: Sequence[str]) -> None:
    """Values broken over lines or cells."""
    copies = joined(page.text)
    if not copies.text:
        return
    for one in detect(copies.text, domain=domain, allow=allow):
        signs = copies.crossing(one.start, one.end)
        if not signs or one.action == KEEP:
            continue
        for start, end in _runs(signs):
            if not _is_known(page, start, end):
                _add(page, part, start, end, one, one.reason.rstrip("。") + "，跨行书写。")


def _runs(signs: Sequence[int]) -> list[tuple[int, int]]:
    """Sorted places as half-open ranges."""
    runs: list[list[int]] = []
    for place in sorted(set(signs)):
        if runs and runs[-1][1] == place:
            runs[-1][1] += 1
        else:
            runs.append([place, place + 1])
    return [(start, end) for start, end in runs]


def _is_known(page: Worked, start: int, end: int) -> bool:
    """Whether a finding that hides something already covers this range, or shares its place."""
    return any(
        one.start < end and start < one.end and (one.action != KEEP or one.start == start)
        for one in page.found
        if one.cls != MANUAL
    )


def _everywhere(
    pages: Sequence[Worked], text: str, found: Sequence[Finding], allowed: Sequence[str]
) -> None:
    """Every further mention of a value that is to go, whatever stands around it.

    Where the same name would stay elsewhere (an official, perhaps), a person has to say so:
    the same name for two persons is asked, never assumed.
    """
    values: dict[str, Finding] = {}
    for one in found:
        value = text[one.start : one.end].strip()
        goes = one.action != KEEP and one.cls not in COMMON and value not in allowed
        if goes and len(value) > 1:
            values.setdefault(value, one)
    for number, page in enumerate(pages, 1):
        for value, one in values.items():
            for start, end in places_of([value], page.text.text):
                if not _is_known(page, start, end):
                    _add(page, f"p{number}", start, end, one, FOLLOWED)
        page.found = [_as_elsewhere(one, page.text.text, values) for one in page.found]


def _as_elsewhere(one: FileFinding, text: str, values: dict[str, Finding]) -> FileFinding:
    other = values.get(text[one.start : one.end].strip())
    if one.action != KEEP or other is None:
        return one
    return replace(one, cls=other.cls, action=other.action, confidence=0.5, reason=SAME_NAME)


def _labels(page: Worked, part: str) -> None:
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
                "此处可能有签名、指印或人像，需人工核对。",
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
        if line.certainty >= 0.9:
            across = slice(max(round(line.box[0]) - left, 0), max(round(line.box[2]) - left, 0))
            down = slice(max(round(line.box[1]) - top, 0), max(round(line.box[3]) - top, 0))
            region[down, across] = False
    return float(region.mean()) > INKED


def _unreadable(page: Worked, part: str) -> None:
    """Writing that could not be read is hidden until a person has looked at it."""
    for line, start in zip(page.text.lines, page.text.starts, strict=True):
        end = start + len(line.text)
        single = len(line.text) == 1 and line.box[2] - line.box[0] < 2 * (line.box[3] - line.box[1])
        if line.certainty < DOUBTFUL and not single and not _is_known(page, start, end):
            page.found.append(_doubt(page, part, start, end, line.box))
    for box in page.unread:
        page.found.append(_doubt(page, part, 0, 0, box))


def _codes(page: Worked, part: str, domain: str | None) -> None:
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
