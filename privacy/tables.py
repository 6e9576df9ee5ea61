"""The class of every column of a table, from its header and its values.

A dangerous kind of value wins over a harmless header; a column that nobody can name is proposed
for masking with low confidence, and the reviewer names it (privacy.md §5, column rule).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from . import table_shape
from .column_values import SAMPLE, shapes
from .findings import GENERALISE, KEEP, REMOVE
from .headers import header_class
from .normalise import normalise
from .policy import Policy, class_keys, policy_for_domain
from .roles import NAME_CLASSES, OFFICIAL
from .table_shape import UNNAMED
from .table_support import COUNTER, contradicted

# Values of these kinds make a column dangerous from this share of cells on.
DANGEROUS = {
    "DISABILITY_CERT": 0.1,
    "RESIDENT_ID": 0.1,
    "PERSONAL_PHONE": 0.2,
    "BANK_ACCOUNT": 0.3,
    "EMAIL": 0.3,
    "PLATE": 0.3,
    "CANDIDATE_NO": 0.3,
    "ADDRESS_DETAIL": 0.35,
    "POVERTY_CAUSE": 0.5,
    "DISABILITY": 0.35,
    "HEALTH": 0.35,
}
MOSTLY = 0.6
HARMLESS = {
    "gender": "QUASI",
    "age": "QUASI",
    "hsize": "QUASI",
    "date": "QUASI",
    "village": "ADDRESS_VILLAGE",
}
NONE = "NONE"


@dataclass(frozen=True, slots=True)
class ColumnVerdict:
    """`cls` is a class key of privacy.yaml or NONE; `kind` tells harmless columns apart."""

    name: str
    cls: str
    action: str
    confidence: float
    kind: str = ""


def split_header(grid: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """(header, rows) of a raw table: title lines, totals and sign-offs are passed over, a header of
    two rows is joined, a missing header is empty."""
    rows = [[str(cell).strip() for cell in row] for row in grid]
    rows = [row for row in rows if any(row)]
    width = max(map(len, rows), default=0)
    rows = [row + [""] * (width - len(row)) for row in rows]
    start, count = table_shape.header_rows(rows)
    names = table_shape.joined(rows[start : start + count]) if count else [""] * width
    body = rows[start + count :] if count else rows
    if not count:
        while len(body) > 1 and sum(map(bool, body[0])) < 2 <= width:
            body = body[1:]  # a title above a table without names
    return names, [row for row in body if not table_shape.is_footer(row)]


def classify(
    header: Sequence[str], rows: Sequence[Sequence[str]], *, policy: Policy | None = None
) -> list[ColumnVerdict]:
    """One verdict per column; a missing header may be a list of empty strings."""
    policy = policy or policy_for_domain(None)
    width = max([len(header), *map(len, rows)], default=0)
    verdicts = []
    for place in range(width):
        name = header[place] if place < len(header) and header[place] else f"第{place + 1}列"
        values = [row[place] for row in rows[:SAMPLE] if place < len(row) and row[place].strip()]
        cls, kind, confidence = _column(header[place] if place < len(header) else "", values)
        verdicts.append(ColumnVerdict(name, cls, _action(cls, policy), confidence, kind))
    return verdicts


def _action(cls: str, policy: Policy) -> str:
    if cls in (NONE, "QUASI"):
        return KEEP
    if cls == "ADDRESS_DETAIL":
        return GENERALISE
    return policy.action(cls)


def _column(header: str, values: list[str]) -> tuple[str, str, float]:
    """(class, kind, confidence) of one column."""
    stated = "" if UNNAMED.fullmatch(header.strip() or "列") else header_class(header)
    counts: Counter[str] = Counter()
    for value in values:
        counts.update(shapes(value))
    share = {kind: count / len(values) for kind, count in counts.items()} if values else {}
    dangerous = _dangerous(share, stated, is_counter=bool(COUNTER.fullmatch(header.strip())))
    sensitive = stated in class_keys() and stated not in (
        OFFICIAL,
        "OFFICE_PHONE",
        "USCC",
        "FREE_TEXT",
    )
    if dangerous and not (sensitive and _agrees(stated, dangerous, share)):
        return dangerous, "", round(max(0.6, share[dangerous]), 2)
    if stated == "FREE_TEXT" or contradicted(header, stated, share, values):
        return _by_values(share, values)
    if stated in NAME_CLASSES:
        return stated, "name", 0.95
    if stated in class_keys():
        return stated, "", 0.95
    if stated:
        return _harmless(stated, share, values)
    return _by_values(share, values)


def _dangerous(share: dict[str, float], stated: str, *, is_counter: bool) -> str:
    for kind, least in DANGEROUS.items():
        if share.get(kind, 0) >= least:
            if kind == "PERSONAL_PHONE" and stated == "OFFICE_PHONE":
                return ""
            if kind == "BANK_ACCOUNT" and stated in ("serial", "USCC") and not is_counter:
                return ""
            if kind == "ADDRESS_DETAIL" and stated in ("office_address", "org"):
                # An office has an address as well; 3组 and 单元 are homes.
                return kind if share.get("home", 0) >= least else ""
            return kind
    return ""


def _agrees(stated: str, found: str, share: dict[str, float]) -> bool:
    """A sensitive header stays unless the values are worse than it says."""
    if stated == "PERSONAL_PHONE" and found in ("RESIDENT_ID", "DISABILITY_CERT"):
        return share[found] < MOSTLY  # 号码 can be anything
    worse = ("RESIDENT_ID", "DISABILITY_CERT", "BANK_ACCOUNT", "PERSONAL_PHONE")
    return found not in worse or stated in (*worse, "SOCIAL_CARD", "CANDIDATE_NO")


def _harmless(stated: str, share: dict[str, float], values: list[str]) -> tuple[str, str, float]:
    """A harmless header holds unless the values are clearly names or births."""
    named = share.get("name", 0) >= MOSTLY
    if named and not any(share.get(kind, 0) >= 0.3 for kind in ("org", "village", "gender")):
        return "RECIPIENT_NAME", "name", 0.6
    if stated == "date" and share.get("date", 0) >= MOSTLY and _date(values)[0] == "DATE_OF_BIRTH":
        return "DATE_OF_BIRTH", "", 0.6
    return HARMLESS.get(stated, NONE), stated, 0.9


def _by_values(share: dict[str, float], values: list[str]) -> tuple[str, str, float]:
    """A column without a usable header."""
    if not values:
        return NONE, "empty", 0.5
    if share.get("gender", 0) >= MOSTLY:
        return "QUASI", "gender", 0.8
    if share.get("ethnic", 0) >= MOSTLY:
        return "RELIGION_ETHNIC", "", 0.7
    if share.get("village", 0) >= MOSTLY:
        return "ADDRESS_VILLAGE", "village", 0.7
    if share.get("OFFICE_PHONE", 0) >= MOSTLY:
        return "OFFICE_PHONE", "", 0.5
    if share.get("USCC", 0) >= MOSTLY:
        return "USCC", "", 0.9
    if share.get("org", 0) >= MOSTLY:
        return NONE, "org", 0.6
    if share.get("name", 0) >= MOSTLY:
        return "RECIPIENT_NAME", "name", 0.7
    if share.get("date", 0) >= MOSTLY and share.get("number", 0) < MOSTLY:
        return _date(values)
    if share.get("number", 0) >= MOSTLY:
        return _number(values)
    return "FREE_TEXT", "", 0.4


def _date(values: list[str]) -> tuple[str, str, float]:
    """Births spread over decades, payments over a few years."""
    years = [
        int(match.group()) for value in values if (match := re.search(r"(?:18|19|20)\d\d", value))
    ]
    if years and (max(years) - min(years) >= 8 or max(years) < 2005):
        return "DATE_OF_BIRTH", "", 0.7
    return "QUASI", "date", 0.6


def _number(values: list[str]) -> tuple[str, str, float]:
    """Running numbers, ages, household sizes, and sums: many different sums are incomes."""
    numbers = [
        float(re.sub(r"[^\d.]", "", normalise(value).text) or 0)
        for value in values
        if re.search(r"\d", value)
    ]
    whole = all(number == int(number) for number in numbers)
    if whole and numbers == [numbers[0] + step for step in range(len(numbers))]:
        return NONE, "serial", 0.8
    if whole and max(numbers) <= 15:
        return "QUASI", "hsize", 0.5
    if whole and max(numbers) <= 120:
        return "QUASI", "age", 0.6
    if len(set(numbers)) > 0.6 * len(numbers) and max(numbers) >= 500:
        return "HOUSEHOLD_INCOME", "", 0.4
    return NONE, "amount", 0.5


def risky(verdicts: Sequence[ColumnVerdict]) -> list[str]:
    """Names of the columns that may not be published as they are."""
    return [one.name for one in verdicts if one.action != KEEP or one.cls == REMOVE]
