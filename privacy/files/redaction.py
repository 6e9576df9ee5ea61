"""What goes from a page and what it reads afterwards, from the decisions about its findings."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from privacy.findings import GENERALISE, KEEP, MASK, REMOVE
from privacy.masks import mask

from .boxes import around, covers, merged
from .model import Box, FileDecision, FileFinding, Part, Reading, Wanted
from .needle_places import places_of
from .page_findings import COMMON
from .worked_page import MANUAL

GONE = "［已隐去］"
GROWTH = 0.004  # of the page: what a box drawn from places alone gets on every side
TERM = "TERM"
DRAWN = "DRAWN"


@dataclass(slots=True)
class PageRedaction:
    """Boxes to paint on one page, its public text, and the strings that must not be read on it."""

    part: Part
    boxes: list[Box] = field(default_factory=list)
    signs: list[tuple[str, Box | None]] = field(default_factory=list)
    kept: list[tuple[int, int]] = field(default_factory=list)
    removed: Counter[str] = field(default_factory=Counter)

    @property
    def text(self) -> str:
        return "".join(sign for sign, _ in self.signs)

    @property
    def kept_places(self) -> list[Box]:
        return [place for start, end in self.kept for place in self.part.places[start:end] if place]


def forbidden_values(reading: Reading, wanted: Wanted) -> tuple[str, ...]:
    """Strings that nobody may read in the new file: removed values and the given terms.

    A value that somebody decided to keep elsewhere is judged by its place, not by its spelling.
    """
    texts = {part.ref: part.text for part in reading.parts}
    values: dict[str, bool] = {}
    for one in reading.findings:
        value = " ".join(texts.get(one.part, "")[one.start : one.end].split())
        if one.cls == MANUAL or one.cls in COMMON or len(value) < 2:
            continue
        goes = decision_on(one, wanted).action != KEEP
        values[value] = values.get(value, True) and goes
    return (*(value for value, goes in values.items() if goes), *wanted.terms)


def decision_on(finding: FileFinding, wanted: Wanted) -> FileDecision:
    """What is done about a finding; without a decision it is removed."""
    return wanted.decisions.get(finding.ref) or FileDecision(REMOVE)


def redacted_page(
    part: Part, findings: Iterable[FileFinding], wanted: Wanted, forbidden: Sequence[str]
) -> PageRedaction:
    """The page after all decisions, drawn boxes and terms."""
    page = PageRedaction(part)
    gone: dict[int, tuple[int, str]] = {}  # start -> end, replacement
    for one in findings:
        decision = decision_on(one, wanted)
        if decision.action == KEEP:
            if one.cls != MANUAL:
                page.kept.append((one.start, one.end))
            continue
        page.removed[one.cls] += 1
        page.boxes += decision.boxes or one.boxes
        if one.cls != MANUAL and one.end > one.start:
            if not (decision.boxes or one.boxes):
                page.boxes += _from_places(part, one.start, one.end)
            gone[one.start] = max(
                gone.get(one.start, (0, "")), (one.end, _replacement(part, one, decision))
            )
    _forbid(page, forbidden, wanted, gone)
    drawn = wanted.drawn.get(part.ref, ())
    page.boxes += drawn
    page.removed.update({DRAWN: len(drawn)} if drawn else {})
    page.boxes = list(merged(page.boxes))
    page.signs = _signs(page, gone)
    return page


def _forbid(
    page: PageRedaction,
    forbidden: Sequence[str],
    wanted: Wanted,
    gone: dict[int, tuple[int, str]],
) -> None:
    """Terms go wherever they stand; removed values go except where somebody kept them."""
    part = page.part
    terms = set(places_of(wanted.terms, part.text))
    for start, end in sorted(terms | set(places_of(forbidden, part.text))):
        if any(first <= start and end <= last for first, (last, _) in gone.items()):
            continue
        if (start, end) not in terms and any(a < end and start < b for a, b in page.kept):
            continue
        page.boxes += _from_places(part, start, end)
        page.removed[TERM] += 1
        if end > gone.get(start, (0, ""))[0]:
            gone[start] = (end, GONE)


def _replacement(part: Part, one: FileFinding, decision: FileDecision) -> str:
    if decision.action == MASK:
        return mask(one.cls, part.text[one.start : one.end])
    if decision.action == GENERALISE:
        return decision.text or GONE
    return GONE


def _from_places(part: Part, start: int, end: int) -> list[Box]:
    grown = []
    for left, top, right, bottom in around(part.places[start:end]):
        grown.append(
            (
                max(left - GROWTH, 0.0),
                max(top - GROWTH, 0.0),
                min(right + GROWTH, 1.0),
                min(bottom + GROWTH, 1.0),
            )
        )
    return grown


def _signs(page: PageRedaction, gone: dict[int, tuple[int, str]]) -> list[tuple[str, Box | None]]:
    """The public text sign by sign; a replacement stands in the place of what it replaces."""
    part = page.part
    signs: list[tuple[str, Box | None]] = []
    hidden_to = offset = 0
    while offset < len(part.text):
        place = part.places[offset] if offset < len(part.places) else None
        if offset in gone and gone[offset][0] > hidden_to:
            end, text = gone[offset]
            if offset >= hidden_to:
                signs += _spread(text, place, part, end)
            hidden_to = end
        elif offset >= hidden_to:
            sign = part.text[offset]
            if sign.isspace() or not (place and covers(page.boxes, place)):
                signs.append((sign, place))
        offset += 1
    return signs


def _spread(text: str, place: Box | None, part: Part, end: int) -> list[tuple[str, Box | None]]:
    """A replacement over the place of the first sign to the last one of the same line."""
    if place is None:
        return [(sign, None) for sign in text]
    right = place[2]
    for other in part.places[:end][-1:]:
        if other and other[1] < place[3] and other[2] > right:
            right = other[2]
    step = (right - place[0]) / max(len(text), 1)
    return [
        (sign, (place[0] + at * step, place[1], place[0] + (at + 1) * step, place[3]))
        for at, sign in enumerate(text)
    ]
