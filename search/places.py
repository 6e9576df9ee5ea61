"""Where in an item a stretch of its searchable text stands: text, table row, page of a file (pure).

The text of a record is made of lines. Spans tell from which character on the lines belong to which
part: `(0, "")` the prose, `(410, "t1:1")` table 1, whose row 1 is this line, `(900, "f2p3")` page 3
of file 2, `(980, "f2s1:4")` line 4 of the first table in file 2. Rows count on line by line, so a
table of thousands is one span.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

Span = tuple[int, str]
_CODE = re.compile(r"(?:([et])(\d*)|(f)(\d+)(?:([ps])(\d+))?)?(?::(\d+))?")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text. `part` is a code without its row; `row` counts from 1 where rows do."""

    part: str
    text: str
    row: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """`kind`: text | elements | table | file. `n` counts the item's tables or files from 1;
    of a file `page`, or `sheet` and `row`; of a table `row`. 0 means not known."""

    kind: str = "text"
    n: int = 0
    page: int = 0
    sheet: int = 0
    row: int = 0
    name: str = ""

    @property
    def key(self) -> str:
        """The part as `names` knows it: t1, f2."""
        return f"{self.kind[0]}{self.n}" if self.n else ""


def joined(lines: Iterable[Line]) -> tuple[str, tuple[Span, ...]]:
    """The text of the lines, and its spans."""
    texts: list[str] = []
    spans: list[Span] = []
    at, part, row = 0, None, 0
    for line in lines:
        follows = line.part == part and line.row == (row + 1 if row else 0)
        if not follows:
            spans.append((at, f"{line.part}:{line.row}" if line.row else line.part))
        part, row = line.part, line.row
        texts.append(line.text)
        at += len(line.text) + 1
    return "\n".join(texts), tuple(spans)


@lru_cache(maxsize=4096)
def parsed(code: str) -> Place:
    """The place a code names; one that says nothing is the text."""
    match = _CODE.fullmatch(code)
    if match is None:
        return Place()
    plain, n, file, which, inside, number, row = match.groups()
    if file:
        inner = int(number or 0)
        page, sheet = (inner, 0) if inside == "p" else (0, inner)
        return Place("file", int(which), page, sheet, int(row or 0))
    if plain == "t":
        return Place("table", int(n or 0), row=int(row or 0))
    return Place("elements" if plain == "e" else "text")


@dataclass(frozen=True, slots=True)
class Layout:
    """The spans of one text, to be asked for the place of a character."""

    text: str
    spans: Sequence[Span]

    def span_at(self, offset: int) -> tuple[int, int, str]:
        """(start, end, code) of the span around a character; all of the text where none is."""
        at = bisect_right(self.spans, offset, key=lambda span: span[0]) - 1
        if at < 0:
            return 0, len(self.text), ""
        start, code = self.spans[at]
        end = self.spans[at + 1][0] if at + 1 < len(self.spans) else len(self.text)
        return start, end, code

    def line_at(self, offset: int) -> tuple[int, int]:
        """(start, end) of the line around a character, without its line feed."""
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        return start, len(self.text) if end < 0 else end

    def place_at(self, offset: int) -> Place:
        start, _end, code = self.span_at(offset)
        place = parsed(code)
        if not place.row:
            return place
        row = place.row + self.text.count("\n", start, offset)
        return Place(place.kind, place.n, place.page, place.sheet, row)
