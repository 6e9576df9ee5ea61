"""Which pages a check looks at, and how an address may be told in a finding."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve, reverse

from disclosure.models import DisclosurePage, Unit
from home import sitemaps, visiting
from supervision.sitecheck.walking import GIANT_BYTES, Answer, Spot

COLUMN_PAGES = ("latest", "notices", "catalogue", "data", "domain", "unit", "region")


def host() -> str:
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc


def fetch(address: str) -> Answer:
    """The page as a visitor gets it, read up to a limit."""
    found = visiting.look(address, GIANT_BYTES)
    text = found.body.decode("utf-8", "replace") if "html" in found.kind else ""
    return Answer(found.status, found.kind, found.location, text, found.is_cut, found.milliseconds)


def fixed() -> Iterator[Spot]:
    """Home page, lists, units, regions, datasets: each with what it must state."""
    units = dict(Unit.objects.values_list("code", "pk"))
    for entry in sitemaps.lists():
        match = resolve(entry.path)
        kind = "home" if match.url_name == "home" else "other"
        if match.url_name in COLUMN_PAGES:
            kind = "column"
        unit = units.get(match.kwargs.get("code")) if match.url_name == "unit" else None
        yield Spot(entry.path, kind, unit)


def items(after: int, until: int | None = None) -> Iterator[Spot]:
    """Public items by their id, from the one behind `after` to `until`."""
    rows = DisclosurePage.objects.released().filter(pk__gt=after).order_by("pk")
    if until is not None:
        rows = rows.filter(pk__lte=until)
    fields = rows.values_list("pk", "number", "unit_id")
    for pk, number, unit in fields.iterator(chunk_size=500):
        yield Spot(reverse("item", args=[number]), "item", unit, pk, number)


def told(address: str) -> str:
    """The address as far as it is ours: no file name, no question, nothing that an item's text
    could have put there. Empty where nothing remains; then the place of the link is told."""
    path = address.partition("?")[0]
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    if match.url_name in (None, "wagtail_serve"):
        return ""
    number = match.kwargs.get("number", "")
    if number:
        known = DisclosurePage.objects.filter(number=number).exists()
        place = f"files/{match.kwargs['n']}/" if "n" in match.kwargs else ""
        return f"{reverse('item', args=[number])}{place}" if known else ""
    return path if not match.kwargs and len(path) <= 120 else ""
