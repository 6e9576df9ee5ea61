"""Long numbers that no rule has named: on a scan they are identity or account numbers misread.

Recognition drops a digit, doubles one or glues neighbours together; the rules of the detector then
see a number of no known form. Hiding it is cheap, publishing it is not.
"""

import re
from collections.abc import Iterator

LONG = re.compile(r"(?<![0-9A-Za-z])[0-9OolI]{6}[0-9OolIXx]{9,}(?![A-Za-z])")
STUCK = re.compile(r"(?<![0-9A-Za-z.])1[3-9]\d{9}\d{1,3}(?![0-9A-Za-z])")
LABELLED = re.compile(
    r"(?:身份证|证件|户口|账户|账号|帐号|卡号|电话|手机|联系方式)[^\n\d。；;]{0,8}([0-9OolI][0-9OolIXx ]{6,})"
)
OTHERS = re.compile(
    r"(?:信用代码|项目|合同|索引|文号|编号|流水|批次|备案|批号|备案号|代码)[^\n\d]{0,6}$"
)
BEFORE = 14  # signs that may name what the number is


def long_numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, class) of numbers that look like a person's whatever their exact form."""
    for match in LONG.finditer(text):
        digits = sum(sign.isdigit() for sign in match.group())
        if digits >= 12 and not _is_of_a_thing(text, match.start()):
            yield match.start(), match.end(), _kind(match.group())
    for match in STUCK.finditer(text):
        if not _is_of_a_thing(text, match.start()):
            yield match.start(), match.end(), "PERSONAL_PHONE"
    for match in LABELLED.finditer(text):
        value = match.group(1).rstrip()
        cls = "PERSONAL_PHONE" if re.match(r"电话|手机|联系", match.group()) else "RESIDENT_ID"
        if len(value.replace(" ", "")) >= 9:
            yield match.start(1), match.start(1) + len(value), cls


def _is_of_a_thing(text: str, start: int) -> bool:
    left = text[max(0, start - BEFORE) : start]
    return OTHERS.search(left[left.rfind("\n") + 1 :]) is not None


def _kind(value: str) -> str:
    return "RESIDENT_ID" if re.search(r"(?:19|20)\d{6}", value) else "BANK_ACCOUNT"
