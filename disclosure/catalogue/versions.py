"""Versions in the database: the first one, the one in force, the draft, and their frozen rows."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.models import CatalogueItem, CatalogueVersion, CatalogueVersionRow, Unit

from . import differences
from .effects import Effect, Owner, effects

State = CatalogueVersion.State
Row = dict[str, Any]
PLAIN = (
    "code seq domain level1 level2 stage elements basis_text deadline_rules deadline_text "
    "publishing_body channels channels_text audience mode levels standard procedure "
    "privacy_policy page_type from_order"
).split()
FIRST_NAME = "社会公益事业建设领域主动公开基本目录"
FIRST_REASON = "依据吉政办函〔2018〕120号建立。"


class Refused(ValueError):
    """What was asked cannot be done; the message is for the person who asked."""


def values_of(item: CatalogueItem) -> Row:
    """A row as it is frozen: plain values, the bases by name."""
    values = {name: getattr(item, name) for name in PLAIN}
    # Bases in the order of the text, as import reads them.
    names = [basis.name for basis in item.bases.all()]
    names.sort(key=lambda name: place if (place := item.basis_text.find(name)) >= 0 else 1 << 20)
    return values | {"bases": names}


def live_rows(day=None) -> list[Row]:
    """The rows in force, frozen; two queries."""
    items = CatalogueItem.objects.in_force(day or timezone.localdate())
    return [values_of(item) for item in items.prefetch_related("bases")]


def rows_of(version: CatalogueVersion) -> list[Row]:
    return list(version.rows.values_list("values", flat=True))


def in_force() -> CatalogueVersion | None:
    return CatalogueVersion.objects.filter(state=State.IN_FORCE).first()


def draft() -> CatalogueVersion | None:
    return CatalogueVersion.objects.filter(state=State.DRAFT).first()


def public():
    """What citizens see: everything but drafts, the newest first."""
    return CatalogueVersion.objects.exclude(state=State.DRAFT)


@transaction.atomic
def open_draft(by) -> CatalogueVersion:
    """The draft there is, else a new one that begins as the catalogue stands."""
    if (found := draft()) is not None:
        return found
    if CatalogueVersion.objects.filter(state=State.SCHEDULED).exists():
        raise Refused(_("有一个版本已定好生效日期。请等它生效，或先把它退回草稿再改。"))
    settle()
    made = CatalogueVersion.objects.create(
        name=_("%(day)s 调整") % {"day": timezone.localdate().isoformat()},
        previous=in_force(),
        created_by=by,
    )
    freeze(made, live_rows())
    return made


def freeze(version: CatalogueVersion, rows: Iterable[Row]) -> None:
    CatalogueVersionRow.objects.bulk_create(
        CatalogueVersionRow(version=version, code=row["code"], seq=row["seq"], values=row)
        for row in rows
    )


@transaction.atomic
def settle(*, is_refreshed: bool = False) -> CatalogueVersion | None:
    """The first version where there is none; after `setup_site --refresh` a version of its own for
    the rows that the shipped files replaced, so that the history stays true. None when neither."""
    rows = live_rows()
    current = in_force()
    if not rows:
        return None
    if current is None:
        return _adopt(rows, FIRST_NAME, FIRST_REASON, None)
    changes = differences.compare(rows_of(current), rows)
    if not changes or not is_refreshed:
        return None
    until = max(current.in_force_from, timezone.localdate() - timedelta(days=1))
    CatalogueVersion.objects.filter(pk=current.pk).update(
        state=State.SUPERSEDED, in_force_until=until
    )
    made = _adopt(rows, "按随附数据更新", "管理员用软件随附的目录数据覆盖了目录。", current)
    made.tally = differences.counts(changes)
    made.save(update_fields=["tally"])
    return made


def _adopt(rows, name: str, reason: str, previous) -> CatalogueVersion:
    oldest = CatalogueItem.objects.exclude(valid_from=None).order_by("valid_from").first()
    begun = oldest.valid_from if oldest and previous is None else timezone.localdate()
    made = CatalogueVersion.objects.create(
        name=name,
        reason=reason,
        state=State.IN_FORCE,
        in_force_from=begun,
        previous=previous,
        published_at=timezone.now(),
        tally={"new": len(rows), "changed": 0, "dropped": 0} if previous is None else {},
    )
    freeze(made, rows)
    return made


def changes_of(version: CatalogueVersion) -> list[differences.RowChange]:
    """What it changes against the version before (a draft: against the one in force)."""
    before = version.previous if not version.is_draft else in_force()
    return differences.compare(rows_of(before) if before else [], rows_of(version))


def owners() -> list[Owner]:
    """Units in use, as far as duties go."""
    return [owner_of(unit) for unit in Unit.objects.filter(is_active=True)]


def owner_of(unit: Unit) -> Owner:
    return Owner(unit.code, unit.name, unit.level, tuple(unit.domains))


def effects_of(version: CatalogueVersion) -> list[Effect]:
    """Duties that appear, change and lapse, per unit."""
    current = version.previous if not version.is_draft else in_force()
    return effects(rows_of(current) if current else [], rows_of(version), owners())
