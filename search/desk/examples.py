"""A sentence to try the check desk with: as published, and with one digit changed.

Only of items marked as examples, so that no real notice is ever shown altered.
"""

import re
from dataclasses import dataclass

from disclosure import periods
from disclosure.models import DisclosurePage, PublicVersion

LOOKED_AT = 12  # items
LEAST, MOST = 24, 90  # characters of the sentence
_SENTENCE = re.compile(r"[^。；\n]+[。；]")
# An amount or a count says most when it changes; a year or the number of a document says little.
_FIGURE = re.compile(
    r"(?<![0-9.年月〔\[第*])([1-9])[0-9,]*(?:\.[0-9]+)?(?=万元|亿元|元|户|人|%|套)"
)


@dataclass(frozen=True, slots=True)
class Example:
    """`altered` is `genuine` with one digit more by one (9 becomes 1)."""

    number: str
    title: str
    genuine: str
    altered: str


def example() -> Example | None:
    """From the newest example item that has a fitting sentence; None where none has."""
    # Items with lists may be very large, and have little prose.
    items = DisclosurePage.objects.public().filter(is_example=True, recipient_tables=None)
    newest = items.order_by("-last_published_at").values_list("number", flat=True)
    numbers = list(newest[:LOOKED_AT])
    rows = PublicVersion.objects.filter(number__in=numbers).order_by("number", "rev")
    last = {row.number: row for row in rows}
    found = (_of(last[number]) for number in numbers if number in last)
    return next((each for each in found if each is not None), None)


def _of(version: PublicVersion) -> Example | None:
    prose = (text for part, text in periods.reduced(version.parts) if part.startswith("b/"))
    for text in prose:
        for sentence in _SENTENCE.findall(text):
            genuine, figure = sentence.strip(), _FIGURE.search(sentence.strip())
            if figure and LEAST <= len(genuine) <= MOST and "*" not in genuine:
                at = figure.start(1)
                digit = str(int(genuine[at]) % 9 + 1)
                altered = genuine[:at] + digit + genuine[at + 1 :]
                return Example(version.number, version.title, genuine, altered)
    return None
