"""The single funnel. Public content changes here and nowhere else (I1).

`prepare` looks at every surface outside any transaction; `commit`, `withdraw` and `redact` are
short and atomic: write, read back, append to the ledger, owe the side effects.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry, Revision

from disclosure import outbox, periods, removal
from disclosure.attribute import decisions
from disclosure.canonical import Record, digest, public_record
from disclosure.chain import contributors, problems
from disclosure.duties import items as duties
from disclosure.evidence import approve, clear, record_redaction
from disclosure.gate import NotCleared, crash_point, in_release, opened
from disclosure.list_removal import forget_lists
from disclosure.models import Clearance, DisclosurePage, PublicVersion
from disclosure.numbers import draw_number
from disclosure.redaction import Changes, rewrite
from disclosure.release_check import prepare
from disclosure.vocabulary import REASONS, REMOVING_REASONS
from ledger.append import ClockBehind, append

__all__ = [
    "NotCleared",
    "approve",
    "clear",
    "commit",
    "contributors",
    "draw_number",
    "in_release",
    "prepare",
    "record_redaction",
    "redact",
    "withdraw",
]
_REASON_CODES = {code for code, _label in REASONS}


@transaction.atomic
def commit(clearance: Clearance, *, by, reason: str = "") -> PublicVersion:
    """Make the cleared rendition public: first publication, revision or restoration.

    `reason` is a code of vocabulary.REASONS (default `update`, `review` for a restoration).
    NotCleared with sentences for the user when anything in the chain does not hold.
    """
    item = DisclosurePage.objects.select_for_update().get(pk=clearance.page_id)
    clearance = Clearance.objects.select_for_update(of=("self",)).get(pk=clearance.pk)
    page = _cleared_page(clearance)
    found = problems(clearance, item, public_record(page), by)
    found += decisions.refusals(item, page)
    if page.go_live_at or page.expire_at:
        found.append(_("不支持定时发布，请清除定时设置后重新提交。"))
    if found:
        raise NotCleared(*found)
    last = PublicVersion.objects.filter(page_id=item.pk).order_by("-rev").first()
    kind = _kind_of(last)
    now = timezone.now()
    crash_point("checked")
    record = _write(item, page, clearance, now)
    crash_point("written")
    clearance.released_at = now
    clearance.save(update_fields=["released_at"])
    version = _log(item, kind, _reason(kind, reason), record, by, page.title)
    periods.begin(page, version, last)
    duties.released(page, kind, was_public=bool(clearance.rule))
    crash_point("logged")
    # Registered before the outbox's own, so that the test hook strikes before anything is done.
    transaction.on_commit(lambda: crash_point("committed"))
    outbox.enqueue("index", item.number, rev=version.rev)
    if clearance.withheld_id:
        # What is public is read once more, as it stands (I4); after the index, which it reads too.
        outbox.enqueue("recheck", item.number, rev=version.rev, clearance=clearance.pk)
    crash_point("owed")
    return version


def _cleared_page(clearance: Clearance) -> DisclosurePage:
    revision = Revision.objects.filter(pk=clearance.revision_id).first()
    if revision is None or revision.approved_go_live_at:
        raise NotCleared(_("通过审查的版本已不存在或设了定时，请重新提交审核。"))
    page = revision.as_object()
    page.live_revision = revision
    page.has_unpublished_changes = not revision.is_latest_revision()
    return page


def _write(item: DisclosurePage, page: DisclosurePage, clearance: Clearance, now) -> Record:
    """Write the page's tables and read them back: what counts is what the database holds."""
    page.live, page.expired = True, False
    page.last_published_at = now
    page.first_published_at = item.first_published_at or now
    page.withdrawn_on, page.withdrawn_reason = None, ""
    with opened(item.pk):
        page.save()
        crash_point("saved")
    stored = public_record(type(page).objects.get(pk=item.pk))
    if digest(stored, clearance.salt) != clearance.digest:
        raise NotCleared(_("写入后的内容与审查通过的不一致，已停止发布，没有任何内容被公开。"))
    return stored


def _kind_of(last: PublicVersion | None) -> str:
    if last is None:
        return "publish"
    return "restore" if last.type == "withdraw" else "revise"


def _reason(kind: str, reason: str) -> str:
    if kind == "publish":
        return ""
    reason = reason or ("review" if kind == "restore" else "update")
    if reason not in _REASON_CODES:
        raise NotCleared(_("请选择更改原因。"))
    return reason


