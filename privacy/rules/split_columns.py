"""A number written over several columns: no cell is the number, together they are."""

import re
from collections.abc import Iterator

from ..document import Document
from ..findings import Hit

PART = re.compile(
    r"[前中后末首][0-9一二三四五六七八九十]{0,2}[位段码]|[0-9一二三四][段码]|[（(][一二三四0-9][)）]|[前中后]段"
)
PIECE = re.compile(r"[ ]*(\d{3,14}[Xx]?)[ ]*")
SAYS = {
    "RESIDENT_ID": "证件号码分列书写，可与邻列拼合",
    "DISABILITY_CERT": "证件号码分列书写，可与邻列拼合",
    "PERSONAL_PHONE": "电话或账号分列书写，可与邻列拼合",
    "BANK_ACCOUNT": "电话或账号分列书写，可与邻列拼合",
}


def find(doc: Document) -> Iterator[Hit]:
    for cell in doc.cells:
        says = SAYS.get(cell.column)
        if says is None:
            continue
        match = PIECE.fullmatch(doc.text, cell.start, cell.end)
        if match and PART.search(cell.header):
            yield Hit(match.start(1), match.end(1), cell.column, 0.75, says)
