"""Whether the values of a column bear out a harmless header, or speak against it.

A spreadsheet whose columns slipped by one has incomes under 性别 and births under 金额: nobody may
keep a column for its name alone.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from .normalise import normalise

MOSTLY = 0.6
COUNTER = re.compile(r"(?:序号|编号|序|号|行号|no\.?|number|#)", re.IGNORECASE)
OLDEST, LARGEST_HOUSEHOLD, LARGEST_SUM = 130, 60, 10**8
# What speaks against a header, whatever the size of its numbers.
AGAINST: dict[str, tuple[str, ...]] = {
    "serial": ("date", "ethnic", "gender"),
    "village": ("number", "date", "code", "ethnic", "gender"),
    "amount": ("ethnic", "code", "gender", "village"),
    "gender": ("date", "ethnic", "code", "village"),
    "hsize": ("ethnic", "code", "gender"),
    "date": ("ethnic", "code", "gender", "village"),
    "age": ("ethnic", "code", "gender"),
    "office_address": ("number", "date", "code", "ethnic"),
    "org": ("date", "number", "ethnic", "code"),
    "OFFICIAL_NAME": ("number", "date", "code", "ethnic", "gender"),
    "OFFICE_PHONE": ("name", "ethnic", "date", "code", "gender"),
    "USCC": ("name", "ethnic", "date", "gender"),
}


def contradicted(header: str, stated: str, share: dict[str, float], values: Sequence[str]) -> bool:
    """Whether most values cannot be what the header says; sensitive headers always hold."""
    if stated not in AGAINST or not values:
        return False
    if stated == "org" and share.get("org", 0) >= 0.3:
        return False
    if any(share.get(kind, 0) >= MOSTLY for kind in AGAINST[stated]):
        return True
    if share.get("number", 0) < MOSTLY:
        return stated in ("amount", "hsize", "age") and share.get("date", 0) >= MOSTLY
    return _wrong_numbers(header, stated, values)


def _wrong_numbers(header: str, stated: str, values: Sequence[str]) -> bool:
    """Numbers of a size that the header does not allow."""
    plain = [re.sub(r"[,元万\s]", "", normalise(value).text) for value in values]
    numbers = [float(text) for text in plain if re.fullmatch(r"-?\d+(?:\.\d+)?", text)]
    if not numbers:
        return False
    if stated == "serial":
        return bool(COUNTER.fullmatch(header.strip())) and _is_no_counter(plain, numbers)
    if stated == "gender":
        return not set(numbers) <= {0, 1, 2, 9}
    if stated == "hsize":
        return _median(numbers) > LARGEST_HOUSEHOLD
    if stated == "age":
        return _median(numbers) > OLDEST
    if stated == "amount":
        births = [text for text in plain if re.fullmatch(r"(?:19|20)\d{6}", text)]
        return len(births) >= MOSTLY * len(plain) or _median(numbers) > LARGEST_SUM
    if stated == "date":
        return not all(_is_date_number(text) for text in plain)
    if stated == "OFFICE_PHONE":
        return sum(len(text) < 5 for text in plain) >= MOSTLY * len(plain) or any(
            "." in text for text in plain
        )
    if stated == "USCC":
        return sum(len(text) < 15 for text in plain) >= MOSTLY * len(plain)
    return False


def _is_no_counter(plain: Sequence[str], numbers: Sequence[float]) -> bool:
    """A running number grows; sums and grades do not."""
    if any("元" in text for text in plain) or len(numbers) < 4:
        return False
    rising = sum(a < b for a, b in pairwise(numbers))
    return rising < 0.7 * (len(numbers) - 1)


def _is_date_number(text: str) -> bool:
    """A month, a year, or year and month written as one number."""
    if re.fullmatch(r"\d{1,2}", text):
        return 1 <= int(text) <= 12
    return re.fullmatch(r"(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])(?:\d\d)?)?", text) is not None


def _median(numbers: Sequence[float]) -> float:
    return sorted(numbers)[len(numbers) // 2]
