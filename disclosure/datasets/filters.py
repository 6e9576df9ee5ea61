"""Narrowing a dataset or a list of items: domain, unit, region, stage, catalogue row, year.

Strict, unlike the pages: whoever computes with a file must not get another table than asked for.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from disclosure import vocabulary as words
from disclosure.models import CatalogueItem, Region, Unit

NAMES = ("domain", "unit", "region", "stage", "catalogue", "year")
MOST_VALUES = 20
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z./_-]{0,63}")
_YEAR = re.compile(r"[12]\d{3}")


class BadFilter(ValueError):
    """A filter that cannot be applied; the text tells the visitor which and why."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Values per filter: any of them; all filters together."""

    values: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def get(self, name: str) -> tuple[str, ...]:
        return self.values.get(name, ())

    def __bool__(self) -> bool:
        return bool(self.values)

    def pairs(self) -> list[tuple[str, str]]:
        """(filter, value), as they stand in an address."""
        return [(name, value) for name in NAMES for value in self.get(name)]


def parse(parameters, *, others: Iterable[str] = ()) -> Filters:
    """Filters of a request's GET; `others` are parameters that mean something else to the caller.

    Raises `BadFilter` for unknown names and for values that name nothing.
    """
    if unknown := sorted(set(parameters) - set(NAMES) - set(others)):
        raise BadFilter(
            _("不认识参数 %(name)s。可以用：%(names)s。")
            % {"name": _shown(unknown[0]), "names": "、".join(NAMES)}
        )
    found = {}
    for name in NAMES:
        values = [part for raw in parameters.getlist(name) for part in raw.split(",") if part]
        if len(values) > MOST_VALUES:
            raise BadFilter(
                _("%(name)s 的值太多，最多 %(most)d 个。") % {"name": name, "most": MOST_VALUES}
            )
        if values:
            found[name] = tuple(dict.fromkeys(values))
    for name, values in found.items():
        _check(name, values)
    return Filters(found)


def _check(name: str, values: tuple[str, ...]) -> None:
    pattern = _YEAR if name == "year" else _CODE
    for value in values:
        if not pattern.fullmatch(value):
            raise BadFilter(_refused(name, value))
    if name in ("domain", "stage"):
        known = dict(words.DOMAINS if name == "domain" else words.STAGES)
        missing = [value for value in values if value not in known]
    elif name == "year":
        missing = []
    else:
        model = {"unit": Unit, "region": Region, "catalogue": CatalogueItem}[name]
        stored = set(model.objects.filter(code__in=values).values_list("code", flat=True))
        missing = [value for value in values if value not in stored]
    if missing:
        raise BadFilter(_refused(name, missing[0]))


def _refused(name: str, value: str) -> str:
    return _("%(name)s 没有 %(value)s 这个值。") % {"name": name, "value": _shown(value)}


def _shown(text: str) -> str:
    return "".join(sign for sign in text[:40] if sign.isprintable())


def applied(items: QuerySet, filters: Filters) -> QuerySet:
    """The items that pass."""
    get = filters.get
    if get("domain"):
        items = items.filter(domain__in=get("domain"))
    if get("unit"):
        items = items.filter(unit__code__in=get("unit"))
    if get("stage"):
        items = items.filter(stage__in=get("stage"))
    if get("catalogue"):
        items = items.filter(catalogue_item__code__in=get("catalogue"))
    if get("region"):
        items = items.filter(_in_regions(get("region")))
    if get("year"):
        items = items.filter(_in_years([int(year) for year in get("year")]))
    return items


def _in_regions(codes: tuple[str, ...]) -> Q:
    regions = Region.objects.filter(
        Q(code__in=codes) | Q(parent__code__in=codes) | Q(parent__parent__code__in=codes)
    ).values("pk")
    return Q(region__in=regions) | Q(unit__region__in=regions)


def _in_years(years: list[int]) -> Q:
    """Year of the document; of its publication where it carries no date."""
    return Q(issued_on__year__in=years) | Q(
        issued_on__isnull=True, first_published_at__year__in=years
    )
