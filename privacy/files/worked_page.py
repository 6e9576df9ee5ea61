"""A page between its picture and its Part: what was read on it and where it can be hidden."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from privacy.findings import KEEP

from .boxes import around, fractions, snapped
from .layout import PageText
from .model import Box, FileFinding, Part
from .ocr import Recognised
from .source import Pixels
from .tones import Tones

MANUAL = "BIOMETRIC"  # judged by place, not by text


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

    def boxes(self, places: Iterable[Pixels | None]) -> tuple[Box, ...]:
        """Boxes to paint, in fractions of the page as given."""
        turned = (snapped(box, self.tones) for box in around(places))
        return tuple(fractions(self.read.upright(box), self.size) for box in turned)

    def hides(self, start: int, end: int) -> bool:
        """Whether a finding already hides part of this range, or says of it that it may stay."""
        return any(
            one.start < end and start < one.end and (one.action != KEEP or one.start == start)
            for one in self.found
            if one.cls != MANUAL
        )


def part_of(page: Worked, number: int) -> Part:
    width, height = page.size
    places = tuple(
        place and fractions(page.read.upright(place), page.size) for place in page.text.places
    )
    return Part(f"p{number}", page.text.text, f"第{number}页", width, height, places)
