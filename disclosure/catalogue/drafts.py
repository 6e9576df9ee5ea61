"""Writing the draft: one row, one row dropped or kept after all, a whole file."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.models import CatalogueImport, CatalogueVersion, CatalogueVersionRow

from . import checks, differences, importing, versions
from .grid import read as read_grid
from .restating import restated
from .versions import Refused, State

Row = dict[str, Any]


def _locked(draft: CatalogueVersion) -> CatalogueVersion:
    found = CatalogueVersion.objects.select_for_update().get(pk=draft.pk)
    if found.state != State.DRAFT:
        raise Refused(_("这个版本已不是草稿，不能再改。"))
    return found


@transaction.atomic
def save_row(draft: CatalogueVersion, values: Row) -> None:
    """Put one row into the draft, new or in place of the one with its code."""
    _locked(draft)
    CatalogueVersionRow.objects.update_or_create(
        version=draft, code=values["code"], defaults={"seq": values["seq"], "values": values}
    )


@transaction.atomic
def drop_row(draft: CatalogueVersion, code: str) -> None:
    """The row ends when the draft takes force; the items published by it stay."""
    _locked(draft)
    draft.rows.filter(code=code).delete()


@transaction.atomic
def restore_row(draft: CatalogueVersion, code: str) -> None:
    """The row as it is in force again: a change or a drop is taken back."""
    _locked(draft)
    current = versions.in_force()
    row = current.rows.filter(code=code).first() if current else None
    draft.rows.filter(code=code).delete()
    if row is not None:
        versions.freeze(draft, [row.values])


@transaction.atomic
def discard(draft: CatalogueVersion) -> None:
    _locked(draft).delete()


def edited(old: Row | None, values: Row) -> Row:
    """A row as it came from the form, its generated sentences following its elements."""
    same = old and all(values[key] == old[key] for key in ("standard", "procedure"))
    return restated(values, old) if same else values


def mark_of(rows: Iterable[Row]) -> str:
    """Short digest of a state of the catalogue: was it changed since?"""
    text = json.dumps(sorted(rows, key=lambda row: row["code"]), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def look_at(data: bytes, scope: str, by) -> tuple[CatalogueImport | None, importing.Reading]:
    """Read a file against the draft (or, without one, the catalogue in force). Nothing is applied:
    without problems the rows are kept until somebody has seen the differences."""
    stood = present()
    reading = importing.read(read_grid(data), stood)
    if not reading.problems:
        for one in checks.personal(_changed(stood, reading.rows), stood):
            line, _columns = reading.places[one.code]
            reading.problems.append(
                importing.Problem(line, 0, one.told.rstrip("。"), _("整份文件没有导入"))
            )
    if reading.problems:
        return None, reading
    CatalogueImport.objects.filter(created_by=by).delete()
    notices = [[n.line, n.column, n.told, n.remedy] for n in reading.notices]
    kept = CatalogueImport.objects.create(
        scope=scope, rows=reading.rows, notices=notices, base=mark_of(stood), created_by=by
    )
    return kept, reading


def present() -> list[Row]:
    """The rows a change begins with: those of the draft, else those in force."""
    draft = versions.draft()
    return versions.rows_of(draft) if draft else versions.live_rows()


def _changed(stood: list[Row], rows: list[Row]) -> list[Row]:
    before = {row["code"]: row for row in stood}
    return [row for row in rows if before.get(row["code"]) != row]


def merged(stood: list[Row], rows: list[Row], scope: str) -> list[Row]:
    """The catalogue after the import, by what the file claims to be."""
    given = {row["code"]: row for row in rows}
    domains = {row["domain"] for row in rows}
    kept = []
    if scope != CatalogueImport.Scope.ALL:
        part = scope == CatalogueImport.Scope.PART
        kept = [
            row
            for row in stood
            if row["code"] not in given and (part or row["domain"] not in domains)
        ]
    return sorted([*kept, *rows], key=lambda row: (row["seq"], row["code"]))


def differences_of(kept: CatalogueImport) -> list[differences.RowChange]:
    stood = present()
    return differences.compare(stood, merged(stood, kept.rows, kept.scope))


@transaction.atomic
def apply(kept: CatalogueImport, by) -> CatalogueVersion:
    """All rows of the file into the draft, or none: a draft changed since is compared anew."""
    if mark_of(present()) != kept.base:
        raise Refused(_("看过差异之后目录草稿又改过。请重新上传文件，再看一遍差异。"))
    draft = _locked(versions.open_draft(by))
    rows = merged(versions.rows_of(draft), kept.rows, kept.scope)
    draft.rows.all().delete()
    versions.freeze(draft, rows)
    kept.delete()
    return draft
