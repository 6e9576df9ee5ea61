"""How a long table is cut into pages: village by village where it names villages, else by fifty."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

ROWS_PER_PAGE = 50
# More groups than this are no way to find anything; the table is cut by rows then.
MOST_GROUPS = 300
# The finest division that neighbours think in comes first.
_GROUPS = [
    re.compile(
        r"(行政|自然|所在|所属)*(村|社区|居委会)+(（.*）|\(.*\)|名称|居委会|社区|/社区|或社区)*"
    ),
    re.compile(
        r"(所在|所属)*(乡镇|乡（镇）|乡\(镇\)|街道|镇|乡)+(（.*）|\(.*\)|名称|街道|/街道|或街道)*"
    ),
    re.compile(r"(所在|所属)*(学校|单位|县（市、区）|县市区|区县|县区)(名称)?"),
]


@dataclass(frozen=True, slots=True)
class Chunk:
    """One page of a table. `number` counts from 1; first and last are meant within the group."""

    group: str
    number: int
    rows: Sequence[Sequence[str]] = field(repr=False)
    start: int = 1
    is_first: bool = True
    is_last: bool = True
    group_size: int = 0

    @property
    def end(self) -> int:
        return self.start + len(self.rows) - 1


def chunks_of(labels: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Chunk]:
    """The pages of a table, in order. Rows of one group stand together, in the order they had."""
    if len(rows) <= ROWS_PER_PAGE:
        return [Chunk("", 1, rows)] if rows else []
    place = group_column(labels)
    groups = _grouped(rows, place) if place is not None else None
    if groups is None:
        return _cut("", rows, 1, 1)
    found: list[Chunk] = []
    start = 1
    for name, members in groups.items():
        found += _cut(name, members, len(found) + 1, start)
        start += len(members)
    return found


def group_column(labels: Sequence[str]) -> int | None:
    """Place of the column that names the village or the like."""
    for pattern in _GROUPS:
        for place, label in enumerate(labels):
            if pattern.fullmatch(label.strip()):
                return place
    return None


def _grouped(rows: Sequence[Sequence[str]], place: int) -> dict[str, list[Sequence[str]]] | None:
    groups: dict[str, list[Sequence[str]]] = {}
    for row in rows:
        groups.setdefault(row[place].strip() if place < len(row) else "", []).append(row)
        if len(groups) > MOST_GROUPS:
            return None
    return groups if len(groups) > 1 and "" not in groups else None


def _cut(group: str, rows: Sequence[Sequence[str]], number: int, start: int) -> list[Chunk]:
    cuts = range(0, len(rows), ROWS_PER_PAGE)
    return [
        Chunk(
            group,
            number + n,
            rows[cut : cut + ROWS_PER_PAGE],
            start + cut,
            is_first=n == 0,
            is_last=n == len(cuts) - 1,
            group_size=len(rows),
        )
        for n, cut in enumerate(cuts)
    ]
