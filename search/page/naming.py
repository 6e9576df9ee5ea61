"""Names of regions, units and catalogue rows for the filters.

They change a few times a year and are asked for with every search, so each process keeps them for
some seconds (SEARCH_NAMES_SECONDS; 0: reads them each time).
"""

import time
from dataclasses import dataclass

from django.conf import settings

from disclosure.models import CatalogueItem, Region, Unit


@dataclass(frozen=True, slots=True)
class Place:
    """A region: its name, its level, the code of the one above or ''."""

    name: str
    level: str
    above: str


@dataclass(frozen=True, slots=True)
class Names:
    """By code, in the order they are shown in."""

    regions: dict[str, Place]
    units: dict[str, tuple[str, str]]  # name, code of its region
    catalogue: dict[str, str]


_kept: tuple[float, Names] | None = None


def names() -> Names:
    """The names as they were at most a few seconds ago. Three statements, or none."""
    global _kept
    now, kept = time.monotonic(), _kept
    if kept is None or now - kept[0] >= settings.SEARCH_NAMES_SECONDS:
        kept = _kept = (now, _read())
    return kept[1]


def _read() -> Names:
    regions = Region.objects.order_by("code").values_list("code", "name", "level", "parent__code")
    units = Unit.objects.order_by("region__code", "code")
    rows = CatalogueItem.objects.order_by("seq")
    return Names(
        {code: Place(name, level, above or "") for code, name, level, above in regions},
        {code: (name, at) for code, name, at in units.values_list("code", "name", "region__code")},
        dict(rows.values_list("code", "level2")),
    )
