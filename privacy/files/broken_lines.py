"""Values that a page breaks over lines or cells: neighbouring lines joined, with a map back.

An ID number in a narrow column and a name at the end of a line stand in no single line. Both are
looked for in joined copies of the lines; only what crosses a joint counts there. The lines of a
form (`label: value`) are read as one sentence too, because its lines are about one person.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .layout import PageText
from .ocr import Line

BETWEEN = "\n。\n"  # keeps one joined copy from lending its words to the next
LONGEST = 3  # lines in one number
BELOW = 1.3  # of the line's height: a larger gap is no continuation
FULL = 0.85  # of the widest line around: a line that goes on below
PROSE = 8  # signs of a line of running text
FIELD = re.compile(r"[\u4e00-\u9fff（）()/ ]{2,12}[:：]\s*\S.{0,60}$")
MANY = 4000  # joints looked at on one page


@dataclass(slots=True)
class Joined:
    """All joined copies in one text; `origin[i]` is the sign of the page that sign i came from."""

    text: str = ""
    origin: list[int | None] = field(default_factory=list)
    joints: list[int] = field(default_factory=list)
    forms: list[tuple[int, int]] = field(default_factory=list)

    def _put(self, text: str, start: int | None) -> None:
        self.text += text
        self.origin += [None if start is None else start + place for place in range(len(text))]

    def add(self, head: str, pieces: list[tuple[str, int]]) -> None:
        self._put(BETWEEN, None)
        if head:
            self._put(head + "：", None)
        for place, (text, start) in enumerate(pieces):
            if place:
                self.joints.append(len(self.text))
            self._put(text, start)

    def add_form(self, fields: list[tuple[str, int]]) -> None:
        self._put(BETWEEN, None)
        start = len(self.text)
        for place, (text, offset) in enumerate(fields):
            if place:
                self._put("，", None)
            self._put(text, offset)
        self.forms.append((start, len(self.text)))

    def crossing(self, start: int, end: int) -> list[int]:
        """Signs of the page under [start, end) when it crosses a joint or lies in a form."""
        if not any(start < joint < end for joint in self.joints) and not any(
            first <= start and end <= last for first, last in self.forms
        ):
            return []
        return [place for place in self.origin[start:end] if place is not None]


def joined(page: PageText) -> Joined:
    """Joined copies of lines that may belong together, once each."""
    copies = Joined()
    below = _below(page.lines)
    heads = _heads(page.lines, below)
    for number, line in enumerate(page.lines[:MANY]):
        following = below.get(number)
        if following is None:
            continue
        if _ends_in_digit(line) and _starts_with_digit(page.lines[following]):
            head = heads.get(number, number)
            words = page.lines[head].text if head != number else ""
            for chain in _chains(page.lines, below, number):
                copies.add(words, [(page.lines[one].text, page.starts[one]) for one in chain])
        elif _goes_on(page.lines, number, following):
            pieces = [(page.lines[one].text, page.starts[one]) for one in (number, following)]
            copies.add("", pieces)
    for fields in _forms(page):
        copies.add_form(fields)
    return copies


def _forms(page: PageText) -> Iterator[list[tuple[str, int]]]:
    """Runs of at least two lines that each start with a label."""
    run: list[tuple[str, int]] = []
    for line, start in [*zip(page.lines, page.starts, strict=True), (None, 0)]:
        if line and FIELD.match(line.text):
            run.append((line.text, start))
        else:
            if len(run) > 1:
                yield run
            run = []


def _chains(lines: list[Line], below: dict[int, int], number: int) -> Iterator[list[int]]:
    """The line with the next one, and with the next two when that between is digits alone."""
    chain = [number, below[number]]
    yield list(chain)
    while len(chain) < LONGEST and lines[chain[-1]].text.isdigit() and chain[-1] in below:
        chain.append(below[chain[-1]])
        yield list(chain)


def _below(lines: list[Line]) -> dict[int, int]:
    """For each line the nearest one right under it."""
    order = sorted(range(len(lines)), key=lambda one: lines[one].box[1])
    under: dict[int, int] = {}
    for place, number in enumerate(order):
        for other in _candidates(lines, order, place):
            under[number] = other
            break
    return under


def _candidates(lines: list[Line], order: list[int], place: int) -> Iterator[int]:
    upper = lines[order[place]].box
    height = max(upper[3] - upper[1], 1)
    for other in order[place + 1 : place + 200]:
        lower = lines[other].box
        if lower[1] - upper[3] > BELOW * height:
            return
        shared = min(upper[2], lower[2]) - max(upper[0], lower[0])
        narrow = min(upper[2] - upper[0], lower[2] - lower[0])
        if lower[1] >= upper[3] - 0.4 * height and shared >= 0.5 * narrow:
            yield other


def _heads(lines: list[Line], below: dict[int, int]) -> dict[int, int]:
    """The topmost line of the stack each line belongs to: the header of a column."""
    heads: dict[int, int] = {}
    for number in sorted(range(len(lines)), key=lambda one: lines[one].box[1]):
        heads.setdefault(number, number)
        if number in below:
            heads.setdefault(below[number], heads[number])
    return heads


def _goes_on(lines: list[Line], number: int, following: int) -> bool:
    """Running text that fills its line."""
    upper, lower = lines[number], lines[following]
    if min(len(upper.text), PROSE) < PROSE:
        return False
    widest = max(upper.box[2] - upper.box[0], lower.box[2] - lower.box[0])
    return upper.box[2] - upper.box[0] >= FULL * widest and len(lower.text) > 1


def _ends_in_digit(line: Line) -> bool:
    return line.text[-1:].isdigit() or line.text[-1:] in "-－"


def _starts_with_digit(line: Line) -> bool:
    return line.text[:1].isdigit() or line.text[:1] in ("X", "x")
