"""/data/: the datasets, each with its dictionary, a first look and its files."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from disclosure import vocabulary as words
from disclosure.addresses import root_of
from disclosure.datasets import figures, state
from disclosure.datasets import filters as narrow
from disclosure.datasets.base_columns import base_columns
from disclosure.datasets.own_columns import all_columns
from disclosure.datasets.register import Dataset, RowTable, datasets, row_tables
from disclosure.datasets.rows import items_of, rows_of
from disclosure.exporting.columns import written
from disclosure.models import Region, Unit
from home.dataset_cards import FORMATS, cards_of

PREVIEW = 20
LONGEST_CELL = 60  # signs of a cell in the first look
PREVIEW_COLUMNS = 8


@require_safe
def index(request):
    """All datasets; `q` and `domain` narrow them, the empty ones stand at the end."""
    asked = request.GET.get("q", "").strip()[:40]
    key = request.GET.get("domain", "")
    key = key if key in dict(words.DOMAINS) else ""
    present = state.now()
    cards = cards_of(figures.figures(), figures.known_sizes(present.mark))
    shown = [card for card in cards if card.fits(asked, key)]
    context = {
        "cards": [card for card in shown if card.figures.count],
        "empty": [card for card in shown if not card.figures.count],
        "asked": asked,
        "key": key,
        "total": len(cards),
        "rows": sum(card.figures.count for card in cards),
        "domains": [(code, name) for code, name in words.DOMAINS
                    if any(code in card.figures.domains for card in cards)],
        "changed_at": max((c.figures.changed_at for c in cards if c.figures.changed_at),
                          default=None),
    }  # fmt: skip
    return render(request, "home/data_index.html", context)


@require_safe
def dataset(request, key):
    """Dictionary, first rows, filters and files of one dataset."""
    chosen = dataset_or_404(key)
    try:
        filters, problem = narrow.parse(request.GET, others=("page",)), ""
    except narrow.BadFilter as error:
        filters, problem = narrow.Filters(), str(error)
    duties = figures.duties_of(chosen)
    columns = all_columns(chosen.model, duties)
    items = items_of(chosen, filters).order_by("-first_published_at", "-pk")
    counts = figures.row_counts(chosen, filters)
    tables = [(table, counts[table.key]) for table in row_tables().values() if counts[table.key]]
    page = Paginator(items, PREVIEW).get_page(request.GET.get("page"))
    context = {
        "dataset": chosen,
        "label": _label(chosen.label),
        "other_label": chosen.label.en if get_language() != "en" else chosen.label.zh,
        "columns": columns,
        "own_columns": columns[len(base_columns()) - 1 : -1],
        "base_columns": base_columns(),
        "preview": _preview(items, columns, root_of(request)),
        "count": page.paginator.count,
        "tables": [(table, _label(table.label), count) for table, count in tables],
        "duties": duties,
        "filters": filters,
        "choices": _choices(filters),
        "problem": problem,
        "query": request.GET.urlencode() if filters and not problem else "",
        "present": state.now(),
        "figures": figures.figures_of(chosen),
        "kinds": FORMATS,
        "row_kinds": FORMATS[:3],
    }
    return render(request, "home/data_set.html", context, status=400 if problem else 200)


def _preview(items, columns, root: str) -> dict:
    """The first rows with the columns that say something in them."""
    rows = list(rows_of(items[:PREVIEW], columns, root))
    always = ("number", "title")
    filled = [n for n, column in enumerate(columns) if column.name in always
              or (any(row[n] not in (None, "") for row in rows)
                  and column.name not in _LESS)]  # fmt: skip
    own_from = len(base_columns()) - 1  # the address comes last
    own = [n for n in filled if n >= own_from]
    chosen = [n for n in filled if columns[n].name in always]
    chosen += [*own, *[n for n in filled if n < own_from and n not in chosen]]
    shown = [columns[n] for n in chosen[:PREVIEW_COLUMNS]]
    lines = [[_short(row[n]) for n in chosen[:PREVIEW_COLUMNS]] for row in rows]
    return {
        "columns": shown,
        "lines": [
            (f"/i/{row[0]}/", list(zip(shown, line, strict=True)))
            for row, line in zip(rows, lines, strict=True)
        ],
    }


_LESS = frozenset("unit_code region_code catalogue_code catalogue_label domain stage url audience "
                  "is_reprint is_example revision updated_at".split())  # fmt: skip


def _short(cell) -> str:
    text = written(cell)
    return f"{text[:LONGEST_CELL]}…" if len(text) > LONGEST_CELL else text


def _choices(filters: narrow.Filters) -> dict:
    return {
        "domains": words.DOMAINS,
        "units": Unit.objects.filter(is_active=True).order_by("level", "code"),
        "regions": Region.objects.filter(retired_until="").order_by("code"),
        "domain": (filters.get("domain") or ("",))[0],
        "unit": (filters.get("unit") or ("",))[0],
        "region": (filters.get("region") or ("",))[0],
        "year": (filters.get("year") or ("",))[0],
    }


def _label(label) -> str:
    return label.en if get_language() == "en" else label.zh


def dataset_or_404(key: str) -> Dataset:
    try:
        return datasets()[key]
    except KeyError:
        raise Http404 from None


def table_or_404(key: str) -> RowTable:
    try:
        return row_tables()[key]
    except KeyError:
        raise Http404 from None
