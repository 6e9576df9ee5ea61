"""Figures of one or two persons in statistics, as findings: `<3`, and one more that hides them.

Health and minors: one to four. A figure is proposed, the reviewer decides; what is decided is
checked again, so that no small figure can be computed from the others.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from disclosure.canonical import Record, ordered, row_cell, table_key
from privacy.findings import GENERALISE, Finding
from privacy.small_cells import Shown, Table, interval, suppress
from workflows.lists.opening import policy_of

SMALL, HIDDEN = "SMALL_CELL_", "HIDDEN_CELL"
OF_PERSONS = re.compile(r"人|户|名|例|人次|户次|对|人（户）|人\(户\)|户（人）")
TOTAL = re.compile("合计|总计|总数|共计|小计")
HEALTH_LIMIT = 5
COLUMNS = ("value", "previous")
CERTAIN = 1.0


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a group that adds up: where it stands and its value."""

    part: str
    start: int
    end: int
    value: int
    is_total: bool


def limit_of(page) -> int:
    """The least figure that may be shown."""
    least = policy_of(page).min_cell
    return max(least, HEALTH_LIMIT) if page.domain == "health" else least


def groups_of(page) -> list[list[Figure]]:
    """Figures of persons that belong together: one table, one unit, one column."""
    groups: dict[tuple[str, str, str], list[Figure]] = {}
    counts: dict[str, int] = {}
    for row in ordered(page.indicator_rows):
        key = table_key(row, "indicator_rows")
        counts[key] = counts.get(key, 0) + 1
        if not OF_PERSONS.fullmatch(row.unit.strip()):
            continue
        part, start = f"t/{key}/{counts[key]}", 0
        for name in row.columns:
            text = row_cell(row, name)
            value = getattr(row, name)
            if name in COLUMNS and _is_count(value):
                figure = Figure(
                    part, start, start + len(text), int(value), bool(TOTAL.search(row.name))
                )
                groups.setdefault((key, row.unit.strip(), name), []).append(figure)
            start += len(text) + 1
    return list(groups.values())


def _is_count(value) -> bool:
    return value is not None and Decimal(value) == int(value) >= 0


def _table(figures: list[Figure], limit: int) -> tuple[Table, list[Figure]]:
    """The figures as one column of a table, whose total is known where a row states it."""
    single = [figure for figure in figures if not figure.is_total]
    whole = sum(figure.value for figure in single)
    stated = any(figure.is_total and figure.value == whole for figure in figures)
    table = Table(
        [[figure.value] for figure in single],
        row_totals=False,
        column_totals=stated,
        grand_total=False,
        min_cell=limit,
    )
    return table, single


def add(page, record: Record, found: dict[str, list[Finding]]) -> dict[str, list[Finding]]:
    """The detector's findings, and the figures that must be hidden, by part of the record."""
    groups, limit = groups_of(page), limit_of(page)
    if not groups:
        return found
    texts = dict(record)
    found = {part: list(findings) for part, findings in found.items()}
    for figures in groups:
        table, single = _table(figures, limit)
        if not any(0 < figure.value < limit for figure in single):
            continue
        for figure, line in zip(single, suppress(table), strict=False):
            finding = _finding(figure, line[0], limit)
            if finding is not None and finding.end <= len(texts.get(figure.part, "")):
                found.setdefault(figure.part, []).append(finding)
    return found


def _finding(figure: Figure, shown: Shown, limit: int) -> Finding | None:
    if shown is Shown.SMALL:
        reason = f"少于 {limit}，看得出是谁，只写“<{limit}”。"
        cls = f"{SMALL}{HEALTH_LIMIT if limit >= HEALTH_LIMIT else 3}"
    elif shown is Shown.HIDDEN:
        reason, cls = "由合计能推算出少于规定人数的数字，这一个也不显示。", HIDDEN
    else:
        return None
    return Finding(figure.start, figure.end, cls, GENERALISE, CERTAIN, reason)


def contradictions(page, spots) -> list[str]:
    """Sentences where a small figure that is hidden could be computed from those kept."""
    limit = limit_of(page)
    kept = {
        (s.part, s.start): s.action == "keep" for s in spots if s.cls.startswith((SMALL, HIDDEN))
    }
    told = []
    for figures in groups_of(page):
        table, single = _table(figures, limit)
        states = [
            [_state(kept.get((figure.part, figure.start)), figure, limit), Shown.VALUE]
            for figure in single
        ]
        # The last line is the total, which stays as it is.
        for place, line in enumerate(states):
            if line[0] is Shown.SMALL:
                low, high = interval(table, [*states, [Shown.VALUE, Shown.VALUE]], place, 0)
                if low == high:
                    told.append(_("有过少的人数仍能由合计推算出来，请再隐藏同组的一个数字。"))
                    break
    return told


def _state(is_kept: bool | None, figure: Figure, limit: int) -> Shown:
    if is_kept is None or is_kept:
        return Shown.VALUE
    return Shown.SMALL if 0 < figure.value < limit else Shown.HIDDEN
