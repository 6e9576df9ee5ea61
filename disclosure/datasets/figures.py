"""What the list of datasets tells of each: how many items, since when, from whom, how large."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.cache import cache
from django.db.models import Count, Max, Min

from disclosure.canonical import BEIJING
from disclosure.models import CatalogueItem

from .filters import Filters
from .register import Dataset, datasets, key_of, row_tables
from .rows import all_items, child_items, content_type_ids, items_of

SIZE_KEPT = 30 * 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Figures:
    """`first` and `last`: days of the documents (of publication where they carry none)."""

    count: int = 0
    changed_at: datetime | None = None
    first: date | None = None
    last: date | None = None
    units: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


def figures() -> dict[str, Figures]:
    """Figures of every dataset, in two statements whatever the number of items."""
    types = {pk: key_of(model) for pk, model in content_type_ids().items()}
    items = all_items().order_by().values("content_type_id")
    totals = items.annotate(
        count=Count("pk"),
        changed_at=Max("last_published_at"),
        first_issued=Min("issued_on"),
        last_issued=Max("issued_on"),
        first_shown=Min("first_published_at"),
        last_shown=Max("first_published_at"),
    )
    found = {
        types[row["content_type_id"]]: row for row in totals if row["content_type_id"] in types
    }
    groups: dict[str, tuple[set, set]] = {key: (set(), set()) for key in found}
    pairs = items.values_list("content_type_id", "unit__code", "domain").distinct()
    for type_id, unit, domain in pairs:
        units, domains = groups[types[type_id]]
        units.add(unit)
        domains.add(domain)
    return {
        key: _figures(found[key], *groups[key]) if key in found else Figures() for key in datasets()
    }


def _figures(row: dict, units: set, domains: set) -> Figures:
    days = [row["first_issued"], row["last_issued"]]
    days += [moment.astimezone(BEIJING).date() if moment else None
             for moment in (row["first_shown"], row["last_shown"])]  # fmt: skip
    known = [day for day in days if day]
    return Figures(
        row["count"],
        row["changed_at"],
        min(known) if known else None,
        max(known) if known else None,
        tuple(sorted(filter(None, units))),
        tuple(sorted(filter(None, domains))),
    )


def figures_of(dataset: Dataset) -> Figures:
    """Figures of one dataset; two statements."""
    return figures().get(dataset.key, Figures())


def row_counts(dataset: Dataset, filters: Filters) -> dict[str, int]:
    """Rows in each child table: one statement a table."""
    return {
        key: child_items(dataset, table, filters).order_by().count()
        for key, table in row_tables().items()
    }


def item_count(dataset: Dataset, filters: Filters) -> int:
    return items_of(dataset, filters).count()


def duties_of(dataset: Dataset) -> list[CatalogueItem]:
    """Catalogue rows whose items are in the dataset: the law behind its columns."""
    return list(CatalogueItem.objects.filter(page_type=dataset.name).order_by("seq"))


def remember_size(dataset: str, kind: str, mark: str, size: int) -> None:
    """Bytes of a complete file, as it was last sent."""
    cache.set(_size_key(dataset, kind), (mark, size), SIZE_KEPT)


def known_sizes(mark: str) -> dict[tuple[str, str], int]:
    """{(dataset, format): bytes} of the files that are still the same."""
    kinds = ("csv", "xlsx", "json", "jsonl")
    names = {_size_key(key, kind): (key, kind) for key in datasets() for kind in kinds}
    kept = cache.get_many(list(names))
    return {names[name]: size for name, (at, size) in kept.items() if at == mark}


def _size_key(dataset: str, kind: str) -> str:
    return f"dataset-size:{dataset}:{kind}"
