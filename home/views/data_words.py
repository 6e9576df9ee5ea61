"""What a dataset's columns mean, as files: dictionary, Table Schema, CSVW, data package."""

import json

from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from disclosure.addresses import root_of
from disclosure.datasets import dictionary, figures, state
from disclosure.datasets.own_columns import all_columns
from disclosure.datasets.register import Dataset, row_tables
from disclosure.exporting.answer import disposition
from disclosure.exporting.columns import Column
from disclosure.exporting.delimited import csv_pieces
from home.table_data import LICENCE
from home.views.data import dataset_or_404, table_or_404

MAIN = "main"


def tables_of(dataset: Dataset) -> list[tuple[str, str, tuple[Column, ...]]]:
    """(key, label, columns) of the main table and its row tables."""
    main = (MAIN, dataset.label.zh, all_columns(dataset.model, figures.duties_of(dataset)))
    return [main, *[(t.key, t.label.zh, t.columns) for t in row_tables().values()]]


@require_safe
def dictionary_file(request, key, kind):
    """Every column of the dataset and its row tables, as CSV or JSON."""
    dataset = dataset_or_404(key)
    rows = [
        row
        for table, _label, columns in tables_of(dataset)
        for row in dictionary.dictionary_rows(table, columns)
    ]
    if kind == "csv":
        text = "".join(csv_pieces(dictionary.COLUMNS, rows))
        response = HttpResponse(text, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = disposition(
            f"dictionary-{key}", f"{dataset.label.zh}-数据字典", "csv"
        )
        return response
    if kind != "json":
        raise Http404
    names = [column.name for column in dictionary.COLUMNS]
    duties = [
        {"code": duty.code, "label": duty.label, "basis": duty.basis_text}
        for duty in figures.duties_of(dataset)
    ]
    return _json(
        {
            "dataset": key,
            "title": dataset.label.zh,
            "title_en": dataset.label.en,
            "duties": duties,
            "columns": [dict(zip(names, row, strict=True)) for row in rows],
        }
    )


@require_safe
def schema(request, key, table=""):
    """Table Schema of the main table or of a table of rows."""
    dataset = dataset_or_404(key)
    if table:
        return _json(dictionary.table_schema(table_or_404(table).columns, parent=key))
    columns = all_columns(dataset.model, figures.duties_of(dataset))
    return _json(dictionary.table_schema(columns))


@require_safe
def csvw(request, key, table=""):
    """Metadata beside the CSV file, where the W3C says it is looked for."""
    dataset = dataset_or_404(key)
    if table:
        columns, title = (
            table_or_404(table).columns,
            f"{dataset.label.zh}-{table_or_404(table).label.zh}",
        )
        url = f"{root_of(request)}/data/{key}/{table}.csv"
    else:
        columns = all_columns(dataset.model, figures.duties_of(dataset))
        title, url = dataset.label.zh, f"{root_of(request)}/data/{key}.csv"
    changed = state.now().changed_at
    facts = {"dc:rights": LICENCE}
    if changed:
        facts["dc:modified"] = changed.isoformat()
    text = json.dumps(dictionary.csv_on_the_web(url, title, columns, facts), ensure_ascii=False)
    return HttpResponse(text, content_type="application/csvm+json")


@require_safe
def package(request, key):
    """Data package: all tables of the dataset with their schemas."""
    dataset, root = dataset_or_404(key), root_of(request)
    resources = []
    for table, label, columns in tables_of(dataset):
        is_main = table == MAIN
        resources.append(
            {
                "name": key if is_main else f"{key}-{table}",
                "title": label,
                "path": f"{root}/data/{key}.csv" if is_main else f"{root}/data/{key}/{table}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "profile": "tabular-data-resource",
                "schema": dictionary.table_schema(columns, parent="" if is_main else key),
            }
        )
    return _json(
        {
            "profile": "tabular-data-package",
            "name": key,
            "title": dataset.label.zh,
            "homepage": f"{root}/data/{key}/",
            "licenses": [{"title": LICENCE, "path": f"{root}/data/#licence"}],
            "resources": resources,
        }
    )


def _json(content: dict) -> JsonResponse:
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