def _log(item, kind: str, reason: str, record: Record, by, title: str) -> PublicVersion:
    """Ledger entry and public version of one event, in the caller's transaction."""
    try:
        entry = append(
            type=kind,
            item=item.number,
            org=item.unit_name or item.unit.official_name,
            reason=reason,
            parts=record,
        )
    except ClockBehind as error:
        raise NotCleared(
            _("服务器的时钟比公开记录晚十分钟以上，没有改变任何内容。请系统管理员校准时钟后再试。")
        ) from error
    version = PublicVersion.objects.create(
        number=item.number,
        page_id=item.pk,
        rev=entry.rev,
        type=kind,
        reason=reason,
        title=title,
        parts=[[part, text] for part, text in record],
        ledger_index=entry.index,
        check_code=entry.code,
        released_at=timezone.now(),
        released_by=by.get_username() if by else "",
    )
    # Our own entry, without the title that Wagtail's would carry.
    PageLogEntry.objects.log_action(
        instance=item, action=f"disclosure.{kind}", user=by, title=item.number, data={}
    )
    return version


@transaction.atomic
def withdraw(page: DisclosurePage, *, reason: str, by) -> PublicVersion:
    """Take a live item off the public site; for `privacy` and `legal` its content goes as well."""
    item = DisclosurePage.objects.select_for_update().get(pk=page.pk)
    if not item.live:
        raise NotCleared(_("这条信息没有在公开，不用撤下。"))
    if reason not in _REASON_CODES:
        raise NotCleared(_("请选择撤下的原因。"))
    specific = item.specific
    specific.live, specific.live_revision = False, None
    specific.withdrawn_on, specific.withdrawn_reason = timezone.now(), reason
    with opened(item.pk):
        if reason in REMOVING_REASONS:
            removal.empty(specific)
        specific.save(clean=False)
    crash_point("saved")
    version = _log(item, "withdraw", reason, [], by, "")
    duties.withdrawn(item, reason)
    # First out of the index: the physical scrub must find the index's own rows emptied.
    outbox.enqueue("unindex", item.number, rev=version.rev)
    if reason in REMOVING_REASONS:
        _owe_files(item, removal.forget(item))
        outbox.enqueue("scrub", item.number, page_id=item.pk)
    return version


@transaction.atomic
def redact(page: DisclosurePage, changes: Changes, *, reason: str, by) -> PublicVersion:
    """Delete parts of a live item at once, without a revision; drafts and workflow stay.

    `changes` {part id: [(start, end, replacement)]}; a replacement may only be shorter or stars,
    so that nothing new can become public this way (I1).
    """
    item = DisclosurePage.objects.select_for_update().get(pk=page.pk)
    if not item.live:
        raise NotCleared(_("这条信息没有在公开。"))
    if reason not in ("privacy", "expired"):
        raise NotCleared(_("直接删除只用于保护隐私或公示期满。"))
    if any(set(new) - set("*某") for spans in changes.values() for _start, _end, new in spans):
        raise NotCleared(_("直接删除不能写入新内容，修改请走审核流程。"))
    if reason == "expired" and not all(map(periods.is_list_row, changes)):
        raise NotCleared(_("公示期满只撤下名册，其他内容的修改请走审核流程。"))
    specific = item.specific
    before = dict(public_record(specific))
    removed = {before[p][s:e] for p, spans in changes.items() for s, e, _new in spans}
    rewrite(specific, changes)
    with opened(item.pk):
        specific.last_published_at = timezone.now()
        specific.save()
        crash_point("saved")
    record = public_record(type(specific).objects.get(pk=item.pk))
    version = _log(item, "redact", reason, record, by, specific.title)
    outbox.enqueue("index", item.number, rev=version.rev)
    if reason == "expired":
        _require_reduced(item, list(before.items()), record)
        forget_lists(item)
        return version
    _owe_files(item, removal.narrow_versions(item, record))
    removal.scrub_values(item, removed)
    return version


def _require_reduced(item: DisclosurePage, before: Record, record: Record) -> None:
    """What remains of an ended list is what was cleared with it, sign for sign (I4)."""
    clearance = (
        Clearance.objects.filter(page_id=item.pk, released_at__isnull=False).order_by("-pk").first()
    )
    if clearance is None or not (clearance.salt and clearance.reduced_digest):
        return
    if digest(before, clearance.salt) == clearance.digest and (
        digest(record, clearance.salt) != clearance.reduced_digest
    ):
        raise NotCleared(_("撤下名册后剩下的内容与审查通过的不一致，没有改变任何内容。"))


def _owe_files(item: DisclosurePage, digests: set[str]) -> None:
    """Copies that nothing names any more leave the store."""
    if digests:
        outbox.enqueue("files", item.number, digests=sorted(digests))
