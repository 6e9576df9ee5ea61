"""Which list a kind of entry belongs to, and which words no shared list may take."""

import re
from types import MappingProxyType

from privacy import lexicon
from privacy.lattice import candidates
from privacy.word_model import model

# (kind, effect) of LexiconEntry to the list of data/*.txt it adds to.
LISTS = MappingProxyType(
    {
        ("role", "official"): "official_roles",
        ("role", "citizen"): "citizen_roles",
        ("role", "minor"): "minor_roles",
        ("role", "complainant"): "complainant_roles",
        ("role", "victim"): "victim_roles",
        ("role", "donor"): "donor_roles",
        ("title", ""): "official_right",
        ("context", ""): "appellations",
        ("kin", ""): "kin",
        ("illness", ""): "illnesses",
        ("medicine", ""): "medicines",
        ("surname", ""): "surnames",
        ("place", ""): "places",
        ("organisation", ""): "organisation_endings",
        ("not_a_name", ""): "common_words",
    }
)
KINDS = MappingProxyType({name: kind for kind, name in LISTS.items()})
WORD = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbfA-Za-z0-9·()+\-]{1,24}")
HAN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]+")
SHORTEST = 2
# Every list word of these kinds may read like a name without being one (白雪 is no office).
REFUSALS = MappingProxyType(
    {
        "form": "词条只能是一个词：汉字、字母、数字，最多 24 个字，中间没有空格或标点。",
        "short": "太短：除姓氏外，词条至少两个字。",
        "surname": "姓氏是一个或两个汉字。",
        "effect": "“身份”要选择表示谁；其他种类不用选。",
        "digits": "词条里有一长串数字，像是号码，不能收录。",
        "name": "像是一个人的姓名。共享词表不收个人姓名；本单位公职人员请登记到“公职人员与电话”名录。",
        "ordinary": "这个词在词典里查不到，又像姓名，不能当作“不是姓名的普通词”。",
    }
)


def refusal(kind: str, effect: str, word: str) -> str:
    """A key of REFUSALS when the word may not be stored, "" when it may."""
    if not WORD.fullmatch(word):
        return "form"
    if (kind, effect) not in LISTS:
        return "effect"
    if re.search(r"\d{5}", word):
        return "digits"
    if kind == "surname":
        return "" if len(word) <= 2 and HAN.fullmatch(word) else "surname"
    if len(word) < SHORTEST:
        return "short"
    if not is_like_a_name(word):
        return ""
    if kind == "not_a_name":
        return "" if word in model().words else "ordinary"
    return "" if word in model().words and kind in ("illness", "place", "medicine") else "name"


def is_like_a_name(word: str) -> bool:
    """Whether the whole word reads better as a full name than as words."""
    if not HAN.fullmatch(word) or not 2 <= len(word) <= 4:
        return False
    names = [one for one in candidates(word, model()) if one.start == 0 and one.end == len(word)]
    return any(one.kind == "name" and one.margin > 0 for one in names)


def is_shipped(kind: str, effect: str, word: str) -> bool:
    return word in lexicon.shipped(LISTS[kind, effect])
