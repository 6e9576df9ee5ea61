"""Decisions on the way to release, each bound to the bytes that were decided on."""

import json

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure import periods
from disclosure.canonical import digest, public_record
from disclosure.chain import IMPORT_RULES, contributors
from disclosure.gate import NotCleared
from disclosure.models import Approval, Clearance, DisclosurePage, Redaction
from privacy import vault
from privacy.models import VaultObject


def _signed(by) -> dict:
    return {"by": by, "by_name": by.get_full_name() or by.get_username()}


def approve(revision, *, by, workflow_state=None) -> Approval:
    """Department approval of exactly this revision; NotCleared for one who edited it (I2)."""
    page = revision.as_object()
    if by.pk in contributors(page, revision.pk):
        raise NotCleared(_("编辑过这条信息的人不能审核它，请由另一位审核人处理。"))
    approval = Approval(
        page_id=page.pk,
        revision_id=revision.pk,
        workflow_state_id=workflow_state and workflow_state.pk,
        **_signed(by),
    )
    approval.digest = digest(public_record(page), approval.salt)
    approval.save()
    return approval


def record_redaction(approval: Approval, base, result, *, by, decisions: list[dict]) -> Redaction:
    """From the approved revision to the redacted one; `decisions` must hold no values."""
    return Redaction.objects.create(
        approval=approval,
        revision_id=result.pk,
        base_digest=digest(public_record(base.as_object()), approval.salt),
        result_digest=digest(public_record(result.as_object()), approval.salt),
        decisions=decisions,
        **_signed(by),
    )


@transaction.atomic
def clear(
    revision,
    *,
    by,
    approval: Approval | None = None,
    redaction: Redaction | None = None,
    workflow_state=None,
    withheld=(),
    accepted=(),
    rule: str = "",
    sampled: bool = False,
) -> Clearance:
    """Clear exactly this revision's public record for one release (I1).

    `withheld` are the values no surface may show; they go into the vault. `accepted` are
    [class, part id] of findings the reviewer decided to keep. NotCleared for an author (I2).
    """
    page = revision.as_object()
    if by.pk in contributors(page, revision.pk) and rule not in IMPORT_RULES:
        raise NotCleared(_("编辑过这条信息的人不能做它的隐私审查，请由另一位审查人处理。"))
    if not page.number:
        raise NotCleared(_("这条信息还没有索引号，请先提交审核。"))
    clearance = Clearance(
        number=page.number,
        page_id=page.pk,
        revision_id=revision.pk,
        approval=approval,
        redaction=redaction,
        workflow_state_id=workflow_state and workflow_state.pk,
        rule=rule,
        is_sampled=sampled,
        accepted=[list(pair) for pair in accepted],
        **_signed(by),
    )
    record = public_record(page)
    clearance.digest = digest(record, clearance.salt)
    if periods.list_rows(record) and periods.norms_of(page):
        clearance.reduced_digest = digest(periods.reduced(record), clearance.salt)
    values = sorted({value for value in withheld if value})
    if values:
        clearance.withheld_id = _seal_withheld(page, values, by)
    clearance.save()
    return clearance


def _seal_withheld(page: DisclosurePage, values: list[str], by):
    content = json.dumps(values, ensure_ascii=False).encode()
    code = page.unit.code if page.unit else ""
    return vault.seal(content, kind="withheld", name="withheld", unit_code=code, by=by).pk


def withheld_values(clearance: Clearance) -> list[str]:
    """Values no surface may show; VaultUnavailable when the vault cannot be read (I6)."""
    if clearance.withheld_id is None:
        return []
    sealed = VaultObject.objects.get(pk=clearance.withheld_id)
    return json.loads(vault.open_for_machine(sealed, purpose="release-check").decode())
