"""Datasets in the API: which there are, what their columns mean, and their rows page by page."""

import json
from datetime import date, datetime
from itertools import islice
from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_noop
from ninja import Field, Path, Query, Router, Schema
from ninja.errors import HttpError

from disclosure.addresses import root_of
from disclosure.exporting.columns import Column
from disclosure.exporting.objects import value_of
from disclosure.problem import Problem

from . import figures as counted
from . import filters as narrow
from .base_columns import Bilingual
from .own_columns import all_columns
from .register import Dataset, RowTable, datasets, row_tables
from .rows import child_items, child_rows, items_of, rows_of

N = gettext_noop
PER_PAGE, MOST_PER_PAGE = 100, 500
# Deeper, everything before is read in vain: whoever wants it all takes the file.
LAST_PAGE = 2_000
OTHERS = ("page", "page_size", "lang")

router = Router(tags=["datasets"])
Key = Annotated[str, Path(description=N("数据集的名称"), examples=["poverty-project"])]
TableKey = Annotated[str, Path(description=N("附表的名称，如 indicators"), examples=["indicators"])]


class DatasetOut(Schema):
    """One dataset: all public items of one page type."""

    key: str
    title: str
    count: int = Field(description=N("几条信息"))
    updated_at: datetime | None
    first: date | None = Field(description=N("最早的成文（公开）日期"))
    last: date | None
    domains: list[str]
    units: list[str]
    url: str
    rows_url: str
    schema_url: str
    files: dict[str, str] = Field(description=N("各种格式的下载地址"))


class DatasetList(Schema):
    count: int
    results: list[DatasetOut]


class ColumnOut(Schema):
    """A column; its name never changes."""

    name: str
    label: str
    type: str
    unit: str
    about: str
    values: list[str]
    sources: list[str] = Field(description=N("要求公开它的目录事项"))


class TableOut(Schema):
    """A table of rows that belong to the items; `number` names the item."""

    key: str
    title: str
    count: int
    rows_url: str
    columns: list[ColumnOut]


class DatasetDetail(DatasetOut):
    """A dataset with its dictionary."""

    columns: list[ColumnOut]
    tables: list[TableOut]


class RowPage(Schema):
    """One page of rows; `next` is a complete address or null."""

    count: int
    next: str | None
    previous: str | None
    results: list[dict]


class RowFilters(Schema):
    """Filters as at /data/; several values of one filter mean any of them."""

    domain: list[str] = Field(default=[], description=N("领域代码"), examples=[["poverty"]])
    unit: list[str] = Field(default=[], description=N("公开单位代码"), examples=[["jl-mzt"]])
    region: list[str] = Field(
        default=[], description=N("行政区划代码，含其下级"), examples=[["220000"]]
    )
    stage: list[str] = Field(default=[], description=N("环节代码"), examples=[["execution"]])
    catalogue: list[str] = Field(default=[], description=N("目录事项编号"), examples=[["P3"]])
    year: list[str] = Field(
        default=[], description=N("成文年份；没有成文日期的按公开年份"), examples=[["2018"]]
    )
    page: int = Field(default=1, ge=1, le=LAST_PAGE, description=N("第几页，从 1 开始"))
    page_size: int = Field(
        default=PER_PAGE, ge=1, le=MOST_PER_PAGE, description=N("每页行数，最多 500")
    )


@router.get("/", response=DatasetList, operation_id="list_datasets", summary=N("数据集列表"))
def list_datasets(request: HttpRequest):
    found = counted.figures()
    results = [_out(request, datasets()[key], one) for key, one in found.items()]
    return {"count": len(results), "results": results}


@router.get(
    "/{key}/",
    response={200: DatasetDetail, 404: Problem},
    operation_id="get_dataset",
    summary=N("一个数据集和它的数据字典"),
)
def get_dataset(request: HttpRequest, key: Key):
    dataset = _dataset(key)
    counts = counted.row_counts(dataset, narrow.Filters())
    columns = all_columns(dataset.model, counted.duties_of(dataset))
    return _out(request, dataset, counted.figures()[key]) | {
        "columns": [_column(column) for column in columns],
        "tables": [_table(request, dataset, table, counts) for table in row_tables().values()],
    }


