"""Birth dates: a date with a word of birth beside it, in such a column, or behind the sex."""

import re
from collections.abc import Iterator

from ..document import Document
from ..findings import KEEP, Hit

HAN_YEAR = "[一二三四五六七八九〇零]{4}"
DATE = re.compile(
    rf"(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?(?!\d)|(?<![\d.])(?:(?:18|19"
    rf"|20)\d\d|{HAN_YEAR}|(?<![\d年])[3-9]\d(?=年))"
    r"(?: ?[年./\-] ?(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九正腊冬])(?!\d)"
    r"(?: ?[月./\-] ?(?:3[01]|[12]\d|0?[1-9]|[初廿]?[一二三四五六七八九十]{1,3})(?!\d) ?[日号]?"
    r"|月)?|年)?"
)
LEFT = re.compile(
    r"(?:出生(?:日期|年月日?|时间|于)?|(?<![发产])生于|生日|诞生于?|生年月日?"
    r"|生辰)[^\d，。；;\n]{0,4}$|[男女][,，、/ ]{1,2}(?:约|汉族[,，、 ]"
    r"|[\u4e00-\u9fa5]{1,4}族[,，、 ])?$"
)
RIGHT = re.compile(r" ?(?:日|年)?(?:出生|生(?=[)，。,；;、\s人于]|$)|生人|诞生)")
SEX_LEFT = re.compile(r"[男女][,，、/ ]{1,2}$")
EVENT = re.compile(r" ?[被在于因入从由至开起参加毕]")  # 女，2020年被收养: when it happened

# A period or a limit of age, no birth.
LIMIT = re.compile(r" ?(?:至|到|之后|之前|以后|以前|(?:\(含\))?[前后]出生|-{1,2}\d{4})")


def find(doc: Document) -> Iterator[Hit]:
    for match in DATE.finditer(doc.text):
        column = doc.column(match.start())
        if LIMIT.match(doc.after(match.end(), 6)):
            continue
        left, right = doc.before(match.start(), 14), doc.after(match.end(), 5)
        if SEX_LEFT.search(left) and EVENT.match(right):
            continue
        if column == "DATE_OF_BIRTH" or (LEFT.search(left) or (RIGHT.match(right) and not column)):
            yield Hit(match.start(), match.end(), "DATE_OF_BIRTH", 0.9, "出生日期")


def find_beside(doc: Document, names: list[Hit]) -> Iterator[Hit]:
    """A date alone in brackets behind a citizen's name: 王子轩（2012.3.4）."""
    for name in names:
        if name.action == KEEP:
            continue
        bracket = re.compile(r" ?\( ?").match(doc.text, name.end)
        match = DATE.match(doc.text, bracket.end()) if bracket else None
        if match and doc.text[match.end() : match.end() + 1] in (")", ",", "，", "生", "-"):
            yield Hit(match.start(), match.end(), "DATE_OF_BIRTH", 0.75, "姓名后括注的日期")
