"""Columns that single persons out when put together, and how each is made coarser, step by step.

privacy.md §6: {gender, age band, village, household size, category, month}, and what else the public
table shows of a person: the amount. A masked name only counts beside them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from .masks import township_of, village_of

DATE, AGE, CATEGORY, VILLAGE = "date", "age", "category", "village"
GENDER, SIZE, AMOUNT, NAME = "gender", "hsize", "amount", "name"
KINDS = (GENDER, AGE, VILLAGE, SIZE, CATEGORY, DATE, AMOUNT)
GONE = "去掉"
# Not of the person: who helps, which office, a running number.
NOT_TELLING = frozenset({"OFFICIAL_NAME", "OFFICE_PHONE", "USCC", "LANDLINE"})
NOT_TELLING_KINDS = frozenset({"serial", "empty", "office_address"})
EDGES = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Quasi:
    """One public column: its kind, and its cells as the public would see them at `level`."""

    index: int
    name: str
    kind: str
    cells: list[str] = field(repr=False)
    level: int = 0


def kind_of(cls: str, kind: str, action: str) -> str:
    """The kind a public column counts as, "" when it does not single anyone out."""
    if action not in ("keep", "generalise") or cls in NOT_TELLING or kind in NOT_TELLING_KINDS:
        return ""
    if cls == "ADDRESS_DETAIL" or cls == "ADDRESS_VILLAGE":
        return VILLAGE
    if cls == "DATE_OF_BIRTH":
        return DATE
    if kind in KINDS:
        return kind
    return "" if cls in ("RECIPIENT_NAME", "MINOR_NAME", "DONOR") else CATEGORY


def coarser(kind: str, level: int, value: str) -> str:
    """The value after `level` steps; "" where there is no coarser value or the column is gone."""
    if level <= 0 or not value:
        return value
    steps = _STEPS.get(kind, ())
    return steps[level - 1](value) if level <= len(steps) else ""


def last_level(kind: str) -> int:
    """The step at which the column is gone."""
    return len(_STEPS.get(kind, ())) + 1


# The order in which columns give way (privacy.md §6); household size and gender are the norm's own
# content or coarse already, so they come late; the amount comes last (§2: in full where it can be).
ORDER: tuple[tuple[str, int], ...] = (
    (DATE, 1),
    (AGE, 1),
    (AGE, 2),
    (CATEGORY, 1),
    (VILLAGE, 1),
    (VILLAGE, 2),
    (DATE, 2),
    (SIZE, 1),
    (GENDER, 1),
    (DATE, 3),
    (SIZE, 2),
    (AMOUNT, 1),
    (VILLAGE, 3),
    (AMOUNT, 2),
)


def _quarter(value: str) -> str:
    numbers = re.findall(r"\d+", value)
    packed = (
        re.fullmatch(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(?:\d\d)?", numbers[0]) if numbers else None
    )
    year, month = (packed[1], int(packed[2])) if packed else ("", 0)
    if not year and numbers:
        year = numbers[0] if len(numbers[0]) == 4 else ""
        month = int(numbers[1 if year else 0][:2]) if len(numbers) > (1 if year else 0) else 0
    if not 1 <= month <= 12:
        return year and f"{year}年"
    quarter = f"{(month + 2) // 3}季度"
    return f"{year}年{quarter}" if year else quarter


def _year(value: str) -> str:
    match = re.search(r"(?:19|20)\d\d", value)
    return f"{match.group()}年" if match else ""


def _decade(value: str) -> str:
    match = _DIGITS.search(value)
    if not match:
        return ""
    start = int(float(match.group())) // 10 * 10
    return f"{start}-{start + 9}"


def _size_band(value: str) -> str:
    match = _DIGITS.search(value)
    if not match:
        return ""
    size = int(float(match.group()))
    return "5+" if size > 4 else "3-4" if size > 2 else str(size)


def amount_of(value: str) -> float | None:
    """The amount in a cell (1,200 元), None where there is none."""
    match = re.search(r"-?\d[\d,，]*(?:\.\d+)?", value)
    return float(re.sub("[,，]", "", match.group())) if match else None


def _amount_band(value: str) -> str:
    amount = amount_of(value)
    if amount is None:
        return ""
    below = 0
    for edge in EDGES:
        if amount < edge:
            return f"{below}-{edge - 1}"
        below = edge
    return f"{below}+"


_STEPS: dict[str, tuple[Callable[[str], str], ...]] = {
    DATE: (_quarter, _year),
    AGE: (_decade,),
    VILLAGE: (village_of, township_of),
    SIZE: (_size_band,),
    AMOUNT: (_amount_band,),
}
