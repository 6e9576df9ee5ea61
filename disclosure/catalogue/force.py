"""A version takes force: one transaction puts its rows over the live ones and leaves history.

No row is deleted: one that ends gets the last day on which it bound, and the items published by it
keep their snapshot of its words.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.models import CatalogueBasis, CatalogueItem, CatalogueVersion, LegalBasis

from . import checks, differences, versions
from .versions import PLAIN, Refused, Row, State


def schedule(draft: CatalogueVersion, on: date, by, *, today: date | None = None) -> bool:
    """Decide that the draft takes force on a day: today at once, later by the nightly step.

    True when it is in force now. `Refused` names what stands in the way.
    """
    today = today or timezone.localdate()
    if on < today:
        raise Refused(_("生效日期不能早于今天。"))
    with transaction.atomic():
        version = _locked(draft)
        if version.state != State.DRAFT:
            raise Refused(_("这个版本已不是草稿。"))
        _refuse_unready(version)
        version.in_force_from, version.published_by = on, by
        version.published_at = timezone.now()
        version.tally = differences.counts(versions.changes_of(version))
        version.previous = versions.in_force()
        version.state = State.SCHEDULED
        version.save()
        if on == today:
            take(version, on)
    return on == today


def unschedule(version: CatalogueVersion) -> None:
    """Back to a draft before its day has come."""
    with transaction.atomic():
        found = _locked(version)
        if found.state != State.SCHEDULED:
            raise Refused(_("这个版本已经生效，不能退回草稿。"))
        found.state, found.in_force_from = State.DRAFT, None
        found.published_at = found.published_by = None
        found.save()


def take_due(today: date | None = None) -> int:
    """Put in force what is due; how many versions did."""
    today = today or timezone.localdate()
    due = CatalogueVersion.objects.filter(state=State.SCHEDULED, in_force_from__lte=today)
    for version in due:
        take(version, version.in_force_from)
    return len(due)


@transaction.atomic
def take(version: CatalogueVersion, on: date) -> None:
    """The rows of the version become the catalogue from `on`; its predecessor ends."""
    version = _locked(version)
    if version.state not in (State.DRAFT, State.SCHEDULED):
        raise Refused(_("这个版本已经生效过。"))
    last = on - timedelta(days=1)
    current = versions.in_force()
    if current is not None:
        until = max(last, current.in_force_from) if current.in_force_from else last
        current.state, current.in_force_until = State.SUPERSEDED, until
        current.save(update_fields=["state", "in_force_until"])
    rows = versions.rows_of(version)
    if not version.tally:
        version.tally = differences.counts(
            differences.compare(versions.rows_of(current) if current else [], rows)
        )
    _put(rows, on)
    _close({row["code"] for row in rows}, last)
    version.state, version.in_force_from, version.previous = State.IN_FORCE, on, current
    version.save()


def _locked(version: CatalogueVersion) -> CatalogueVersion:
    return CatalogueVersion.objects.select_for_update().get(pk=version.pk)


def _refuse_unready(version: CatalogueVersion) -> None:
    current = versions.in_force()
    before = versions.rows_of(current) if current else []
    rows = versions.rows_of(version)
    if not differences.compare(before, rows):
        raise Refused(_("草稿与现行目录没有差别，不用发布。"))
    if not version.reason.strip():
        raise Refused(_("请先写明调整原因，它对社会公开。"))
    if found := checks.problems_of(rows, before):
        raise Refused(_("还有 %(n)d 处问题没有解决，见预览。") % {"n": len(found)})


def _put(rows: list[Row], on: date) -> None:
    items = {item.code: item for item in CatalogueItem.objects.prefetch_related("bases")}
    bases = {basis.name: basis for basis in LegalBasis.objects.all()}
    for row in rows:
        item = items.get(row["code"])
        if item is not None and item.valid_to is None and versions.values_of(item) == row:
            continue
        if item is None:
            item = CatalogueItem(valid_from=on)
        elif item.valid_to is not None:
            item.valid_from, item.valid_to = on, None
        for name in PLAIN:
            setattr(item, name, row[name])
        item.save()
        _link(item, row["bases"], bases)


def _link(item: CatalogueItem, names: list[str], bases: dict[str, LegalBasis]) -> None:
    """The row rests on exactly these norms; an unknown one is added, unchecked."""
    for name in names:
        if name not in bases:
            bases[name] = LegalBasis.objects.create(name=name, certainty="目录导入，待核对")
    CatalogueBasis.objects.filter(row=item).exclude(basis__name__in=names).delete()
    linked = set(CatalogueBasis.objects.filter(row=item).values_list("basis__name", flat=True))
    CatalogueBasis.objects.bulk_create(
        CatalogueBasis(row=item, basis=bases[name])
        for name in dict.fromkeys(names)
        if name not in linked
    )


def _close(kept: set[str], last: date) -> None:
    """Rows left out bind until the day before."""
    left = CatalogueItem.objects.exclude(code__in=kept).filter(valid_to=None)
    for item in left:
        item.valid_to = last
        item.save(update_fields=["valid_to"])
