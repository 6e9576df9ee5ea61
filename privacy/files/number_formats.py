"""What a spreadsheet cell shows for a number under its format, and no digit more.

A format may hide a value (`;;;`), round it, or show a year of a full date: only that is visible.
"""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: "h:mm", 33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss", 36: 'yyyy"年"m"月"', 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: 'yyyy"年"m"月"', 56: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
TOKEN = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|yyyy|yy|y|mmmmm|mmmm|mmm|mm|m|dd|d|aaaa|aaa|dddd|ddd|hh|h|ss|s|'
    r"AM/PM|A/P|上午/下午|General|[0#?][0#?,]*(?:\.[0#?]+)?|E[+-]0+|.",
    re.IGNORECASE | re.DOTALL,
)
DATE = frozenset(
    "yyyy yy y mmmmm mmmm mmm mm m dd d aaaa aaa dddd ddd hh h ss s am/pm a/p 上午/下午".split()
)
WEEKDAYS = "一二三四五六日"
FIRST_DAY = datetime(1899, 12, 30, tzinfo=UTC)
FIRST_DAY_1904 = datetime(1904, 1, 1, tzinfo=UTC)
LARGEST = 20  # powers of ten: beyond these a cell holds no amount
LAST_SERIAL = 2_958_465  # 9999-12-31


@cache
def sections(code: str) -> tuple[tuple[str, ...], ...]:
    """The pieces of the up to four sections of a format."""
    found: list[list[str]] = [[]]
    for match in TOKEN.finditer(code[:255]):
        piece = match.group()
        if piece == ";":
            found.append([])
        else:
            found[-1].append(piece)
    return tuple(tuple(pieces) for pieces in found[:4])


def shown_text(value: str, code: str) -> str:
    """A text under a format: the fourth section, or a lonely `@`, rules texts."""
    parts = sections(code)
    pieces = parts[3] if len(parts) == 4 else ("@",)
    if len(parts) < 4 and len(parts[-1]) and "@" in parts[-1] and len(parts) == 1:
        pieces = parts[0]
    return "".join(value if piece == "@" else _literal(piece) for piece in pieces)


