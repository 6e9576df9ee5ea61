"""Resident ID numbers of 18 and 15 digits, permits of the same form, disability certificates.

A wrong check digit is still personal data: the check only raises the confidence (privacy.md §5).
"""

import re
from collections.abc import Iterator

from ..document import Document
from ..findings import Hit
from ..validators import PROVINCES, id_checksum, is_date, is_id_form, is_resident_id_15

GAP = r"[ \t\n\-·._,/]{0,3}"
DIGIT = "[0-9OoQDlI|Z]"
# Digits with OCR confusions and gaps; what was found is checked by province and date.
LONG = re.compile(
    rf"(?<![0-9A-Za-z])(?:{DIGIT}{GAP}){{17}}(?:[0-9XxOolI×X*])(?:{GAP}[1-7]{GAP}[1-4](?:B\d)?)?(?![0-9A-Za-z])"
)
GLUED = re.compile(r"[1-9]\d{5}(?:18|19|20)\d{9}[\dXx]")
SHORT = re.compile(r"(?<![0-9A-Za-z])\d(?:[ \-·]{0,2}\d){14}(?![0-9A-Za-z])")
HALF_MASKED = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}\d{0,4}[*×xX#●•_]{2,10}[\dXx]{0,4}(?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z])\d{0,6}[*×xX#●]{2,8}(?:19|20)\d{6}[\dXx*×#●]{0,4}(?![0-9A-Za-z])"
)
LOOSE = re.compile(r"(?<![0-9A-Za-z])[0-9OoQlI](?:[ \-·]{0,2}[0-9OoQlIXx]){13,20}(?![0-9A-Za-z])")
TAIL = re.compile(
    r"(?:尾号|后四位|末四位|后六位|末六位|后4位|后6位|尾数"
    r"|末尾)[ 是为:()]{0,4}([\dXx]{3,6})(?![\d元])"
)
CONFUSED = str.maketrans("OoQDlI|Z×x", "00001112XX")
LABEL = re.compile(
    r"身份证|身分证|证件号|公民身份|身份号|身份证明|残疾人?证|ID号|sfz|idcard|id_?card|id_?no"
    r"|identity",
    re.IGNORECASE,
)
STATED = re.compile(r"(?:身份证|公民身份|证件号码?)[^\d，。；;\n]{0,8}$")
# Behind such a label even a full form is a number of a case.
FOREIGN_LABEL = re.compile(
    r"(?:合同|项目|受理|样品|订单|流水|发票|批|传输|交易)[^\s，,；;。:]{0,4}(?:号|编号"
    r"|编码)[)为:\s]*$"
)


def find(doc: Document) -> Iterator[Hit]:
    seen: set[int] = set()
    for match in LONG.finditer(doc.text):
        hit = _long(doc, match)
        if hit and not any(place in seen for place in range(hit.start, hit.end)):
            seen.update(range(hit.start, hit.end))
            yield hit
    for hit in (*_glued(doc), *_half_masked(doc), *_short(doc), *_labelled(doc), *_tails(doc)):
        if hit.start not in seen and hit.end - 1 not in seen:
            yield hit


def _long(doc: Document, match: re.Match[str]) -> Hit | None:
    raw = match.group()
    value = re.sub(r"[ \t\n\-·._,/]", "", raw).translate(CONFUSED).upper()
    plain = value[:18].replace("*", "0")
    labelled = LABEL.search(doc.label(match.start(), 14)) is not None
    if sum(sign.isdigit() for sign in raw) < (
        9 if labelled or _sound(plain) else 11
    ) or not is_id_form(plain):
        return None
    if not labelled and FOREIGN_LABEL.search(doc.before(match.start(), 14)):
        return None
    if "\n" in raw and raw.count("\n") > 2 and not labelled and not id_checksum(plain):
        return None
    end = match.end()
    if len(value) == 18 or not (
        labelled or "残" in doc.before(match.start(), 20) or id_checksum(plain)
    ):
        cls = _kind(plain)
    else:
        cls = "DISABILITY_CERT"
    sure = id_checksum(plain)
    why = "校验位正确" if sure else "地区和出生日期成立，校验位不符"
    return Hit(match.start(), end, cls, 0.99 if sure or labelled else 0.9, f"{_says(cls)}，{why}")


