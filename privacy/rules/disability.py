"""Kind and grade of a person's disability."""

import re
from collections.abc import Iterator

from ..document import Document
from ..findings import Hit
from ..persons import Persons

KIND = "(?:视力|听力|言语|肢体|智力|精神|多重)"
GRADE = "[一二三四壹贰叁肆1-4]"
FULL = re.compile(
    rf"{KIND}(?:、?{KIND})?(?:残疾?)?[ (]?(?:{GRADE}级)(?:残疾?|伤残)?\)?"
    rf"|(?:{GRADE}级)?{KIND}残疾?(?:人)?(?:[ (]?{GRADE}级\)?)?"
    rf"|{GRADE}级[智肢精视听]残|[智肢精视听]残{GRADE}级|(?:伤残"
    rf"|残疾)(?:等级)?[:为 ]?(?:[一二三四五六七八九十\d]{{1,2}})级"
    rf"|[一二三四五六七八九十]级(?:伤残|残疾)|(?:完全|部分)?(?:失能"
    rf"|半失能)等级[:为]?[\u4e00-\u9fff]{{1,4}}"
)
POLICY = re.compile(r" ?(?:的?残疾人|以上|至|及以上|和|或|标准|补贴标准|每人)")


def find(doc: Document, persons: Persons) -> Iterator[Hit]:
    for cell in doc.cells:
        if cell.column == "DISABILITY" and doc.text[cell.start : cell.end].strip(" 无-/\t"):
            yield Hit(cell.start, cell.end, "DISABILITY", 0.9, "所在列为残疾类别或等级")
    for match in FULL.finditer(doc.text):
        if re.fullmatch(KIND, match.group()):
            continue
        if persons.tied(doc, match.start(), match.end()) and not POLICY.match(
            doc.after(match.end(), 8)
        ):
            yield Hit(match.start(), match.end(), "DISABILITY", 0.9, "与个人相连的残疾类别、等级")
