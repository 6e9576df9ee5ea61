"""Any list of items as a table: what a list row says, typed, for every list page and the search."""

from collections.abc import Iterator
from functools import cache

from django.db.models import QuerySet

from disclosure.exporting.columns import STRING, Column, Row

from .base_columns import base_columns
from .register import key_of
from .rows import content_type_ids, rows_of

_TYPE_PLACE = 2  # after number and title


@cache
def list_columns() -> tuple[Column, ...]:
    """The columns of every dataset, and which dataset the item is in."""
    kind = Column("type", "类型", "Type", STRING, about="数据集的名称，见 /data/。",
                  about_en="Key of the dataset, see /data/.", is_required=True)  # fmt: skip
    base = base_columns()
    return (*base[:_TYPE_PLACE], kind, *base[_TYPE_PLACE:])


def list_rows(items: QuerySet, root: str) -> Iterator[Row]:
    """A row per item in the order of the queryset (of `DisclosurePage`)."""
    keys = {pk: key_of(model) for pk, model in content_type_ids().items()}
    columns = list_columns()
    for row in rows_of(items, columns, root):
        changed = list(row)
        changed[_TYPE_PLACE] = keys.get(changed[_TYPE_PLACE], "")
        yield changed
