"""A column of an exported table: its stable name, its words, its type (pure)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

Cell = str | int | Decimal | bool | date | datetime | None
Row = Sequence[Cell]

# Types of the Table Schema (datapackage.org) that occur here.
STRING, INTEGER, NUMBER, BOOLEAN = "string", "integer", "number", "boolean"
DATE, DATETIME, YEAR = "date", "datetime", "year"


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is for machines and never changes; the labels are for people.

    `unit`: what the number counts (元, %, 人). `choices`: the values that occur, with their words.
    `sources`: rows of the catalogue that ask for it.
    """

    name: str
    label: str
    label_en: str
    type: str = STRING
    unit: str = ""
    about: str = ""
    about_en: str = ""
    choices: tuple[tuple[str, str, str], ...] = ()
    sources: tuple[str, ...] = field(default=())
    is_required: bool = False
    most: int | None = None


def heads(columns: Sequence[Column], language: str = "") -> list[str]:
    """First line of a table: machine names, or labels in `zh` or `en`."""
    if language == "zh":
        return [column.label for column in columns]
    if language == "en":
        return [column.label_en for column in columns]
    return [column.name for column in columns]


def written(cell: Cell) -> str:
    """A cell as text for CSV: ISO dates, plain decimals, true and false, nothing for nothing."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def in_batches(pieces: Iterator[str], size: int) -> Iterator[str]:
    """Short texts joined to pieces of about `size` characters: fewer writes to the network."""
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= size:
            yield "".join(waiting)
            waiting.clear()
            length = 0
    if waiting:
        yield "".join(waiting)
