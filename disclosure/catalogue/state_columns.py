"""A row of the catalogue in the columns of the State catalogue (pure)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from . import words
from .headings import LABELS

Values = Mapping[str, Any]
HEAD = tuple(LABELS.values())


def elements_text(elements: Iterable[Mapping[str, Any]]) -> str:
    return "；".join(str(element["label"]) for element in elements)


def cells(values: Values) -> list[str]:
    """The thirteen cells, as import reads them back without a difference."""
    return [
        str(values["seq"]),
        str(values["code"]),
        words.DOMAINS.get(values["domain"], values["domain"]),
        values["level1"],
        values["level2"],
        elements_text(values["elements"]),
        values["basis_text"],
        values["deadline_text"],
        values["publishing_body"],
        values["channels_text"] or words.joined_channels(values["channels"]),
        words.AUDIENCES.get(values["audience"], values["audience"]),
        words.MODES.get(values["mode"], values["mode"]),
        words.joined_levels(values["levels"]),
    ]


def table(rows: Sequence[Values]) -> Iterator[list[str]]:
    """Rows in their order, without the head."""
    return (cells(row) for row in rows)
