"""Elements that lie in columns, written with their units."""

from datetime import date, datetime
from decimal import Decimal

from django.db import models

from disclosure import writing
from disclosure.fields import ChoicesField
from disclosure.shown import Element


def own_label(field) -> tuple[str, str]:
    return field.name, str(field.verbose_name)


def column_element(page, field, name, label, kind, place) -> Element:
    value = getattr(page, field.attname)
    if value is None or value == "":
        return Element(name, label, kind or "text", place)
    value = field.to_python(value)
    kind = kind or _kind_of(field, label)
    lines = tuple(writing.paragraphs(value)) if kind in ("prose", "list") else ()
    if isinstance(field, ChoicesField):
        return Element(name, label, "text", place, value=value, raw=value.split("、"))
    text = written(value, kind)
    if field.choices and not isinstance(value, bool):
        text = str(dict(field.flatchoices).get(value, value))
    return Element(
        name, label, kind, place, value=text, raw=raw_value(value, lines, kind), lines=lines
    )


def _kind_of(field, label: str) -> str:
    if isinstance(field, models.DateField):
        return "date"
    if isinstance(field, models.URLField):
        return "link"
    if isinstance(field, models.TextField):
        return "prose"
    if isinstance(field, models.DecimalField):
        return "percent" if field.max_digits == 5 else "money" if "元" in label else "number"
    if isinstance(field, models.PositiveIntegerField):
        return "number"
    return "text"


def written(value, kind: str) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return writing.moment(value)
    if isinstance(value, date):
        return writing.day(value)
    if kind == "money":
        return writing.money(value)
    if kind == "percent":
        return writing.percent(value)
    if isinstance(value, Decimal) or kind == "number":
        return writing.number(value)
    return str(value)


def raw_value(value, lines, kind):
    if kind == "list":
        return list(lines)
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(writing.BEIJING).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def body_element(page, name, label) -> Element:
    """The prose itself is rendered as a stream; here it says only that it is there."""
    return Element(name, label, "body", "body", value="有" if page.body.raw_data else "")


def published_element(page, name, label) -> Element:
    value = page.first_published_at
    if not value:
        return Element(name, label, "date", "box")
    local = value.astimezone(writing.BEIJING).date()
    return Element(name, label, "date", "box", value=writing.day(local), raw=local.isoformat())


def range_element(page, name, label, attributes) -> Element:
    ends = [page._meta.get_field(a).to_python(getattr(page, a)) for a in attributes]
    write = writing.moment if any(isinstance(end, datetime) for end in ends) else writing.day
    raw = (
        {"from": raw_value(ends[0], (), ""), "to": raw_value(ends[1], (), "")}
        if any(ends)
        else None
    )
    return Element(name, label, "date", value=writing.period(*ends, write), raw=raw)


def counts_element(page, name, label, attributes) -> Element:
    values = {a: getattr(page, a) for a in attributes if getattr(page, a) is not None}
    words = {"deaths": "死亡", "injured": "受伤", "missing": "失踪"}
    text = "，".join(f"{words[a]} {writing.number(value)} 人" for a, value in values.items())
    return Element(name, label, "text", value=text, raw=values or None)
