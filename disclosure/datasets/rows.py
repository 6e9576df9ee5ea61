"""Rows of a dataset, read in one statement and never held together in memory.

On PostgreSQL the statement is a cursor of the server, read in batches; closing the iterator closes
it. What is read are the columns of live rows, which equal the released ones (gate.md).
"""

from collections.abc import Iterator, Sequence
from contextlib import closing

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from disclosure.canonical import BEIJING
from disclosure.exporting.columns import DATETIME, Cell, Column, Row
from disclosure.models import DisclosurePage, PublicVersion
from disclosure.periods import without_running_lists

from .base_columns import read_names
from .filters import Filters, applied
from .register import Dataset, RowTable

BATCH = 2000


def items_of(dataset: Dataset, filters: Filters) -> QuerySet:
    """Public items of the type that pass the filters, in an order that never changes."""
    items = applied(dataset.model.objects.released(), filters)
    if any(field.name == "display_until" for field in dataset.model._meta.concrete_fields):
        items = items.exclude(display_until__lt=timezone.localdate())
    return without_running_lists(items)


def rows_of(items: QuerySet, columns: Sequence[Column], root: str) -> Iterator[Row]:
    """A row per item, in the order of the queryset; `root` completes the addresses."""
    last = PublicVersion.objects.filter(number=OuterRef("number")).order_by("-rev")
    places = {column.name: place for place, column in enumerate(columns)}
    url, revision, number = places.get("url"), places.get("revision"), places["number"]
    read = [name for name in read_names(columns) if name != "url"]
    if revision is not None:
        items = items.annotate(revision=Subquery(last.values("rev")[:1]))
    moments = [place for place, column in enumerate(columns) if column.type == DATETIME]
    with closing(items.values_list(*read).iterator(chunk_size=BATCH)) as found:
        for values in found:
            row: list[Cell] = list(values)
            if url is not None:
                row.insert(url, f"{root}/i/{values[number]}/")
            for place in moments:
                row[place] = _local(row[place])
            yield row


def child_items(dataset: Dataset, table: RowTable, filters: Filters) -> QuerySet:
    """Rows of the table whose items are in the main table."""
    rows = table.model.objects.filter(page__in=items_of(dataset, filters).values("pk"))
    if table.key == "files":
        rows = rows.exclude(digest="")  # a file that waits in the vault is not named
    return rows.order_by("page__number", "sort_order", "pk")


def child_rows(rows: QuerySet, table: RowTable) -> Iterator[Row]:
    """The number of the item, the place within it, then the cells."""
    moments = [n for n, column in enumerate(table.columns) if column.type == DATETIME]
    replaced = len(table.columns) - 1 if table.key == "indicators" else None
    number, place = "", 0
    found = rows.values_list("page__number", *table.read).iterator(chunk_size=BATCH)
    with closing(found):
        for values in found:
            place = place + 1 if values[0] == number else 1
            number = values[0]
            row: list = [number, place, *values[1:]]
            for moment in moments:
                row[moment] = _local(row[moment])
            if replaced is not None:
                row[replaced] = _words(row[replaced])
            yield row


def _local(moment):
    return moment.astimezone(BEIJING).replace(microsecond=0) if moment else None


def _words(replaced: dict) -> str:
    return "；".join(f"{name}={shown}" for name, shown in (replaced or {}).items())


def content_type_ids() -> dict[int, type]:
    """Page type by the id of its content type."""
    from disclosure.models import PAGE_TYPES

    types = ContentType.objects.get_for_models(*PAGE_TYPES, for_concrete_models=True)
    return {content_type.pk: model for model, content_type in types.items()}


def all_items() -> QuerySet:
    """Every public item that may be taken away in bulk."""
    return without_running_lists(DisclosurePage.objects.released())
