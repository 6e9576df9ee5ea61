"""主动公开基本目录 as a table: what must be published, on which basis, by when, by whom."""

from collections.abc import Iterator
from functools import cache

from django.db.models import Count, Q, QuerySet

from disclosure import models
from disclosure.exporting.columns import INTEGER, Column, Row

from .own_columns import column_of
from .register import key_of

_FIELDS = (
    "code domain level1 level2 stage basis_text deadline_text publishing_body channels_text "
    "audience"
).split()


@cache
def duty_columns() -> tuple[Column, ...]:
    meta = models.CatalogueItem._meta
    return (
        *[column_of(meta.get_field(name)) for name in _FIELDS],
        Column("elements", "公开要素", "Elements", about="用分号分开；带 * 的必填。"),
        Column("type", "类型", "Type", about="数据集的名称，见 /data/。"),
        Column("items", "已公开", "Published items", INTEGER),
    )


def duty_rows(rows: QuerySet) -> Iterator[Row]:
    """In the order of the catalogue."""
    live = Q(pages__live=True, pages__number__isnull=False)
    for duty in rows.annotate(items=Count("pages", filter=live)):
        page_class = getattr(models, duty.page_type, None)
        yield [
            *[getattr(duty, name) for name in _FIELDS],
            "；".join(f"{e['label']}{'*' if e.get('required') else ''}" for e in duty.elements),
            key_of(page_class) if page_class else "",
            duty.items,
        ]