def shown_number(value: str, code: str, *, is_1904: bool = False) -> str:
    """The number as the cell shows it; "" when its format hides it."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite():
        return value
    if abs(number.adjusted()) > LARGEST:
        return f"{number:.6E}" if abs(number.adjusted()) > 320 else general(number)
    pieces, is_signed = _section(sections(code), number)
    if not pieces:
        return "-" if is_signed and number < 0 else ""
    if any(piece.lower() in DATE for piece in pieces if piece[0] not in '"\\'):
        return _date(number, pieces, is_1904)
    if any(piece.lower() == "general" or piece == "@" for piece in pieces):
        number = number if is_signed else abs(number)
        return "".join(
            general(number) if piece.lower() == "general" or piece == "@" else _literal(piece)
            for piece in pieces
        )
    return _decimal(number if is_signed else abs(number), pieces)


def _section(parts: tuple[tuple[str, ...], ...], number: Decimal) -> tuple[tuple[str, ...], bool]:
    """(pieces, whether the minus sign is ours to write)."""
    if len(parts) >= 2 and number < 0:
        return parts[1], False
    if len(parts) >= 3 and number == 0:
        return parts[2], False
    return parts[0], len(parts) == 1 or number >= 0


def general(number: Decimal) -> str:
    """A number without a format, in full: 18 digits stay 18 digits, not 2.2E+17."""
    if number == number.to_integral_value():
        return f"{number.to_integral_value():f}"
    rounded = f"{number:.10f}".rstrip("0").rstrip(".")
    return rounded if rounded not in ("", "-", "-0") else "0"


def _literal(piece: str) -> str:
    if piece[0] == '"':
        return piece[1:-1]
    if piece[0] == "\\":
        return piece[1:]
    if piece[0] in "_*":
        return ""
    if piece[0] == "[":  # colours and conditions; [$¥-804] is a currency
        return piece[2:].partition("-")[0].rstrip("]") if piece.startswith("[$") else ""
    return piece


def _decimal(number: Decimal, pieces: tuple[str, ...]) -> str:
    patterns = [piece for piece in pieces if piece[0] in "0#?"]
    if not patterns:
        return "".join(map(_literal, pieces))
    if "/" in pieces or any(piece[0] in "Ee" and piece[1:2] in ("+", "-") for piece in pieces):
        return general(number)  # never fewer digits than are recognisable
    if len(patterns) > 1 and all(set(pattern) <= set("0#?") for pattern in patterns):
        return _grouped(number, pieces, patterns)
    pieces, thousands = _without_scale(pieces)
    whole, _, fraction = patterns[0].partition(".")
    thousands += len(whole) - len(whole.rstrip(","))
    scaled = number * (100 if "%" in pieces else 1) / Decimal(1000) ** thousands
    shown = [_rounded(scaled, len(fraction), fraction.count("0"), whole)]
    return "".join(
        (shown.pop() if shown else "") if piece[0] in "0#?" else _literal(piece) for piece in pieces
    )


def _without_scale(pieces: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """Commas directly behind the digits divide by a thousand each."""
    kept: list[str] = []
    count = 0
    is_behind = False
    for piece in pieces:
        if piece == "," and is_behind:
            count += 1
            continue
        kept.append(piece)
        is_behind = piece[0] in "0#?"
    return tuple(kept), count


def _grouped(number: Decimal, pieces: tuple[str, ...], patterns: list[str]) -> str:
    """000-0000-0000: the digits are dealt out from the right, the rest goes to the left."""
    digits = f"{abs(number.to_integral_value()):f}".zfill("".join(patterns).count("0"))
    dealt: list[str] = []
    for pattern in reversed(patterns[1:]):
        dealt.append(digits[-len(pattern) :])
        digits = digits[: -len(pattern)]
    dealt.append(digits)
    return "".join(dealt.pop() if piece[0] in "0#?" else _literal(piece) for piece in pieces)


def _rounded(number: Decimal, places: int, least: int, whole: str) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    digits, _, fraction = f"{abs(rounded):f}".partition(".")
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    if "0" not in whole and int(digits) == 0:
        digits = ""  # signs # and ? show no leading zero
    elif "," in whole.rstrip(","):
        digits = f"{int(digits):,}"
    digits = digits.zfill(whole.count("0"))
    text = f"{digits}.{fraction}" if fraction else digits
    return f"-{text}" if rounded < 0 else text


def _date(number: Decimal, pieces: tuple[str, ...], is_1904: bool) -> str:
    """Only the parts of the date that the format names."""
    if not 0 <= number <= LAST_SERIAL:
        return "########"
    start = FIRST_DAY_1904 if is_1904 else FIRST_DAY
    seconds = int((number * 86_400).to_integral_value(rounding=ROUND_HALF_UP))
    moment = start + timedelta(seconds=seconds)
    out, after_hour = [], False
    for place, piece in enumerate(pieces):
        low = piece.lower()
        if low in ("m", "mm") and (after_hour or _before_seconds(pieces, place)):
            out.append(f"{moment.minute:02d}")
        elif low in DATE:
            out.append(_moment(moment, low))
        elif low in ("[h]", "[hh]"):
            out.append(str(seconds // 3600))
        else:
            out.append(_literal(piece))
        if low in DATE or low.startswith("[h"):
            after_hour = low in ("h", "hh", "[h]", "[hh]")
    return "".join(out).strip()


def _before_seconds(pieces: tuple[str, ...], place: int) -> bool:
    following = next((t.lower() for t in pieces[place + 1 :] if t.lower() in DATE), "")
    return following in ("s", "ss")


def _moment(moment: datetime, piece: str) -> str:
    day: date = moment.date()
    if piece.startswith("y"):
        return f"{day.year:04d}" if piece == "yyyy" else f"{day.year % 100:02d}"
    if piece.startswith("m"):
        return f"{day.month:02d}" if piece == "mm" else str(day.month)
    if piece in ("d", "dd"):
        return f"{day.day:02d}" if piece == "dd" else str(day.day)
    if piece.startswith(("a", "d")) and piece not in ("am/pm", "a/p"):
        return "星期" * (len(piece) > 3) + WEEKDAYS[day.weekday()]
    if piece.startswith("h"):
        return f"{moment.hour:02d}" if piece == "hh" else str(moment.hour)
    if piece.startswith("s"):
        return f"{moment.second:02d}"
    return "上午" if moment.hour < 12 else "下午"
