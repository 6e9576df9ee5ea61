"""Is this release covered? The chain of digests and the four eyes (I1, I2; gate.md C2, C12)."""

from django.utils.translation import gettext as _

from disclosure.canonical import Record, digest
from disclosure.models.clearance import Clearance, PublicVersion

# Import rules under which nobody looked at the single item; only items without findings.
IMPORT_RULES = frozenset({"already-public"})
# Items cleared together carry the batch's name and go through the whole chain like any other.
BATCH_RULE = "batch:"


def contributors(page, until: int | None = None) -> set[int]:
    """Users who edited the item after the text that is public now; before that, its author too.

    `until` names the revision that is decided on. Counted by revisions, not by the time of the
    release: a draft written between clearance and release is work on the next version.
    """
    from wagtail.models import Revision

    revisions = Revision.page_revisions.filter(object_id=str(page.pk), user__isnull=False)
    released = Clearance.objects.filter(page_id=page.pk, released_at__isnull=False)
    last = released.order_by("-pk").first()
    if last:
        revisions = revisions.filter(pk__gt=last.revision_id)
    if until is not None:
        revisions = revisions.filter(pk__lte=until)
    users = set(revisions.values_list("user_id", flat=True))
    if not last and page.owner_id:
        users.add(page.owner_id)
    return users


def contributed_to(user, pages) -> set[int]:
    """Ids of those pages of a list to which the user contributed, as `contributors` counts; the
    number of statements does not grow with the list."""
    from wagtail.models import Revision

    pages = list(pages)
    ids = [page.pk for page in pages]
    released = Clearance.objects.filter(page_id__in=ids, released_at__isnull=False)
    last = dict(released.order_by("pk").values_list("page_id", "revision_id"))
    own = Revision.page_revisions.filter(user=user, object_id__in=[str(pk) for pk in ids])
    found = {
        int(object_id)
        for object_id, revision in own.values_list("object_id", "pk")
        if revision > last.get(int(object_id), 0)
    }
    return found | {page.pk for page in pages if page.pk not in last and page.owner_id == user.pk}


def problems(clearance: Clearance, item, record: Record, by) -> list[str]:
    """Why this clearance does not allow the release, as sentences; empty when it does."""
    found = [*_used_up(clearance), *_same_content(clearance, record)]
    found += _four_eyes(clearance, item, by)
    check = clearance.checks.order_by("-pk").first()
    if check is None or check.digest != clearance.digest:
        found.append(_("发布前检查还没有完成，请稍后再试。"))
    elif not check.passed:
        found.append(_("发布前检查发现不应公开的内容，已停止发布，没有任何内容被公开。"))
    return found


def _used_up(clearance: Clearance) -> list[str]:
    newer = Clearance.objects.filter(page_id=clearance.page_id, pk__gt=clearance.pk).exists()
    last = PublicVersion.objects.filter(page_id=clearance.page_id).order_by("-rev").first()
    if clearance.released_at or newer or (last and last.released_at >= clearance.at):
        return [_("这次审查结论已经使用过或已被新的审查代替，请重新提交审核。")]
    return []


def _same_content(clearance: Clearance, record: Record) -> list[str]:
    if not clearance.salt or digest(record, clearance.salt) != clearance.digest:
        return [_("内容与通过隐私审查的版本不一致，请重新提交审核。")]
    if clearance.rule and not clearance.rule.startswith(BATCH_RULE):
        known = clearance.rule in IMPORT_RULES
        return [] if known else [_("没有这条导入规则，不能放行。")]
    approval = clearance.approval
    if approval is None:
        return [_("没有部门审核记录，不能发布。")]
    shown = digest(record, approval.salt)
    redaction = clearance.redaction
    if redaction is None:
        intact = approval.digest == shown
    else:
        intact = approval.digest == redaction.base_digest and redaction.result_digest == shown
    return [] if intact else [_("部门审核的版本与隐私审查的版本对不上，请重新提交审核。")]


def _four_eyes(clearance: Clearance, item, by) -> list[str]:
    found, authors = [], contributors(item, clearance.revision_id)
    if by is not None and by.pk in authors:
        found.append(_("参与过编辑的人不能发布同一内容，请由另一位发布人操作。"))
    if clearance.by_id in authors:
        found.append(_("隐私审查人参与过编辑，这次审查无效，请由另一位审查人处理。"))
    approval = clearance.approval
    if approval is None:
        return found
    if approval.by_id in authors:
        found.append(_("审核人参与过编辑，这次审核无效，请由另一位审核人处理。"))
    merged = item.unit is not None and item.unit.may_merge_release
    if by is not None and approval.by_id == by.pk and not merged:
        found.append(_("审核人和发布人须是两个人；人手少的单位可由管理员登记合并。"))
    return found
