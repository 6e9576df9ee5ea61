"""What the values of a table column look like, whatever its header says."""

import re
from collections.abc import Callable
from functools import cache

from . import lexicon
from .lattice import candidates
from .normalise import normalise
from .rules.address import DOOR, PLACE
from .rules.disability import FULL as DISABILITY
from .rules.id_card import HALF_MASKED
from .validators import (
    CARD_PREFIX,
    compact,
    is_id_form,
    is_landline,
    is_mobile,
    is_plate,
    is_resident_id_15,
    is_uscc,
)
from .word_model import model

SAMPLE = 300
DATE = re.compile(
    r"(?:(?:18|19|20)\d\d)(?: ?[年./\-] ?\d{1,2}(?: ?[月./\-] ?\d{1,2} ?日?|月)?|年)?|(?:19"
    r"|20)\d{6}"
)
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:元|万元)?")
VILLAGE = re.compile(
    r"[\u4e00-\u9fff]{1,12}(?:村|社区|屯|镇|乡|街道|嘎查|居委会|村委会|委|组|社|区|县|市|旗"
    r"|林场)"
)
ORGANISATION = re.compile(
    r"[\u4e00-\u9fff()]{2,}(?:局|厅|委|办|处|所|站|院|校|学|园|公司|中心|厂|会|社|部|行|馆|队)$"
)
CHINESE_NAME = re.compile(r"[\u4e00-\u9fff·]{2,12}|[A-Za-z]+(?:[ .'-]+[A-Za-z]+){1,3}")
GRADE = re.compile(r"(?:视力|听力|言语|肢体|智力|精神|多重)(?:残疾)?|[一二三四1-4]级")


def shapes(value: str) -> set[str]:
    """The kinds (class keys or small words) that one cell could be."""
    plain = normalise(value).text.strip()
    packed = compact(plain)
    return {kind for kind, test in _TESTS.items() if test(plain, packed)}


def _is_identity(plain: str, packed: str) -> bool:
    fixed = packed.translate(str.maketrans("OLI", "011"))
    return (
        is_id_form(fixed)
        or (is_resident_id_15(fixed) and not CARD_PREFIX.match(fixed))
        or re.fullmatch(r"\d{4,}E\+17", packed) is not None  # what a spreadsheet makes of 18 digits
        or HALF_MASKED.fullmatch(plain) is not None
    )


def _is_certificate(plain: str, packed: str) -> bool:
    return re.fullmatch(r".{18}[1-7][1-4](?:B\d)?", packed) is not None and is_id_form(packed[:18])


def _is_account(plain: str, packed: str) -> bool:
    if is_landline(packed) or re.fullmatch(r"(?:19|20)\d{12}", packed):
        return False  # a telephone with its area code, a time to the second
    return re.fullmatch(r"\d{12,21}", packed) is not None and not _is_identity(plain, packed)


def _is_health(plain: str, packed: str) -> bool:
    if len(plain) > 24:
        return False
    return lexicon.compiled("illnesses", "medicines").search(plain) is not None or (
        re.fullmatch(r"[\u4e00-\u9fff]{2,12}(?:病|症|癌|瘤|炎|综合征|衰竭|骨折)", plain) is not None
    )


def _is_address(plain: str, packed: str) -> bool:
    return 4 <= len(plain) <= 60 and bool(DOOR.search(plain)) and bool(PLACE.search(plain))


@cache
def is_name(value: str) -> bool:
    """Whether the whole cell reads as a person's name."""
    plain = re.sub(r"\s", "", value)
    if not CHINESE_NAME.fullmatch(value.strip()) and not CHINESE_NAME.fullmatch(plain):
        return False
    if "·" in plain or plain.isascii():
        return True
    if len(plain) > 4 or lexicon.longest_prefix(plain, "no_names"):
        return False
    return any(
        one.start == 0 and one.end == len(plain) and one.margin > -5
        for one in candidates(plain, model())
    )


# A home, not an office: 3组, 单元, 小区, 室, 屯.
HOME = re.compile(r"\d+组|单元|小区|\d+室|号楼|屯\d|户$")
CAUSES = frozenset(
    "因病 因残 因学 因灾 因婚 因房 缺资金 缺劳力 缺劳动力 缺技术 缺土地 缺水 因病致贫 因残致贫 因学致贫 因灾致贫 "
    "交通条件落后 自身发展动力不足 突发严重困难".split()
)
PEOPLES = frozenset("汉 满 回 朝鲜 蒙古 蒙 锡伯 维吾尔 藏 壮 苗".split())


_TESTS: dict[str, Callable[[str, str], bool]] = {
    "DISABILITY_CERT": _is_certificate,
    "RESIDENT_ID": _is_identity,
    "USCC": lambda plain, packed: is_uscc(packed) and not is_id_form(packed),
    "BANK_ACCOUNT": _is_account,
    "PERSONAL_PHONE": lambda plain, packed: is_mobile(
        packed.translate(str.maketrans("OLI", "011"))
    ),
    "OFFICE_PHONE": lambda plain, packed: is_landline(packed),
    "EMAIL": lambda plain, packed: re.fullmatch(r"\S+@\S+\.\S+", plain) is not None,
    "PLATE": lambda plain, packed: is_plate(packed),
    "DISABILITY": lambda plain, packed: (
        len(plain) <= 16 and bool(DISABILITY.fullmatch(plain) or GRADE.fullmatch(plain))
    ),
    "HEALTH": _is_health,
    "ADDRESS_DETAIL": _is_address,
    "home": lambda plain, packed: _is_address(plain, packed) and bool(HOME.search(plain)),
    "POVERTY_CAUSE": lambda plain, packed: plain in CAUSES,
    "CANDIDATE_NO": lambda plain, packed: re.fullmatch(r"[GL]\d{17}[\dX]", packed) is not None,
    "code": lambda plain, packed: (
        re.fullmatch(r"(?=.*[\d_])(?=.*[A-Za-z])[\w\-]{6,20}", plain, re.ASCII) is not None
    ),
    "village": lambda plain, packed: VILLAGE.fullmatch(plain) is not None,
    "org": lambda plain, packed: ORGANISATION.fullmatch(plain) is not None,
    "gender": lambda plain, packed: plain in ("男", "女", "男性", "女性"),
    "ethnic": lambda plain, packed: (
        plain in PEOPLES or re.fullmatch(r"[\u4e00-\u9fff]{1,5}族", plain) is not None
    ),
    "date": lambda plain, packed: DATE.fullmatch(plain) is not None,
    "number": lambda plain, packed: NUMBER.fullmatch(plain) is not None,
    "name": lambda plain, packed: is_name(plain),
}
