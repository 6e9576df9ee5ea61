"""Licence plates; vehicles of public bodies may stay, the editor confirms."""

import re
from collections.abc import Iterator

from ..document import Document
from ..findings import KEEP, Hit

PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
PLATE = re.compile(
    rf"{PROVINCE} ?[A-HJ-NP-Za-hj-np-z][· \-]{{0,2}}"
    r"(?:[A-Za-z0-9] ?){4,5}[A-Za-z0-9挂学警港澳](?![A-Za-z0-9])"
)
PUBLIC = re.compile(r"公务用?车|执法车|救护车|消防车|警车|校车|公交|垃圾车|清扫车")


def find(doc: Document) -> Iterator[Hit]:
    for match in PLATE.finditer(doc.text):
        signs = match.group()[2:]
        if sum(sign.isdigit() for sign in signs) < 2:
            continue
        if PUBLIC.search(doc.before(match.start(), 12)):
            yield Hit(match.start(), match.end(), "PLATE", 0.6, "公务车辆号牌", KEEP)
        else:
            yield Hit(match.start(), match.end(), "PLATE", 0.9, "机动车号牌")
