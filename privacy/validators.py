"""Check rules of numbers (privacy.md §5). They take any spelling: NFKC, no separators, upper case."""

import re
import unicodedata
from datetime import date

PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65"
    " 71 81 82 83 91".split()
)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_FORM = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")
MOBILE = re.compile(r"(?:\+?86)?1(?:3\d|4[5-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}")
LANDLINE = re.compile(r"0(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}(?:转\d{1,5})?")
CARD_PREFIX = re.compile(r"62|60|9|4|5[1-5]|3[57]")
PASSPORT = re.compile(r"E[0-9A-HJ-NP-Z]\d{7}|[GDSP]\d{8}|[DSP]E\d{7}")
PERMIT = re.compile(r"[CW][0-9A-Z]\d{7}|[HM]\d{8}(?:\d{2})?|[LT]\d{8}|\d{8}(?:\d{2})?")
PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z]"
    r"(?:\d{5}[A-HJK]|[A-HJK][A-HJ-NP-Z0-9]\d{4}|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳])"
)


def compact(value: str) -> str:
    """NFKC, upper case, without spaces, hyphens, dots and brackets."""
    return re.sub(r"[\s\-·•()_.]", "", unicodedata.normalize("NFKC", value)).upper()


def is_date(digits: str, *, today: date | None = None) -> bool:
    """Whether YYYYMMDD is a real day from 1850 up to `today` (without: up to 2079)."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return date(1850, 1, 1) <= day <= (today or date(2079, 12, 31))


def id_checksum(value: str) -> bool:
    """GB 11643: the last of 18 signs follows from the 17 before."""
    total = sum(int(digit) * weight for digit, weight in zip(value[:17], ID_WEIGHTS, strict=False))
    return value[17] == "10X98765432"[total % 11]


def is_id_form(value: str) -> bool:
    """17 digits with a known province and a real birth date, then a digit or X; check sign aside."""
    return (
        re.fullmatch(r"\d{17}[\dX]", value) is not None
        and value[:2] in PROVINCES
        and is_date(value[6:14])
    )


def is_resident_id(value: str, *, today: date | None = None) -> bool:
    value = compact(value)
    return is_id_form(value) and is_date(value[6:14], today=today) and id_checksum(value)


def is_resident_id_15(value: str) -> bool:
    value = compact(value)
    return bool(re.fullmatch(r"\d{15}", value)) and value[:2] in PROVINCES and (
        is_date("19" + value[6:12])
    )  # fmt: skip


def is_hmt_permit(value: str) -> bool:
    return compact(value)[:6] in ("810000", "820000", "830000") and is_resident_id(value)


def is_foreigner_card(value: str) -> bool:
    value = compact(value)
    if re.fullmatch(r"[A-Z]{3}\d{12}", value):
        return True
    return (
        bool(re.fullmatch(r"9\d{16}[\dX]", value))
        and is_date(value[6:14])
        and id_checksum(
            value,
        )
    )


def is_disability_certificate(value: str) -> bool:
    value = compact(value)
    return bool(re.fullmatch(r".{18}[1-7][1-4](?:B\d)?", value)) and is_resident_id(value[:18])


def is_uscc(value: str) -> bool:
    """GB 32100: the 18th sign follows from the 17 before."""
    value = compact(value)
    if not USCC_FORM.fullmatch(value):
        return False
    total = sum(USCC_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(value[:17]))
    return USCC_SIGNS[(31 - total % 31) % 31] == value[17]


def luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def is_bank_card(value: str) -> bool:
    value = compact(value)
    return bool(re.fullmatch(r"\d{16,19}", value) and CARD_PREFIX.match(value) and luhn(value))


def is_mobile(value: str) -> bool:
    return MOBILE.fullmatch(compact(value)) is not None


def is_landline(value: str) -> bool:
    return LANDLINE.fullmatch(compact(value)) is not None


def is_passport(value: str) -> bool:
    return PASSPORT.fullmatch(compact(value)) is not None


def is_travel_permit(value: str) -> bool:
    return PERMIT.fullmatch(compact(value)) is not None


def is_plate(value: str) -> bool:
    return PLATE.fullmatch(compact(value)) is not None
