"""Mobile and fixed-line numbers. Whose a mobile is decides people.py by the names around it."""

import re
from collections.abc import Iterator

from ..document import Document
from ..findings import KEEP, Hit
from ..validators import MOBILE

GAP = r"[ \t\-·._/()]{0,2}"
PREFIXED = r"(?:(?:\+|00)?86[ \-]?)?"
MOBILE_FORM = re.compile(
    rf"(?<![0-9A-Za-z.])\(?{PREFIXED}[1lI|](?:{GAP}[0-9OoQlI|]){{10}}(?![0-9.]\d|\d|[A-Za-z])"
)
SPLIT = re.compile(r"(?<!\d)1[3-9]\d[ \t\n,|\-]{1,3}\d{4}[ \t\n,|\-]{1,3}\d{4}(?!\d)")
GLUED = re.compile(
    r"(?:(?<=[A-Za-z])|(?<=_))1[3-9]\d{9}(?![0-9])|(?<![0-9A-Za-z.])1[3-9]\d{9}(?=[A-Za-z])"
)
VERTICAL = re.compile(r"(?<!\d)1\n[3-9](?:\n\d){9}(?!\d)")
LANDLINE = re.compile(
    r"(?<![0-9A-Za-z])\(?0(?:10|2\d"
    r"|[3-9]\d{2})\)?[ \-]{0,2}[2-9]\d{2,3}[ \-]?\d{4}(?:[ \-转]{1,2}\d{1,5})?(?![0-9])"
)
LOCAL = re.compile(r"(?<![0-9A-Za-z.\-〔(])[2-8]\d{6,7}(?![0-9A-Za-z.元万号%年])")
HALF_MASKED = re.compile(
    r"(?<!\d)1[3-9]\d{5,8}[*×xX#]{1,3}\d{0,3}(?!\d)|(?<!\d)1[3-9]\d[*×xX#]{1,2}\d{6,7}(?!\d)"
)
CONFUSED = str.maketrans("OoQlI|", "000111")
HOME = re.compile(r"家庭|宅电|住宅|家中|家里|家电话|本人|户主|监护人|申请人|个人|您(?:家|的)|来电")
HOME_RIGHT = re.compile(r"[ ]?\([^()\n]{0,8}(?:家|宅|家里|家中)\)")
PHONE_WORD = re.compile(r"电话|手机|联系|热线|tel|phone|mobile|传真|号码|拨打|致电", re.IGNORECASE)
LINE_COLUMN = ("PERSONAL_PHONE", "OFFICE_PHONE")


def find(doc: Document) -> Iterator[Hit]:
    yield from _mobiles(doc)
    yield from _landlines(doc)
    for match in HALF_MASKED.finditer(doc.text):
        yield Hit(match.start(), match.end(), "PERSONAL_PHONE", 0.7, "手机号遮盖不足，可推出全号")


def _mobiles(doc: Document) -> Iterator[Hit]:
    for pattern in (MOBILE_FORM, SPLIT, VERTICAL):
        for match in pattern.finditer(doc.text):
            raw = match.group()
            value = re.sub(r"[^\d+]", "", raw.translate(CONFUSED))
            value = re.sub(r"^0086", "+86", value)
            digits = sum(sign.isdigit() for sign in raw)
            named = _labelled(doc, match.start())
            typed = named and re.fullmatch(r"1[3-9]\d{9}", value[-11:])
            if not MOBILE.fullmatch(value) and not typed:
                continue
            if digits >= (5 if named else 9):
                yield _mobile(doc, match.start(), match.end(), 0.97)
    for match in GLUED.finditer(doc.text):
        letters = re.search(r"[A-Za-z_]+$", doc.before(match.start(), 12))
        if letters is None or len(letters.group()) >= 2:
            yield _mobile(doc, match.start(), match.end(), 0.8)


def _labelled(doc: Document, start: int) -> bool:
    return doc.column(start) in LINE_COLUMN or PHONE_WORD.search(doc.label(start, 14)) is not None


def _mobile(doc: Document, start: int, end: int, confidence: float) -> Hit:
    if doc.column(start) == "OFFICE_PHONE":
        return Hit(start, end, "OFFICE_PHONE", confidence, "所在列为工作电话", KEEP)
    return Hit(start, end, "PERSONAL_PHONE", confidence, "手机号码")


def _landlines(doc: Document) -> Iterator[Hit]:
    for match in LANDLINE.finditer(doc.text):
        home = HOME.search(doc.label(match.start(), 14)) is not None
        home = home or HOME_RIGHT.match(doc.text, match.end()) is not None
        if home or doc.column(match.start()) == "PERSONAL_PHONE":
            yield Hit(match.start(), match.end(), "LANDLINE", 0.8, "住宅或个人的固定电话", "mask")
        else:
            yield Hit(
                match.start(), match.end(), "OFFICE_PHONE", 0.8, "固定电话，按办公电话处理", KEEP
            )
    for match in LOCAL.finditer(doc.text):
        label = doc.label(match.start(), 10)
        if doc.column(match.start()) == "PERSONAL_PHONE" or (
            re.search(r"电话|宅电", label) and HOME.search(label)
        ):
            yield Hit(match.start(), match.end(), "LANDLINE", 0.7, "个人的固定电话", "mask")
