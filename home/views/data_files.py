"""The files of a dataset: its main table and its tables of rows."""

from functools import partial

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from disclosure.addresses import root_of
from disclosure.datasets import figures, state
from disclosure.datasets import filters as narrow
from disclosure.datasets.own_columns import all_columns
from disclosure.datasets.rows import child_items, child_rows, items_of, rows_of
from disclosure.exporting.answer import TYPES, Export, answer, refusal
from home.exports import LEFT_OUT, facts_of
from home.views.data import dataset_or_404, table_or_404


def _filters(request) -> narrow.Filters | HttpResponse:
    try:
        return narrow.parse(request.GET)
    except narrow.BadFilter as error:
        return refusal(400, str(error))


@require_safe
def file(request, key, kind):
    """The main table as a file."""
    chosen = dataset_or_404(key)
    if kind not in TYPES:
        raise Http404
    filters = _filters(request)
    if isinstance(filters, HttpResponse):
        return filters
    items = items_of(chosen, filters).order_by("number")
    present, root = state.today(), root_of(request)
    columns = all_columns(chosen.model, figures.duties_of(chosen) if kind == "xlsx" else ())
    remember = partial(figures.remember_size, key, mark=state.now().mark)
    export = Export(
        stem=f"data-{key}",
        title=chosen.label.zh,
        columns=columns,
        rows=lambda: rows_of(items, columns, root),
        state=present.mark,
        changed_at=present.changed_at,
        facts=facts_of(request, f"{chosen.label.zh}（{key}）", filters.pairs(), LEFT_OUT),
        described_by=f"{root}/data/{key}/schema.json",
        count=items.count() if kind == "xlsx" else None,
        on_sent=None if filters else lambda kind, size: remember(kind=kind, size=size),
    )
    return answer(request, export, kind)


@require_safe
def table_file(request, key, table, kind):
    """A table of rows as a file."""
    chosen, wanted = dataset_or_404(key), table_or_404(table)
    if kind not in TYPES:
        raise Http404
    filters = _filters(request)
    if isinstance(filters, HttpResponse):
        return filters
    rows = child_items(chosen, wanted, filters)
    present, root = state.today(), root_of(request)
    title = f"{chosen.label.zh}-{wanted.label.zh}"
    export = Export(
        stem=f"data-{key}-{table}",
        title=title,
        columns=wanted.columns,
        rows=lambda: child_rows(rows, wanted),
        state=present.mark,
        changed_at=present.changed_at,
        facts=facts_of(request, f"{title}（{key}/{table}）", filters.pairs(), LEFT_OUT),
        described_by=f"{root}/data/{key}/{table}/schema.json",
        count=rows.count() if kind == "xlsx" else None,
    )
    return answer(request, export, kind)
