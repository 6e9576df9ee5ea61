"""How a value is hidden and how it is made coarser (privacy.md §4)."""

import re
from collections.abc import Callable
from functools import cache

from . import lexicon
from .normalise import normalise
from .policy import rule_file

NAMES = frozenset(
    {"RECIPIENT_NAME", "MINOR_NAME", "OFFICIAL_NAME", "COMPLAINANT", "VICTIM", "DONOR"}
)
STAR = "*"
VILLAGE = re.compile(r".*(?:村(?!民)|社区|居委会|[^市]委(?=\d|[一二三四五六七八九十])|嘎查)")
TOWN = re.compile(r".*(?:街道(?!办)|[镇乡苏木](?!人民))")
COUNTY = re.compile(r".*?[省市州盟](?:.*?[市县区旗])?|.*?[县区旗]")
CAUSES = (
    ("因残", re.compile("残")),
    ("因学", re.compile("学")),
    ("因灾", re.compile("灾|火|洪|旱|地震|事故")),
    ("因病", re.compile("病|症|癌|瘤|炎|患|透析|手术|瘫|梗")),
)


def mask(cls: str, value: str) -> str:
    """`value` with its middle hidden; as many stars as signs are hidden, none of them left.

    Separators are dropped. A class without a pattern of its own is hidden entirely.
    """
    plain = normalise(value).text
    if cls in NAMES:
        return mask_name(plain)
    if cls == "EMAIL":
        user, _, domain = plain.replace(" ", "").partition("@")
        return user[:1] + STAR * 3 + ("@" + domain if domain else "")
    packed = re.sub(r"[\s\-·_./()]", "", plain)
    head, tail = _kept(cls)
    if len(packed) <= head + tail + 2:
        return STAR * len(packed)
    return packed[:head] + STAR * (len(packed) - head - tail) + (packed[-tail:] if tail else "")


def mask_name(name: str) -> str:
    """张* · 张*三 · 欧阳* · 欧**凤 · 阿****提; Latin names keep their first letter."""
    if name.isascii():
        return name[:1] + STAR * max(len(name.replace(" ", "")) - 1, 1)
    name = re.sub(r"\s", "", name)
    if len(name) <= 1:
        return STAR * len(name)
    if len(name) == 2:
        return name[0] + STAR
    if len(name) == 3 and name[:2] in lexicon.word_set("compound_surnames"):
        return name[:2] + STAR
    return name[0] + STAR * (len(name) - 2) + name[-1]


def generalise(cls: str, value: str) -> str:
    """A coarser value: the village of an address, the year of a birth; "" when there is none."""
    coarse = _COARSE.get(cls)
    plain = normalise(value).text
    if coarse:
        return coarse(plain)
    return mask_name(plain) if cls in NAMES else ""


def village_of(address: str) -> str:
    """The address down to the village or community, else the township, else the county."""
    for pattern in (VILLAGE, TOWN, COUNTY):
        if match := pattern.match(address):
            return match.group()
    return ""


def township_of(address: str) -> str:
    """The address down to the township or street office; "" when it names none."""
    match = TOWN.match(address)
    return match.group() if match else ""


def _year(value: str) -> str:
    match = re.search(r"(?:18|19|20)\d\d", value)
    return match.group() + "年" if match else ""


def _cause(value: str) -> str:
    return next((word for word, sign in CAUSES if sign.search(value)), "其他")


_COARSE: dict[str, Callable[[str], str]] = {
    "ADDRESS_DETAIL": village_of,
    "DATE_OF_BIRTH": _year,
    "POVERTY_CAUSE": _cause,
    "COMPLAINANT": lambda value: "群众",
    "DONOR": lambda value: "爱心人士",
    # Figures of so few persons that they are known by them, and those that would give these away.
    "SMALL_CELL_3": lambda value: "<3",
    "SMALL_CELL_5": lambda value: "<5",
    "HIDDEN_CELL": lambda value: "未显示",
}


@cache
def _kept(cls: str) -> tuple[int, int]:
    """How many signs stay at the head and the tail (privacy.yaml, mask)."""
    for entry in rule_file()["classes"]:
        if entry["key"] == cls:
            pattern = entry.get("mask") or {}
            return pattern.get("keep_head", 0), pattern.get("keep_tail", 0)
    return 0, 0
