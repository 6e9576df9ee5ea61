"""An uploaded list goes into the vault at once; the draft learns only that it is there (I3)."""

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.elements import tables_of
from disclosure.models import RecipientTable
from privacy import table_scan, tables, vault
from privacy.policy import policy_for_domain
from workflows import roles, wording
from workflows.lists import reading
from workflows.lists.opening import policy_of
from workflows.lists.sheet import Progress, Sheet, Unreadable
from workflows.models import UploadedList
from workflows.standing import NotAllowed, fresh, running_state


def choices_for(page) -> list[tuple[str, str]]:
    """Elements of the catalogue row to which a list can belong."""
    if page.catalogue_item is None:
        return []
    return tables_of(type(page), page.catalogue_item.elements).get("recipient_tables", [])


def require_editable(page, user) -> None:
    """Only editors of the unit upload, and only while the item is with them."""
    if not roles.has_role(user, roles.EDITOR, page.unit):
        raise NotAllowed([_("您不是本单位的编辑，不能上传。")])
    if running_state(page):
        raise NotAllowed([_("这件信息正在审核，退回后才能换文件。")])


def require_clean_name(name: str) -> None:
    """File names reach logs and lists: one that names a person is not accepted."""
    kinds = wording.kinds_in(name.rsplit(".", 1)[0])
    if kinds:
        raise Unreadable(
            _("文件名里有%(kinds)s。请把文件改名，例如“名册.xlsx”，再上传。")
            % {"kinds": "、".join(kinds)}
        )


def inspect(
    data: bytes, name: str, page=None, progress: Progress | None = None
) -> tuple[Sheet, list[dict], list[dict]]:
    """The list, a verdict per column and what single cells hold; `Unreadable` says what to do."""
    require_clean_name(name)
    sheet = reading.read(data, progress)
    kinds = wording.kinds_in("，".join(sheet.header))
    if kinds:
        raise Unreadable(
            _("第一行像是数据（有%(kinds)s），不是表头。请在最上面加一行各列的名称。")
            % {"kinds": "、".join(kinds)}
        )
    policy = policy_of(page) if page is not None else policy_for_domain(None)
    verdicts = tables.classify(sheet.header, sheet.rows, policy=policy)
    domain = (page.domain or None) if page is not None else None
    cells = table_scan.scan(verdicts, sheet.rows, domain=domain)
    return (
        sheet,
        [_verdict(verdict) for verdict in verdicts],
        [
            {
                "column": one.column,
                "cls": one.cls,
                "cells": one.cells,
                "rows": [sheet.numbers[n] for n in one.rows],
            }
            for one in cells
        ],
    )


def _verdict(verdict: tables.ColumnVerdict) -> dict:
    return {
        "name": verdict.name,
        "cls": "" if verdict.cls == tables.NONE else verdict.cls,
        "action": verdict.action,
        "confidence": verdict.confidence,
        "kind": verdict.kind,
    }


def put_list(
    page,
    by,
    *,
    data: bytes,
    name: str,
    table: str,
    caption: str = "",
    progress: Progress | None = None,
) -> UploadedList:
    """Seal the list and add it to the draft, in place of an earlier one of the same element."""
    page = fresh(page)
    require_editable(page, by)
    caption = wording.require_clean(caption, page)
    sheet, verdicts, cells = inspect(data, name, page, progress)
    with transaction.atomic():
        policy = page.catalogue_item.privacy_policy if page.catalogue_item else ""
        sealed = vault.seal(
            data, kind="table", name=name, unit_code=page.unit.code, by=by, policy=policy
        )
        uploaded = UploadedList.objects.create(
            vault_id=sealed.pk,
            page_id=page.pk,
            columns=verdicts,
            findings=cells,
            row_count=len(sheet.rows),
            uploaded_by=by,
        )
        draft = page.get_latest_revision_as_object()
        row = _row_for(draft, table)
        row.caption = caption[:120] or row.caption
        row.vault_id, row.source_rows = sealed.pk, len(sheet.rows)
        row.columns, row.rows, row.totals = [], [], []
        save_draft(draft, by)
    return uploaded


def _row_for(draft, table: str) -> RecipientTable:
    """The draft's row of this element; a new one is added at the end."""
    rows = list(draft.recipient_tables.all())
    found = next((row for row in rows if row.table in (table, "")), None)
    if found is not None:
        found.table = table
        # The cluster hands out copies only of what is stored: set what was changed.
        draft.recipient_tables.set(rows)
        return found
    place = max([row.sort_order or 0 for row in rows], default=-1) + 1
    row = RecipientTable(table=table, sort_order=place)
    draft.recipient_tables.set([*rows, row])
    return row


def save_draft(draft, by) -> None:
    """A new revision; drafts that were never public keep their tables in step (gate.md 17).

    The tables first: rows get their ids there, and the revision must know them, or the next save
    of the form would take the list for a new row.
    """
    if not draft.live:
        draft.save(clean=False)
    draft.save_revision(user=by, log_action=True, clean=False)
