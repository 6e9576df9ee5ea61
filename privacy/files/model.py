"""What the reading of a file finds and what its rebuilding needs and gives (pure data).

A file is a row of parts: pages of a PDF or picture, blocks of a document (paragraph, table cell).
Places are named by `ref`, stable for the same bytes: `p3:12-30` is page 3, code points 12 to 30
of that page's text; `b5:0-4` the same in block 5. Boxes are fractions of the page: left, top,
right, bottom in 0..1, origin top left.
"""

from dataclasses import dataclass, field

Box = tuple[float, float, float, float]


class Refused(ValueError):
    """The file cannot be published in any form; `str(error)` says why and what to do instead."""


class Unreadable(Refused):
    """It might be published, but its text cannot be read here (no OCR, broken): fail closed (I6)."""


@dataclass(frozen=True, slots=True)
class Part:
    """A page or block: its visible text, and for pages where each code point lies."""

    ref: str
    text: str
    label: str = ""
    width: int = 0  # pixels at the working resolution; 0 for blocks
    height: int = 0
    places: tuple[Box | None, ...] = ()  # one per code point of `text`, None without a place


@dataclass(frozen=True, slots=True)
class FileFinding:
    """One proposal of the detector in a file; `boxes` for pages only."""

    ref: str
    part: str
    start: int
    end: int
    cls: str
    action: str
    confidence: float
    reason: str
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The visible content of a file and what was found in it. Holds personal data: vault only."""

    kind: str  # pdf, scan, image, docx, xlsx, csv, text
    parts: tuple[Part, ...]
    findings: tuple[FileFinding, ...] = ()
    dropped: tuple[str, ...] = ()  # kinds of hidden content that a rebuilt file cannot carry


@dataclass(frozen=True, slots=True)
class FileDecision:
    """What happens at one place; a finding without a decision is removed.

    `text` replaces the value for `generalise`; `boxes` move the boxes of the finding.
    """

    action: str
    text: str = ""
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that rebuilding obeys: decisions by ref, boxes drawn by hand by page, further strings.

    `terms` are values withheld elsewhere in the item; wherever they stand they are removed.
    """

    decisions: dict[str, FileDecision] = field(default_factory=dict)
    drawn: dict[str, tuple[Box, ...]] = field(default_factory=dict)
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A new file, its accessible twin and its text; nothing of the old bytes is in them."""

    data: bytes = field(repr=False)
    suffix: str  # with dot: .pdf .docx .xlsx .csv .txt .png
    media_type: str
    html: str = field(repr=False)  # the body of the twin, sanitised
    text: str = field(repr=False)
    pages: int = 1
    removed: dict[str, int] = field(default_factory=dict)  # count by class
