"""Passports, travel permits, service cards, household books, insurance and pupils' numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..document import Document
from ..findings import Hit

EDGE, END = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"


@dataclass(frozen=True, slots=True)
class Paper:
    cls: str
    form: re.Pattern[str]
    label: re.Pattern[str]
    window: int
    says: str


def _paper(cls: str, form: str, label: str, window: int, says: str) -> Paper:
    return Paper(cls, re.compile(EDGE + f"(?:{form})" + END), re.compile(label), window, says)


PAPERS = (
    _paper("FOREIGNER_PR", r"[A-Z]{3}\d{12}", r"永久居留|外国人", 16, "外国人永久居留身份证号码"),
    _paper("PASSPORT", r"[A-Za-z]{1,2} ?\d{7,8}|\d{9}", r"护照|passport", 16, "护照号码"),
    _paper(
        "TRAVEL_PERMIT",
        r"[CWHMLT][0-9A-Z]\d{7}(?:\d{2})?|\d{8}(?:\d{2})?",
        r"通行证|回乡证|台胞证|来往大陆|往来台湾|往来港澳",
        16,
        "出入境证件号码",
    ),
    _paper("HUKOU", r"\d{6,12}", r"户口簿|户口本|(?<!农)户号|户籍编号|户编号", 8, "户口簿号或户号"),
    _paper(
        "SOCIAL_CARD",
        r"[A-Z]?\d{8,18}",
        r"社保卡|社会保障卡|社会保障号|医保卡|医保号|医保编号|社保号|参保号|医疗证号|个人编号",
        12,
        "社会保障或医保号码",
    ),
    _paper(
        "CANDIDATE_NO",
        r"[GL]?\d{17}[0-9Xx]|\d{8,14}",
        r"学籍号|准考证|考号|考生号|学号|报名号",
        10,
        "学籍号、考号等",
    ),
    _paper("CANDIDATE_NO", r"[GL]\d{17}[0-9Xx]", r"", 1, "全国学籍号，含身份证号码"),
    _paper(
        "HEALTH", r"[A-Z]?\d{5,12}", r"住院号|门诊号|病历号|病案号|就诊卡号|床号", 8, "病案号码"
    ),
    _paper("RESIDENT_ID", r"[A-Z]{0,2}\d{7,17}", r"驾驶证号|驾驶证档案|档案编号", 8, "驾驶证号码"),
)
# 护照甲、乙: the label holds for all.
LISTED = re.compile(r"(?:[A-Za-z]{0,2}\d{6,18}[Xx]?[、,，和及/]{1,2} ?){1,6}$")
SERVICE = re.compile(r"(?:军|士|文|武|兵|政|后|装|海|空|北|南|东|西|中)字?第?\s?\d{6,8}\s?号?")
SERVICE_LABEL = re.compile(r"军官证|士兵证|警官证|警号|文职|义务兵证|退役证|优待证")


def find(doc: Document) -> Iterator[Hit]:
    for paper in PAPERS:
        for match in paper.form.finditer(doc.text):
            column = doc.column(match.start())
            if column:
                named = column == paper.cls or (
                    paper.cls == "CANDIDATE_NO" and not paper.label.pattern
                )
            else:
                named = paper.label.search(_nearest(doc, match.start(), paper.window)) is not None
            if named:
                yield Hit(match.start(), match.end(), paper.cls, 0.85, paper.says)
    for match in SERVICE.finditer(doc.text):
        if SERVICE_LABEL.search(doc.label(match.start(), 16)):
            yield Hit(match.start(), match.end(), "MILITARY_CARD", 0.85, "军人、警察证件号码")


def _nearest(doc: Document, start: int, window: int) -> str:
    """The words left of a number, cut at the last separator: its own label, not a neighbour's."""
    left = LISTED.sub("", doc.before(start, 60))[-window:]
    return re.split(r"[，,；;。\d]", left)[-1]
