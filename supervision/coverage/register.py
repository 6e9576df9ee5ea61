"""The facts as the register of duties holds them."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q

from disclosure.models import CatalogueItem, Duty, Unit
from supervision.coverage.facts import Fact

_FIELDS = (
    "pk unit__code catalogue_item__code catalogue_item__domain catalogue_item__stage region__code "
    "kind period_from period_to due_on is_provisional fulfilled_on page__number "
    "statement__signed_on lapsed_on"
).split()


def facts(as_of: date) -> Iterator[Fact]:
    """Every duty with what was public of it at the end of `as_of`, ordered; one statement.

    A publication counts with the number it is public under; without one nobody could look it up.
    """
    rows = _told_to_all(as_of).order_by("pk").values_list(*_FIELDS)
    for row in rows.iterator(chunk_size=5000):
        pk, unit, code, domain, stage, region, kind, begins, ends, due = row[:10]
        provisional, fulfilled, number, signed, lapsed = row[10:]
        published = fulfilled if number else None
        is_public = published is not None and published <= as_of
        yield Fact(
            pk, unit, code, domain, stage, region or "", kind, begins, ends, due, provisional,
            published if is_public else None, number if is_public else "",
            _until(signed, as_of), _until(lapsed, as_of),
        )  # fmt: skip


def _told_to_all(as_of: date):
    """Without duties that only a draft tells of: one that arose from something not yet public is
    nobody's business before its last day has passed, nor when it ended before."""
    in_time = Q(due_on=None) | Q(due_on__gte=as_of) | Q(lapsed_on__isnull=False)
    only_drafted = Q(kind=Duty.Kind.EVENT, fulfilled_on=None, reopened_on=None) & in_time
    return Duty.objects.exclude(only_drafted)


def _until(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day <= as_of else None


def units(codes: Iterable[str]) -> list[tuple[str, ...]]:
    """Lines of units.csv: code, name, level, code and name of the region."""
    found = Unit.objects.filter(code__in=set(codes)).order_by("code")
    fields = ("code", "name", "level", "region__code", "region__name")
    return list(found.values_list(*fields))


def rows(codes: Iterable[str]) -> list[tuple[str, ...]]:
    """Lines of rows.csv: code, domain, stage, name."""
    found = CatalogueItem.objects.filter(code__in=set(codes)).order_by("code")
    return [(row.code, row.domain, row.stage, row.label) for row in found]
