"""Formatted strings of a workbook: phonetic guides and runs that cannot be seen are left out."""

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from .colours import WHITE, can_be_read
from .model import Refused
from .xlsx_styles import SMALLEST, colour_of
from .xml_parts import TOO_LARGE, stream

MOST_STRINGS = 1_000_000
MOST_SIGNS = 30_000_000


class RichText:
    """Gathers the shown text of one string from the events inside it."""

    def __init__(self) -> None:
        self.dropped: set[str] = set()
        self._parts: list[str] = []
        self._hidden = self._in_text = False
        self._phonetic = 0

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "x.t":
            self._in_text = True
        elif tag == "x.rPh":
            self._phonetic += 1
            self.dropped.add("phonetic")
        elif tag == "x.r":
            self._hidden = False
        elif tag == "x.color":
            self._hidden = not can_be_read(colour_of(Element(tag, attributes)), WHITE)
        elif tag == "x.sz":
            size = attributes.get("val", "")
            self._hidden = self._hidden or (
                size.replace(".", "").isdigit() and float(size) < SMALLEST
            )

    def characters(self, text: str) -> None:
        if not self._in_text or self._phonetic:
            return
        if self._hidden:
            self.dropped.add("invisible_text")
        else:
            self._parts.append(text)

    def end(self, tag: str) -> None:
        if tag == "x.t":
            self._in_text = False
        elif tag == "x.rPh":
            self._phonetic -= 1
        elif tag == "x.r":
            self._hidden = False


def shared_strings(chunks: Iterable[bytes], dropped: set[str]) -> list[str]:
    """The strings of xl/sharedStrings.xml by number."""
    strings: list[str] = []
    current: list[RichText] = []
    signs = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "x.si":
            current[:] = [RichText()]
        elif current:
            current[0].start(tag, attributes)

    def characters(text: str) -> None:
        if current:
            current[0].characters(text)

    def end(tag: str) -> None:
        nonlocal signs
        if tag == "x.si" and current:
            rich = current.pop()
            strings.append(rich.text)
            dropped.update(rich.dropped)
            signs += len(rich.text)
            if len(strings) > MOST_STRINGS or signs > MOST_SIGNS:
                raise Refused(TOO_LARGE)
        elif current:
            current[0].end(tag)

    stream(chunks, start, end, characters)
    return strings
