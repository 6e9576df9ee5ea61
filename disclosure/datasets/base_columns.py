"""Columns that every dataset and every list of items has: what the box beside an item says."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.utils import translation

from disclosure import vocabulary as words
from disclosure.exporting.columns import BOOLEAN, DATE, DATETIME, INTEGER, STRING, Column
from disclosure.models import DisclosurePage

# Values the columns are read from, in one statement.
READ = {
    "unit_code": "unit__code",
    "region_code": "region__code",
    "catalogue_code": "catalogue_item__code",
    "type": "content_type_id",
    "published_at": "first_published_at",
    "updated_at": "last_published_at",
}
# name, Chinese, English, type, about, about in English
_OWN = {
    "number": ("索引号", "Item number", STRING, "永不改变，也不给别的信息用。", "Never changes."),
    "title": ("标题", "Title", STRING, "", ""),
    "unit_code": ("单位代码", "Unit code", STRING, "见 /units/。", "Listed at /units/."),
    "unit_name": ("公开单位", "Publishing unit", STRING, "公开时的名称。", "As at release."),
    "catalogue_code": ("目录编号", "Catalogue row", STRING, "见 /catalogue/。", "See /catalogue/."),
    "catalogue_label": ("目录事项", "Duty", STRING, "公开时的名称。", "As at release."),
    "region_code": ("区划代码", "Region code", STRING, "GB/T 2260。", "GB/T 2260."),
    "region_name": ("行政区域", "Region", STRING, "公开时的名称。", "As at release."),
    "is_reprint": ("转载", "Reprint", BOOLEAN, "", ""),
    "is_example": ("示例", "Example", BOOLEAN, "演示内容，不是真的。", "Demo content, not real."),
    "revision": ("版次", "Revision", INTEGER, "公开过的第几版。", "Number of the public version."),
    "published_at": ("首次公开时间", "First published", DATETIME, "", ""),
    "updated_at": ("最近公开时间", "Last published", DATETIME, "", ""),
    "url": ("网址", "Address", STRING, "信息的公开页面。", "Public page of the item."),
}  # fmt: skip
ORDER = (
    "number title unit_code unit_name catalogue_code catalogue_label domain stage region_code "
    "region_name doc_no issuing_body issued_on effective_on validity topic genre audience "
    "publicity_from publicity_to project_code keywords source_note is_reprint is_example revision "
    "published_at updated_at url"
).split()
_VOCABULARY = {"domain": words.DOMAINS, "stage": words.STAGES, "audience": words.AUDIENCES,
               "validity": words.VALIDITY}  # fmt: skip
_REQUIRED = {"number", "title", "revision", "published_at", "url"}


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A word in both languages of the site."""

    zh: str
    en: str


def bilingual(lazy) -> Bilingual:
    """A translatable word in both languages, whatever the visitor's."""
    with translation.override("zh-hans"):
        chinese = str(lazy)
    with translation.override("en"):
        return Bilingual(chinese, str(lazy))


def choices_of(pairs) -> tuple[tuple[str, str, str], ...]:
    """(value, Chinese, English) of a closed vocabulary."""
    found = ((str(value), bilingual(label)) for value, label in pairs)
    return tuple((value, label.zh, label.en) for value, label in found)


@cache
def base_columns() -> tuple[Column, ...]:
    """In reading order, the same in every dataset."""
    return tuple(_column(name) for name in ORDER)


def _column(name: str) -> Column:
    if name in _OWN:
        label, english, kind, about, about_en = _OWN[name]
        return Column(name, label, english, kind, about=about, about_en=about_en,
                      is_required=name in _REQUIRED)  # fmt: skip
    field = DisclosurePage._meta.get_field(name)
    label = bilingual(field.verbose_name)
    kind = DATE if field.get_internal_type() == "DateField" else STRING
    return Column(name, label.zh, label.en, kind, choices=choices_of(_VOCABULARY.get(name, ())),
                  most=field.max_length if kind == STRING else None)  # fmt: skip


def read_names(columns: Sequence[Column]) -> list[str]:
    """What the database is asked for, column by column."""
    return [READ.get(column.name, column.name) for column in columns]
