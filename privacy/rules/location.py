"""Coordinates of a home; those of facilities and monitoring points stay."""

import re
from collections.abc import Iterator

from ..document import Document
from ..findings import Hit

PAIR = re.compile(
    r"(?:(?:东经|北纬|经度|纬度"
    r"|[ENen])?[:： ]?)\d{1,3}\.\d{3,8}°?[ENen]?[,，、;/ ]{1,3}(?:(?:东经|北纬|经度|纬度"
    r"|[ENen])?[:： ]?)\d{1,3}\.\d{3,8}°?[ENen]?"
    r"|[ENen]?\d{1,3}°\d{1,2}['′]\d{1,2}(?:\.\d+)?[\"″]?[ENen]?[,，"
    r"、; ]{1,3}[ENen]?\d{1,3}°\d{1,2}['′]\d{1,2}(?:\.\d+)?[\"″]?[ENen]?"
)
HOME = re.compile(r"家|住址|住所|住处|居住|户主|农户|老人|住宅|本人位置|实时位置|定位")


def find(doc: Document) -> Iterator[Hit]:
    for match in PAIR.finditer(doc.text):
        if doc.column(match.start()) == "ADDRESS_DETAIL" or HOME.search(
            doc.label(match.start(), 14)
        ):
            yield Hit(match.start(), match.end(), "ADDRESS_DETAIL", 0.85, "住处坐标", "remove")