def _sound(value: str) -> bool:
    return is_id_form(value) and id_checksum(value)


def _kind(value: str) -> str:
    if value[:6] in ("810000", "820000", "830000"):
        return "HMT_RESIDENCE"
    return "FOREIGNER_PR" if value[0] == "9" else "RESIDENT_ID"


def _says(cls: str) -> str:
    return {
        "HMT_RESIDENCE": "港澳台居民居住证号码",
        "FOREIGNER_PR": "外国人永久居留身份证号码",
        "DISABILITY_CERT": "残疾人证号，含残疾类别和等级",
    }.get(cls, "居民身份证号码")


def _glued(doc: Document) -> Iterator[Hit]:
    """An ID number stuck to letters or digits: only with the right check digit or a label."""
    for match in GLUED.finditer(doc.text):
        value = match.group().upper()
        if not is_id_form(value):
            continue
        if re.match(r"[GL]$", doc.text[match.start() - 1 : match.start()]):
            continue
        left = doc.text[max(0, match.start() - 1) : match.start()]
        right = doc.text[match.end() : match.end() + 1]
        loose = not (left.isascii() and left.isdigit()) and not (
            right.isascii() and right.isdigit()
        )
        if (loose and id_checksum(value)) or (loose and LABEL.search(doc.label(match.start(), 14))):
            yield Hit(match.start(), match.end(), _kind(value), 0.9, "居民身份证号码，与字母相连")


def _half_masked(doc: Document) -> Iterator[Hit]:
    for match in HALF_MASKED.finditer(doc.text):
        yield Hit(
            match.start(), match.end(), "RESIDENT_ID", 0.8, "身份证号码遮盖不完整，出生年份仍可见"
        )


def _short(doc: Document) -> Iterator[Hit]:
    for match in SHORT.finditer(doc.text):
        value = re.sub(r"\D", "", match.group())
        if not is_resident_id_15(value):
            continue
        if doc.column(match.start()) == "RESIDENT_ID" or LABEL.search(doc.label(match.start(), 12)):
            yield Hit(match.start(), match.end(), "RESIDENT_ID_15", 0.95, "15位身份证号")
        elif not doc.column(match.start()) and value[:2] == "22":
            yield Hit(match.start(), match.end(), "RESIDENT_ID_15", 0.6, "可能是15位身份证号")


def _labelled(doc: Document) -> Iterator[Hit]:
    """Any long number that a label or a column calls an ID number, typing errors included."""
    for match in LOOSE.finditer(doc.text):
        column = doc.column(match.start())
        stated = column in ("RESIDENT_ID", "DISABILITY_CERT")
        if not column:
            stated = STATED.search(doc.before(match.start(), 16)) is not None
        if stated and sum(sign.isdigit() for sign in match.group()) >= 10:
            says = "标明为证件号码，格式有误"
            yield Hit(match.start(), match.end(), column or "RESIDENT_ID", 0.85, says)


def _tails(doc: Document) -> Iterator[Hit]:
    for match in TAIL.finditer(doc.text):
        left = doc.before(match.start(), 12)
        cls = "RESIDENT_ID" if LABEL.search(left) or "证" in left else "BANK_ACCOUNT"
        cls = "PERSONAL_PHONE" if re.search(r"手机|电话", left) else cls
        yield Hit(
            match.start(1),
            match.end(),
            cls,
            0.85,
            "证件、账号或电话的尾号，可与他处信息拼合",
            "mask",
        )


def birth_digits(value: str) -> str:
    """The birth date inside an ID number of 18 digits, "" when there is none."""
    value = value.upper()
    return value[6:14] if value[:2] in PROVINCES and is_date(value[6:14]) else ""
