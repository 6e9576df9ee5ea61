"""Journeys of a person: trains, flights, seats."""

import re
from collections.abc import Iterator

from ..document import Document
from ..findings import Hit
from ..persons import Persons

JOURNEY = re.compile(
    r"(?<![A-Za-z0-9])(?:[GDCZTKYLS]\d{1,4} ?次?(?:列车|动车|高铁|火车)?"
    r"|[A-Z][A-Z0-9]\d{3,4} ?(?:次)?航班|[A-Z]{2}\d{3,4})"
    r"(?:\d{1,2}车(?:厢)?)?(?:\d{1,2}[A-F]号?座?)?(?![A-Za-z0-9])"
)
WORDS = re.compile(r"乘坐?|搭乘|航班|列车|车次|座位|车厢|动车|高铁|返|抵|轨迹|行程")


def find(doc: Document, persons: Persons) -> Iterator[Hit]:
    for match in JOURNEY.finditer(doc.text):
        around = doc.before(match.start(), 8) + match.group() + doc.after(match.end(), 6)
        if WORDS.search(around) and persons.tied(doc, match.start(), match.end()):
            yield Hit(match.start(), match.end(), "TRACK", 0.75, "个人行程")
