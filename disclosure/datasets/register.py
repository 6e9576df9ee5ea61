"""Which datasets there are: one per page type, each with a table of its items and its row tables.

The key is made of the class name, which never changes: PovertyProjectPage -> poverty-project.
"""

import re
from dataclasses import dataclass
from functools import cache

from disclosure.exporting.columns import INTEGER, Column
from disclosure.models import (
    PAGE_TYPES,
    TYPED_ROWS,
    AttachmentRow,
    LinkRow,
    RegionRow,
)

from .base_columns import Bilingual, bilingual
from .own_columns import column_of

_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# Rows about single persons are read on the page of their item alone: households and their helpers
# by name, and donors, who may be private persons (privacy.md §3).
PERSONAL_ROWS = frozenset({"helper_row"})
PERSONAL_COLUMNS = frozenset({"donor"})
_PLURALS = {"item_row": "entries", "facility_row": "facilities"}


@dataclass(frozen=True, slots=True)
class RowTable:
    """A child table: rows of items, tied to the main table by `number`.

    `read`: what the database is asked for beside the number, column by column.
    """

    key: str
    label: Bilingual
    model: type
    columns: tuple[Column, ...]
    read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    """All public items of one page type."""

    key: str
    model: type
    label: Bilingual

    @property
    def name(self) -> str:
        return self.model.__name__


def key_of(page_class) -> str:
    return "-".join(_WORD.split(page_class.__name__.removesuffix("Page"))).lower()


@cache
def datasets() -> dict[str, Dataset]:
    """All datasets by key, in alphabetical order."""
    found = [
        Dataset(key_of(page_class), page_class, bilingual(page_class._meta.verbose_name))
        for page_class in PAGE_TYPES
    ]
    return {dataset.key: dataset for dataset in sorted(found, key=lambda one: one.key)}


@cache
def row_tables() -> dict[str, RowTable]:
    """Child tables by key; every dataset has all of them, most of them empty."""
    typed = [
        _typed(_PLURALS.get(name) or f"{name.removesuffix('_row')}s", model)
        for name, model in TYPED_ROWS.items()
        if name not in PERSONAL_ROWS
    ]
    return {table.key: table for table in [*typed, _regions(), _links(), _files()]}


_NUMBER = Column("number", "索引号", "Item number", about="主表的 number。", is_required=True)
_PLACE = Column("place", "行序", "Place", INTEGER, about="在这条信息里的次序，从 1 起。",
                about_en="Order within the item, from 1.", is_required=True)  # fmt: skip
_TABLE = Column(
    "table", "所属内容", "Table", about="目录要素的名称。", about_en="Catalogue element."
)


def _typed(key: str, model) -> RowTable:
    columns, read = [_NUMBER, _PLACE, _TABLE], ["table"]
    for name in model.columns:
        if name in PERSONAL_COLUMNS:
            continue
        column = column_of(model._meta.get_field(name))
        columns.append(column)
        read.append(name)
    if key == "indicators":
        columns.append(_REPLACED)
        read.append("replaced")
    return RowTable(key, bilingual(model._meta.verbose_name), model, tuple(columns), tuple(read))


_REPLACED = Column(
    "replaced",
    "替代显示",
    "Shown instead",
    about="数字会透露个别人情况时，代替它显示的内容，例如 value=<3。",
    about_en="What is shown instead of a number that would tell of single persons.",
)


def _regions() -> RowTable:
    columns = (
        _NUMBER,
        _PLACE,
        Column("region_code", "区划代码", "Region code"),
        Column("region_name", "行政区域", "Region"),
    )
    read = ("region__code", "region_name")
    return RowTable("regions", bilingual(RegionRow._meta.verbose_name), RegionRow, columns, read)


def _links() -> RowTable:
    columns = [column_of(LinkRow._meta.get_field(n)) for n in ("relation", "label", "target")]
    label = bilingual(LinkRow._meta.verbose_name)
    return RowTable(
        "links", label, LinkRow, (_NUMBER, _PLACE, *columns), ("relation", "label", "target")
    )


def _files() -> RowTable:
    columns = (
        _NUMBER,
        _PLACE,
        Column("title", "名称", "Title"),
        Column("sha256", "校验值", "SHA-256", about="公开副本的 SHA-256。"),
        Column("size", "大小", "Size", INTEGER, unit="B"),
    )
    label = bilingual(AttachmentRow._meta.verbose_name)
    return RowTable("files", label, AttachmentRow, columns, ("title", "digest", "size"))
