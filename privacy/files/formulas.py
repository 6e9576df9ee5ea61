"""Cells that a spreadsheet program would run as formulas are written as text."""

import re

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?")


def as_text(value: str) -> str:
    """The value with an apostrophe before it when it begins like a formula and is no number."""
    if value.startswith(STARTS) and not NUMBER.fullmatch(value):
        return f"'{value}"
    return value
