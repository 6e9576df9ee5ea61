"""Cause of hardship and the family-planning situation written about a person."""

import re
from collections.abc import Iterator

from ..document import Document
from ..findings import Hit

CAUSE = re.compile(r"(?:致[贫困]|困难|返贫)(?:主要)?原因[:为是 ]{1,2}([^，。；;、\n()|\t,]{2,16})")
COLUMNS = frozenset({"POVERTY_CAUSE", "FAMILY_PLANNING", "TRACK", "RELIGION_ETHNIC"})
BEREFT = re.compile(r"失独|独生子女?(?:死亡|伤残|亡故|夭折)|计生特扶对象")


def find(doc: Document) -> Iterator[Hit]:
    for match in CAUSE.finditer(doc.text):
        if not match.group(1).strip("*×某 "):
            continue  # hidden already
        yield Hit(match.start(1), match.end(1), "POVERTY_CAUSE", 0.8, "致贫、致困原因")
    for cell in doc.cells:
        value = doc.text[cell.start : cell.end]
        if cell.column in COLUMNS and value.strip():
            yield Hit(cell.start, cell.end, cell.column, 0.8, "所在列涉及个人境况")


def find_bereft(doc: Document) -> Iterator[Hit]:
    """Words about a lost child; kept apart because they count only beside a person."""
    for match in BEREFT.finditer(doc.text):
        yield Hit(match.start(), match.end(), "FAMILY_PLANNING", 0.7, "计划生育特殊家庭情形")
