"""How values are written for people: dates, amounts, shares, with their units (pure)."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def moment(value: datetime) -> str:
    value = value.astimezone(BEIJING)
    return f"{day(value)} {value:%H:%M}"


def period(start: date | None, end: date | None, write: Callable[[Any], str] = day) -> str:
    """A stretch of time of which one end may be open."""
    if start and end:
        return f"{write(start)}至{write(end)}"
    if start:
        return f"自{write(start)}起"
    return f"至{write(end)}止" if end else ""


def money(value: Decimal) -> str:
    """Yuan, always with two places: 1,234.50 元."""
    return f"{value:,.2f} 元"


def number(value: Decimal | int) -> str:
    """Digits in groups of three, without noughts at the end of the fraction."""
    if isinstance(value, int):
        return f"{value:,}"
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: Decimal) -> str:
    return f"{number(value)}%"


def size(count: int) -> str:
    """Of a file: 12 KB, 3.4 MB."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))} KB"
    return f"{count / 1024 / 1024:.1f} MB"


def paragraphs(text: str) -> list[str]:
    """Non-empty lines without the blanks around them."""
    return [line.strip(" \t\r\u3000") for line in text.split("\n") if line.strip(" \t\r\u3000")]
