"""The catalogue as a file in the State's columns: import reads it back without a difference."""

from collections.abc import Sequence
from typing import Any

from disclosure.exporting.answer import Export
from disclosure.exporting.columns import Column

from .headings import LABELS
from .state_columns import table

Row = dict[str, Any]
_ENGLISH = (
    "No.|Code|Domain|Level-one matter|Level-two matter|Content (elements)|Legal basis|Time limit|"
    "Publishing body|Channels and media|Audience|Mode|Levels"
).split("|")


def columns() -> tuple[Column, ...]:
    """The thirteen columns, their heads in Chinese in every format."""
    pairs = zip(LABELS.values(), _ENGLISH, strict=True)
    return tuple(Column(label, label, english) for label, english in pairs)


def export_of(rows: Sequence[Row], stem: str, title: str, facts=()) -> Export:
    """A file of these rows, in their order."""
    return Export(
        stem=stem,
        title=title,
        columns=columns(),
        rows=lambda: iter(table(rows)),
        facts=facts,
        count=len(rows),
    )
