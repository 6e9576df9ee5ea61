"""Dangerous values in single cells of harmless columns: every value is looked at (§5).

A column is named from a sample; one identity number among ten thousand remarks is still found.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .column_values import shapes
from .detect import detect
from .findings import KEEP
from .tables import ColumnVerdict

# Looked for in cells of any column that is proposed to be kept.
DANGEROUS = frozenset(
    "RESIDENT_ID RESIDENT_ID_15 HMT_RESIDENCE FOREIGNER_PR DISABILITY_CERT SOCIAL_CARD BANK_ACCOUNT "
    "PERSONAL_PHONE EMAIL WECHAT QQ PLATE PASSPORT TRAVEL_PERMIT MILITARY_CARD HUKOU CANDIDATE_NO "
    "ADDRESS_DETAIL HEALTH DISABILITY FAMILY_PLANNING DATE_OF_BIRTH".split()
)
# Only cells with something of the kind are read closely: long digits, an @, Han text.
_TELLING = re.compile(r"(?:\d[\s\-·.]*){6}|@|[\u4e00-\u9fff]{2}|[零〇一二三四五六七八九]{6}")
MOST_READ = 20_000  # different cells of one column
LONGEST = 500


@dataclass(frozen=True, slots=True)
class CellFinding:
    """How many cells of a column look like values of a class; rows by place, from 0."""

    column: int
    cls: str
    cells: int
    rows: tuple[int, ...]


def scan(
    verdicts: Sequence[ColumnVerdict],
    rows: Sequence[Sequence[str]],
    *,
    domain: str | None = None,
    named: int = 5,
) -> list[CellFinding]:
    """Findings in columns that are proposed to be kept."""
    found = []
    for place, verdict in enumerate(verdicts):
        if verdict.action != KEEP:
            continue
        counts: Counter[str] = Counter()
        where: dict[str, list[int]] = {}
        known: dict[str, frozenset[str]] = {}
        for n, row in enumerate(rows):
            cell = row[place] if place < len(row) else ""
            if not cell:
                continue
            if cell not in known:
                known[cell] = _classes(cell, verdict, domain, len(known))
            for cls in known[cell]:
                counts[cls] += 1
                where.setdefault(cls, []).append(n)
        found += [
            CellFinding(place, cls, count, tuple(where[cls][:named]))
            for cls, count in sorted(counts.items())
        ]
    return found


def _classes(cell: str, verdict: ColumnVerdict, domain: str | None, seen: int) -> frozenset[str]:
    if not _TELLING.search(cell):
        return frozenset()
    classes = {kind for kind in shapes(cell) if kind in DANGEROUS} if len(cell) < 40 else set()
    if "RESIDENT_ID" in classes or "DISABILITY_CERT" in classes:
        classes.discard("BANK_ACCOUNT")
    if seen < MOST_READ:
        text = cell[:LONGEST]
        found = detect(text, domain=domain)
        classes |= {one.cls for one in found if one.action != KEEP and one.cls in DANGEROUS}
    return frozenset(classes - _expected(verdict))


def _expected(verdict: ColumnVerdict) -> frozenset[str]:
    """What such a column holds rightly: an office's telephone, an organisation's code or place."""
    if verdict.cls == "OFFICE_PHONE":
        return frozenset({"PERSONAL_PHONE"})
    if verdict.cls == "USCC" or verdict.kind == "serial":
        return frozenset({"BANK_ACCOUNT", "HUKOU", "CANDIDATE_NO", "QQ"})
    if verdict.kind == "office_address":
        return frozenset({"ADDRESS_DETAIL"})
    if verdict.kind == "date":
        return frozenset({"DATE_OF_BIRTH", "BANK_ACCOUNT"})
    if verdict.kind == "org":
        return frozenset({"HEALTH", "DISABILITY"})
    return frozenset()
