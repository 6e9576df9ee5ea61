"""What the public is shown of one element: plain values, ready for page, print and open data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    label: str
    is_numeric: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    relation: str = "related"


@dataclass(frozen=True, slots=True)
class File:
    """`digest` names the public copy; without one the file is still being worked on."""

    title: str
    digest: str
    size: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line below the rows: `other` for those not shown singly, `total`, `part` for a group."""

    kind: str
    label: str
    cells: tuple[str, ...]

    @property
    def is_data(self) -> bool:
        """Whether the line stands for rows, so that the others add up with it."""
        return self.kind == "other"


@dataclass(frozen=True, slots=True)
class Element:
    """`kind`: text, prose, date, money, percent, number, list, phone, link, rows, recipients,
    files, links, body. `place`: title, box (shown with the item's base data), body, content.
    `raw` is the value for machines: numbers as text, dates in ISO form, rows as lists. `keys` name
    a table's rows in the public record: t/<key>/<row>."""

    name: str
    label: str
    kind: str
    place: str = "content"
    value: str = ""
    raw: object = None
    lines: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    total: str = ""
    note: str = ""
    foot: tuple[Line, ...] = ()
    files: tuple[File, ...] = ()
    links: tuple[Link, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.value or self.lines or self.rows or self.foot or self.files or self.links)
