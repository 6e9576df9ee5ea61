"""Bank cards and accounts: 15 to 19 digits by check digit and prefix, others only by a label."""

import re
from collections.abc import Iterator
from dataclasses import replace

from ..document import Document
from ..findings import KEEP, Hit
from ..validators import CARD_PREFIX, luhn

GROUPS = re.compile(r"(?<![0-9A-Za-z])\d{2,25}(?:[ \-·]{1,3}\d{2,19}){0,9}(?![0-9A-Za-z])")
WRAPPED = re.compile(
    r"(?<![0-9A-Za-z])(?:62|4|5[1-5]|35|37|60)(?:[ \-·\n]{0,2}\d){13,17}(?![0-9A-Za-z])"
)
LABEL = re.compile(
    r"银行卡|[账帐]号|[账帐]户|卡号|一卡通|存折|开户|惠农|打卡|社保卡|转账|汇款|收款|储蓄|借记"
    r"|card|account|bank",
    re.IGNORECASE,
)
STRICT = re.compile(r"(?:[账帐]号|卡号|存折号?|[账帐]户|一卡通)[^\d\n，。；;]{0,8}$")
PUBLIC = re.compile(
    r"专户|对公|财政|非税|国库|单位[账帐]户|收款[账帐]号|收款单位|捐赠[账帐]号|捐赠[账帐]户"
    r"|捐款[账帐]|基金会|慈善总会|红十字|公司|罚款|缴纳|缴款|基本户|户名:[^\n]{2,20}(?:局|会"
    r"|公司|中心|政府|院|校)"
)
PERSON = re.compile(
    r"分别为|本人|个人|户主|一卡通|其[账帐]|打入|代领|母|父|妻|惠农|存折|补贴|补助|发放"
)
PUBLIC_RIGHT = re.compile(
    r"[ ]?\([^()]{0,24}(?:局|专户|公司|会|中心|财政|院|校)[^()]{0,8}\)|[，,；; ]{0,2}(?:户名"
    r"|开户名|账户名称|开户单位|收款单位)[:为 ]{1,2}[^\n，。；]{2,20}(?:局|会|公司|中心|政府|院"
    r"|校|厅)"
)
STARS = re.compile(r"[*×xX#]{1,8}(?![0-9A-Za-z])")
LINE = re.compile(r"0\d{2,3}[ -]?\d{7,8}|1[3-9]\d{9}|\d{4}-\d{2}-\d{2}.*")
# In 账号分别为甲、乙、丙 the label holds for all.
LISTED = re.compile(r"(?:\d[\d \-]{7,30}[、,，和及;；]{1,2} ?){1,20}$")
SAYS = "银行卡号或账号"


def find(doc: Document) -> Iterator[Hit]:
    for match in WRAPPED.finditer(doc.text):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) in (16, 19) and luhn(digits) and "\n" in match.group():
            yield Hit(match.start(), match.end(), "BANK_ACCOUNT", 0.8, SAYS + "，跨行书写")
    for match in GROUPS.finditer(doc.text):
        for start, end in _accounts(match):
            hit = _judged(doc, start, end)
            if hit:
                stars = STARS.match(doc.text, hit.end)  # 6217000940001234***: hidden too little
                yield replace(hit, end=stars.end()) if stars else hit


def _accounts(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Ranges of 12 to 25 digits made of whole groups, the longest card-like one first."""
    groups = [(m.start() + match.start(), m.group()) for m in re.finditer(r"\d+", match.group())]
    total = sum(len(digits) for _, digits in groups)
    if 8 <= total <= 19 or len(groups) == 1:
        yield match.start(), match.end()
        return
    for first in range(len(groups)):
        joined = ""
        for last in range(first, len(groups)):
            joined += groups[last][1]
            if (
                len(joined) in (16, 17, 18, 19)
                and CARD_PREFIX.match(joined)
                and (luhn(joined) or joined.startswith("62"))
            ):
                yield groups[first][0], groups[last][0] + len(groups[last][1])
                return


def _judged(doc: Document, start: int, end: int) -> Hit | None:
    digits = re.sub(r"\D", "", doc.text[start:end])
    column, label = doc.column(start), doc.label(start, 40)
    named = column in ("BANK_ACCOUNT", "SOCIAL_CARD")
    strict = named or STRICT.search(LISTED.sub("", doc.before(start, 200))[-24:]) is not None
    if not 8 <= len(digits) <= 30 or (len(digits) < 12 and not strict):
        return None
    if (
        column
        and not named
        and column not in ("FREE_TEXT", "RECIPIENT_NAME", "org", "PERSONAL_PHONE", "serial")
    ):
        return None
    if not strict and LINE.fullmatch(doc.text[start:end]):
        return None
    card = 15 <= len(digits) <= 19 and CARD_PREFIX.match(digits) is not None
    near = strict or LABEL.search(label[-24:]) is not None
    if (near or card) and _is_public(doc, start, end, label):
        return Hit(start, end, "BANK_ACCOUNT", 0.7, "单位账户（捐赠、缴款等专户）", KEEP)
    if card and len(digits) >= 16 and (luhn(digits) or digits.startswith("62")):
        return Hit(start, end, "BANK_ACCOUNT", 0.97, SAYS + "，前缀或校验相符")
    if near and len(digits) >= 12:
        return Hit(start, end, "BANK_ACCOUNT", 0.9, SAYS + "，附近有账户字样")
    if strict:
        return Hit(start, end, "BANK_ACCOUNT", 0.75, "标明为账号或卡号")
    return None


def _is_public(doc: Document, start: int, end: int, label: str) -> bool:
    if doc.column(start) == "BANK_ACCOUNT":
        return False
    near = label[-18:]
    if PUBLIC_RIGHT.match(doc.after(end, 40)):
        return True
    return PUBLIC.search(near) is not None and PERSON.search(near) is None
