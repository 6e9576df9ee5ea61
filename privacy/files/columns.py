"""Whole columns of a list by class: every cell of a dangerous column is a finding."""

import re
from collections.abc import Iterable

from privacy import table_shape
from privacy.findings import KEEP, MASK
from privacy.masks import NAMES, generalise
from privacy.policy import Policy
from privacy.tables import NONE, ColumnVerdict, classify
from privacy.validators import is_landline

from .blocks import Cell, Table
from .heads import Section, texts
from .model import FileFinding

NOTHING = re.compile(r"[\s\-—–/\\无*＊.。0〇]*|不详|未知|合计|总计|小计|共计|累计|平均")
SURE = 0.45  # below it a verdict is a guess from harmless-looking values
# Text that is read sentence by sentence instead of being dropped whole; officials stay.
BY_CELL = frozenset({"FREE_TEXT", "OFFICIAL_NAME", "QUASI", NONE})
TITLES = re.compile("职务|职位|职称|岗位")
NAME_PIECE = re.compile(r"[^、，,;；/\n()（）\[\]：:]+")
SHORT_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·• 　]{1,12}")


def cells_by_column(
    table: Table, section: Section, policy: Policy, allow: Iterable[str]
) -> list[FileFinding]:
    """One finding for each filled cell of a column that may not be shown as it is."""
    lines = list(zip(table.rows, texts(table), strict=True))[section.start : section.end]
    lines = [(row, values) for row, values in lines if not table_shape.is_footer(values)]
    rows, values = [row for row, _ in lines], [value for _, value in lines]
    allowed = {entry.strip() for entry in allow}
    found: list[FileFinding] = []
    verdicts = classify(section.names, values, policy=policy)
    has_titles = any(TITLES.search(name) for name in section.names)
    is_of_offices = any(one.kind == "org" for one in verdicts) and not any(
        one.cls in NAMES and one.action != KEEP for one in verdicts
    )
    for column, verdict in enumerate(verdicts):
        if verdict.action == KEEP or verdict.cls in BY_CELL or verdict.confidence < SURE:
            continue
        if verdict.cls in NAMES and has_titles:
            continue  # who holds an office stays; the detector tells by the title beside the name
        for row in rows:
            cell = row[column] if column < len(row) else None
            if cell is None or NOTHING.fullmatch(cell.text):
                continue
            if not (is_of_offices and is_landline(cell.text)):
                found += _cell(cell, verdict, section, column, allowed)
    return found


def _cell(
    cell: Cell, verdict: ColumnVerdict, section: Section, column: int, allowed: set[str]
) -> list[FileFinding]:
    text = cell.text
    if text.strip() in allowed:
        return []
    action = verdict.action
    if generalise(verdict.cls, text) == text.strip() and action != "remove":
        return []  # already as coarse as it would become
    name = section.names[column] if column < len(section.names) else ""
    reason = f"表头“{name}”的整列按同一类处理。" if name else "这一列的值属于同一类，整列处理。"
    pieces = [(0, len(text))]
    if verdict.cls in NAMES and action == MASK and not SHORT_NAME.fullmatch(text):
        pieces = [match.span() for match in NAME_PIECE.finditer(text)]
    return [
        FileFinding(
            f"{cell.ref}:{start}-{end}",
            cell.ref,
            start,
            end,
            verdict.cls,
            action,
            verdict.confidence,
            reason,
        )
        for start, end in pieces
        if text[start:end].strip()
    ]
