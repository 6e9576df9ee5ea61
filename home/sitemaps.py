"""What sitemap.xml names: lists, datasets and items, each with its last change (sitemaps.org).

A file holds the items of one range of ids: which file an item is in never changes, a withdrawal
moves no other item, and finding a file means no counting past all before.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Max
from django.urls import reverse

from disclosure.datasets.register import key_of
from disclosure.datasets.rows import all_items, content_type_ids

PER_SITEMAP = 10_000  # the protocol allows 50,000
MOST_SITEMAPS = 50_000  # of one index, says the protocol; beyond, the database refuses the number
# Pages whose content changes with every public event, and those that hardly do.
ALWAYS = ("home", "domains", "latest", "notices", "units", "regions", "data")
SELDOM = ("catalogue", "about", "verify", "accessibility", "privacy", "site_map")


@dataclass(frozen=True, slots=True)
class Entry:
    """`changed_at` is None where nobody knows."""

    path: str
    changed_at: datetime | None = None


def item_count() -> int:
    return all_items().order_by().count()


def items(part: int | None = None) -> list[Entry]:
    """Items of a file, of all files where `part` is None; without lists being shown for a time."""
    found = all_items().order_by("pk")
    if part is not None:
        found = found.filter(pk__gte=part * PER_SITEMAP, pk__lt=(part + 1) * PER_SITEMAP)
    rows = found.values_list("number", "last_published_at")
    return [Entry(reverse("item", args=[number]), at) for number, at in rows]


def parts() -> list[tuple[int, datetime | None]]:
    """(number, last change) of every file that holds items, in one statement."""
    grouped = all_items().order_by().annotate(part=F("pk") / PER_SITEMAP).values("part")
    found = grouped.annotate(at=Max("last_published_at")).order_by("part")
    return [(row["part"], row["at"]) for row in found][:MOST_SITEMAPS]


def lists() -> list[Entry]:
    """Lists and datasets with the last change of what they hold, in one statement."""
    groups = (
        all_items()
        .order_by()
        .values_list("domain", "unit__code", "region__code", "content_type_id")
        .annotate(at=Max("last_published_at"))
    )
    types = {pk: key_of(model) for pk, model in content_type_ids().items()}
    changed: dict[tuple[str, str], datetime] = {}
    latest = None
    for domain, unit, region, type_id, at in groups:
        kinds = (
            ("domain", domain),
            ("unit", unit),
            ("region", region),
            ("dataset", types.get(type_id)),
        )
        for name, key in kinds:
            if key and at:
                changed[name, key] = max(at, changed.get((name, key), at))
        latest = max(filter(None, [latest, at]), default=None)
    return [*_fixed(latest), *_narrowed(changed)]


def _fixed(latest: datetime | None) -> Iterator[Entry]:
    yield from (Entry(reverse(name), latest) for name in ALWAYS)
    yield from (Entry(reverse(name)) for name in SELDOM)


def _narrowed(changed: dict[tuple[str, str], datetime]) -> Iterable[Entry]:
    ordered = defaultdict(list)
    for (name, key), at in sorted(changed.items()):
        ordered[name].append(Entry(reverse(name, args=[key]), at))
    return [entry for name in ("domain", "unit", "region", "dataset") for entry in ordered[name]]