@router.get(
    "/{key}/rows",
    response={200: RowPage, 404: Problem, 422: Problem},
    operation_id="list_dataset_rows",
    summary=N("数据集的行：每条公开信息一行"),
)
def list_rows(request: HttpRequest, key: Key, filters: Query[RowFilters]):
    dataset = _dataset(key)
    items = items_of(dataset, _narrowed(request)).order_by("number")
    columns = all_columns(dataset.model)
    some = items[_start(filters) : _start(filters) + filters.page_size]
    rows = rows_of(some, columns, root_of(request))
    return _page(request, filters, items.order_by().count(), columns, rows)


@router.get(
    "/{key}/{table}/rows",
    response={200: RowPage, 404: Problem, 422: Problem},
    operation_id="list_table_rows",
    summary=N("附表的行：用 number 与主表对应"),
)
def list_table_rows(request: HttpRequest, key: Key, table: TableKey, filters: Query[RowFilters]):
    dataset = _dataset(key)
    if table not in row_tables():
        raise Http404
    wanted = row_tables()[table]
    found = child_items(dataset, wanted, _narrowed(request))
    start = _start(filters)
    # Places are counted per item, so that the rows before the page are read as well.
    rows = islice(child_rows(found, wanted), start, start + filters.page_size)
    return _page(request, filters, found.order_by().count(), wanted.columns, rows)


def _narrowed(request: HttpRequest) -> narrow.Filters:
    try:
        return narrow.parse(request.GET, others=OTHERS)
    except narrow.BadFilter as error:
        raise HttpError(422, str(error)) from error


def _dataset(key: str) -> Dataset:
    if key not in datasets():
        raise Http404
    return datasets()[key]


def _start(filters: RowFilters) -> int:
    return (filters.page - 1) * filters.page_size


def _page(request, filters: RowFilters, count: int, columns, rows) -> HttpResponse:
    """Written by the writer of the files: numbers keep their digits."""
    names = [json.dumps(column.name) for column in columns]
    told = [
        "{"
        + ", ".join(f"{name}: {value_of(cell)}" for name, cell in zip(names, row, strict=True))
        + "}"
        for row in rows
    ]
    is_last = _start(filters) + filters.page_size >= count
    follows = None if is_last or filters.page >= LAST_PAGE else _beside(request, filters.page + 1)
    before = _beside(request, filters.page - 1) if filters.page > 1 else None
    text = (
        f'{{"count": {count}, "next": {json.dumps(follows)}, "previous": {json.dumps(before)}, '
        f'"results": [{", ".join(told)}]}}'
    )
    return HttpResponse(text, content_type="application/json; charset=utf-8")


def _beside(request: HttpRequest, page: int) -> str:
    parameters = request.GET.copy()
    parameters["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")


def _word(label: Bilingual) -> str:
    return label.en if get_language() == "en" else label.zh


def _out(request: HttpRequest, dataset: Dataset, one: counted.Figures) -> dict:
    root = root_of(request)
    address = f"{root}/data/{dataset.key}"
    return {
        "key": dataset.key,
        "title": _word(dataset.label),
        "count": one.count,
        "updated_at": one.changed_at,
        "first": one.first,
        "last": one.last,
        "domains": list(one.domains),
        "units": list(one.units),
        "url": f"{address}/",
        "rows_url": f"{root}/api/v1/datasets/{dataset.key}/rows",
        "schema_url": f"{address}/schema.json",
        "files": {kind: f"{address}.{kind}" for kind in ("csv", "xlsx", "json", "jsonl")},
    }


def _column(column: Column) -> dict:
    is_english = get_language() == "en"
    return {
        "name": column.name,
        "label": column.label_en if is_english else column.label,
        "type": column.type,
        "unit": column.unit,
        "about": column.about_en if is_english else column.about,
        "values": [value for value, _zh, _en in column.choices],
        "sources": list(column.sources),
    }


def _table(request: HttpRequest, dataset: Dataset, table: RowTable, counts: dict) -> dict:
    return {
        "key": table.key,
        "title": _word(table.label),
        "count": counts[table.key],
        "rows_url": f"{root_of(request)}/api/v1/datasets/{dataset.key}/{table.key}/rows",
        "columns": [_column(column) for column in table.columns],
    }
