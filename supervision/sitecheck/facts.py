"""What the rules are asked about, read from the tables in a few statements each."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils import timezone

from disclosure import vocabulary
from disclosure.completeness import missing
from disclosure.models import (
    ColumnPage,
    DisclosurePage,
    PolicyDocumentPage,
    PublicVersion,
    ServiceGuidePage,
    Unit,
    WelfarePolicyPage,
)
from ledger.entry import TIME_FORMAT, BadEntry
from ledger.models import LedgerEntry
from supervision.sitecheck.rules import Change, Column, Dates, Finding, Question, UnitFacts
from workflows.models import ProblemReport

AT_ONCE = 500
CHANGES_DAYS = 90
POLICY = (PolicyDocumentPage, WelfarePolicyPage)
GENRES = {
    "动态": "news",
    "公告": "notices",
    "通告": "notices",
    "通知": "notices",
    "公示": "notices",
}


def newest_release() -> date | None:
    """Day of the newest public event that a reader of the home page sees."""
    versions = PublicVersion.objects.filter(type__in=("publish", "revise", "restore"))
    newest = versions.aggregate(at=Max("released_at"))["at"]
    return timezone.localdate(newest) if newest else None


def columns() -> Iterator[Column]:
    """专栏 of the units in use with their kinds of entries, and the seven domains."""
    found: dict[tuple[int | None, str], datetime] = {}
    domains: dict[str, datetime] = {}
    policies = _type_ids(POLICY)
    rows = DisclosurePage.objects.released().order_by()
    groups = rows.values_list("unit", "domain", "genre", "content_type").annotate(
        at=Max("first_published_at")
    )
    for unit, domain, genre, type_id, at in groups:
        kind = "policy" if type_id in policies else GENRES.get(genre, "")
        for key in filter(None, ("all", kind)):
            found[unit, key] = max(at, found.get((unit, key), at))
        domains[domain] = max(at, domains.get(domain, at))
    columns = ColumnPage.objects.live().filter(unit__is_active=True)
    for pk, code in columns.order_by("unit__code").values_list("unit", "unit__code"):
        where = reverse("unit", args=[code])
        for kind in ("all", "news", "notices", "policy"):
            yield Column(kind, where, _day(found.get((pk, kind))), pk)
    for key, _label in vocabulary.SEVEN_DOMAINS:
        yield Column("all", reverse("domain", args=[key]), _day(domains.get(key)))


def _type_ids(models) -> set[int]:
    from django.contrib.contenttypes.models import ContentType

    return {found.pk for found in ContentType.objects.get_for_models(*models).values()}


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None


def overdue_columns(today: date) -> Iterator[Finding]:
    """Rows of the catalogue of which a unit has a draft whose last day has passed."""
    late = DisclosurePage.objects.overdue(today).filter(unit__is_active=True)
    rows = late.order_by("unit__code", "catalogue_item__code").values_list(
        "unit", "unit__code", "catalogue_item__code"
    )
    for unit, code, row, due, n in rows.annotate(due=Min("due_on"), n=Count("pk")):
        where, detail = reverse("unit", args=[code]), {"of": row or "", "n": n}
        since = due + timedelta(days=1)
        yield Finding("column_overdue", where, unit, since=since, detail=detail)


def incomplete_guides() -> Iterator[Finding]:
    """Public guides that lack a required element of their catalogue row."""
    guides = ServiceGuidePage.objects.live().filter(number__isnull=False)
    for page in guides.select_related("catalogue_item").iterator(chunk_size=100):
        gone = len(missing(page))
        if gone:
            where = reverse("item", args=[page.number])
            yield Finding(
                "guide_incomplete", where, page.unit_id, page.pk, page.number, detail={"n": gone}
            )


def questions() -> Iterator[Question]:
    """Reports of the public that wait; named by their receipt, which only staff can open."""
    waiting = ProblemReport.objects.exclude(state="done").order_by("pk")
    for receipt, unit, received, due in waiting.values_list(
        "receipt", "unit", "received_at", "due_on"
    ):
        yield Question(receipt, unit, timezone.localdate(received), due)


def dates() -> Iterator[Dates]:
    """Dates of every public item with the time of its first entry in the log."""
    rows = DisclosurePage.objects.released().filter(first_published_at__isnull=False)
    fields = ("pk", "number", "unit_id", "formed_on", "issued_on", "first_published_at")
    items = rows.order_by("pk").values_list(*fields).iterator(chunk_size=AT_ONCE)
    for some in batched_list(items, AT_ONCE):
        logged = _logged([number for _pk, number, *_rest in some])
        for pk, number, unit, formed, issued, public_at in some:
            where = reverse("item", args=[number])
            public_at = timezone.localtime(public_at)
            yield Dates(pk, number, unit, where, formed, issued, public_at, logged.get(number))


def _logged(numbers: list[str]) -> dict[str, datetime]:
    found = {}
    for entry in LedgerEntry.objects.filter(item__in=numbers, type="publish"):
        try:
            at = datetime.strptime(entry.time, TIME_FORMAT).replace(tzinfo=UTC)
        except (BadEntry, ValueError):
            continue  # `ledger_check` tells of entries that were tampered with
        found[entry.item] = timezone.localtime(at)
    return found


def changes(today: date) -> Iterator[Change]:
    """Versions of the last three months whose date of formation is not that of the one before."""
    start = timezone.now() - timedelta(days=CHANGES_DAYS)
    later = PublicVersion.objects.filter(
        released_at__gte=start, released_at__date__lte=today, type="revise"
    )
    numbers = sorted(set(later.values_list("number", flat=True)))
    codes = dict(Unit.objects.values_list("pk", "code"))
    for some in batched_list(numbers, AT_ONCE):
        units = dict(
            DisclosurePage.objects.filter(number__in=some).values_list("number", "unit_id")
        )
        before: dict[str, str] = {}
        versions = PublicVersion.objects.filter(number__in=some).order_by("number", "rev")
        for version in versions.iterator(chunk_size=AT_ONCE):
            formed = dict(map(tuple, version.parts)).get("f/issued_on", "")
            last = before.get(version.number)
            if (
                last
                and formed != last
                and version.type == "revise"
                and version.released_at >= start
            ):
                unit = units.get(version.number)
                where = reverse("unit", args=[codes[unit]]) if unit in codes else ""
                day = timezone.localdate(version.released_at)
                yield Change(unit, where, day, version.number)
            if formed:
                before[version.number] = formed


def units() -> Iterator[UnitFacts]:
    rows = Unit.objects.filter(is_active=True).order_by("code")
    for pk, code, phone, address in rows.values_list("pk", "code", "phone", "address"):
        yield UnitFacts(pk, reverse("unit", args=[code]), phone, address)


def batched_list(found, size: int) -> Iterator[list]:
    some = []
    for each in found:
        some.append(each)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some
