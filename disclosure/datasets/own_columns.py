"""Columns of one page type: its typed fields with labels, units and the duties behind them."""

import re

from django.db import models

from disclosure.elements import NoStorage, storage_of
from disclosure.exporting.columns import (
    BOOLEAN,
    DATE,
    DATETIME,
    INTEGER,
    NUMBER,
    STRING,
    YEAR,
    Column,
)
from disclosure.fields import FIRST_YEAR, ChoicesField

from .base_columns import base_columns, bilingual, choices_of

PERCENT_DIGITS = 5  # disclosure.fields.percent
_UNIT = re.compile(r"（([^（），、]{1,8})(?:，[^（）]*)?）$")
_ENGLISH = {"元": "CNY", "%": "%", "人": "persons", "吨": "t"}


def column_of(field: models.Field, sources: tuple[str, ...] = ()) -> Column:
    """The column of a field of a page type or of a row."""
    label, help_text = bilingual(field.verbose_name), bilingual(field.help_text)
    kind = kind_of(field)
    is_text = kind == STRING
    return Column(
        name=field.name,
        label=label.zh,
        label_en=label.en,
        type=kind,
        unit=unit_of(field, kind, label.zh),
        about=help_text.zh,
        about_en=help_text.en,
        choices=_choices(field),
        sources=sources,
        most=field.max_length if is_text else None,
    )


def kind_of(field: models.Field) -> str:
    """Type of the values, in the words of the Table Schema."""
    kinds = {
        "BooleanField": BOOLEAN,
        "DateField": DATE,
        "DateTimeField": DATETIME,
        "DecimalField": NUMBER,
        "PositiveIntegerField": INTEGER,
        "PositiveBigIntegerField": INTEGER,
    }
    if field.get_internal_type() == "PositiveSmallIntegerField":
        is_year = any(getattr(v, "limit_value", 0) == FIRST_YEAR for v in field.validators)
        return YEAR if is_year else INTEGER
    return kinds.get(field.get_internal_type(), STRING)


def unit_of(field: models.Field, kind: str, label: str) -> str:
    """What a number counts: yuan, per cent, or what its label says in brackets."""
    if kind not in (NUMBER, INTEGER):
        return ""
    if getattr(field, "max_digits", None) == PERCENT_DIGITS:
        return "%"
    found = _UNIT.search(label)
    return found[1].removesuffix("数") if found else ""


def unit_in_english(unit: str) -> str:
    return _ENGLISH.get(unit, unit)


def _choices(field: models.Field) -> tuple[tuple[str, str, str], ...]:
    # Several of a list stand in one text, joined by 、: no closed list of values.
    if isinstance(field, ChoicesField | models.BooleanField):
        return ()
    return choices_of(field.flatchoices)


def own_columns(page_class, duties=()) -> list[Column]:
    """Typed fields of the page type in order of declaration; `duties` are its catalogue rows."""
    asked = asked_for(page_class, duties)
    return [
        column_of(page_class._meta.get_field(name), tuple(asked.get(name, ())))
        for name in page_class.own_fields()
    ]


def asked_for(page_class, duties) -> dict[str, list[str]]:
    """{column: codes of the catalogue rows whose elements lie there}."""
    found: dict[str, list[str]] = {}
    for duty in duties:
        for element in duty.elements:
            try:
                stored = storage_of(page_class, element)
            except NoStorage:
                continue
            for attribute in stored.attributes:
                codes = found.setdefault(attribute, [])
                if duty.code not in codes:
                    codes.append(duty.code)
    return found


def all_columns(page_class, duties=()) -> tuple[Column, ...]:
    """The main table: the base, the type's own, and last the address."""
    *base, url = base_columns()
    return (*base, *own_columns(page_class, duties), url)
