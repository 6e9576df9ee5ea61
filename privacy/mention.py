"""A place in a text where a person is named."""

import re
from dataclasses import dataclass

from .document import Document

HAN = "\u4e00-\u9fff\u3400-\u4dbf〇"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name at [start, end); `score` is its gain (log) over reading words."""

    start: int
    end: int
    score: float
    kind: str = "name"

    def text(self, doc: Document) -> str:
        """The name without the blanks that set its signs apart."""
        return re.sub(r"(?<=[^A-Za-z])\s|\s(?=[^A-Za-z])", "", doc.text[self.start : self.end])
