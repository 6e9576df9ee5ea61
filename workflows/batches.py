"""Clearing many items without findings at once, after looking at a random sample.

Every item is cleared by the ordinary step with a clearance of its own that names the batch; the
sample is drawn here, not in the browser, and an item of it counts as looked at when its text was
opened. Whatever happens in between, each item is either cleared or still waits.
"""

import logging
import math
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.publishing import NotCleared
from privacy.vault import VaultUnavailable
from workflows import actions, claims, desk, redaction
from workflows.incidents import name_of
from workflows.models import Batch, BatchItem, PrivacyReviewState
from workflows.review import queue
from workflows.standing import NotAllowed

log = logging.getLogger(__name__)
SMALLEST_SAMPLE, SAMPLE_SHARE = 3, 0.1
MOST_ITEMS = 200
# One request clears so long; the next goes on where it stopped.
AT_MOST = timedelta(seconds=10)
FAILURES = {
    "gone": gettext_lazy("已不在审查这一步，可能由别人处理了"),
    "taken": gettext_lazy("别人正在审查"),
    "changed": gettext_lazy("内容有变化，或现在有了发现，请逐件审查"),
    "open": gettext_lazy("有没决定的地方，请逐件审查"),
    "refused": gettext_lazy("没有通过放行检查，请逐件审查"),
    "vault": gettext_lazy("保险箱打不开，没有放行，请稍后再试"),
    "error": gettext_lazy("放行时出错，仍在队列里，请逐件审查"),
}


def sample_size(items: int) -> int:
    """max(3, 10 %), never more than there are."""
    return min(items, max(SMALLEST_SAMPLE, math.ceil(items * SAMPLE_SHARE)))


@transaction.atomic
def begin(state_ids, *, by) -> Batch:
    """Take up the chosen items that may go in a batch, and draw the sample; `NotAllowed` if none.

    Items with findings, tables or files, and those the reviewer may not decide on, are left out.
    """
    chosen = desk.waiting_states(by).filter(pk__in=list(state_ids)[:MOST_ITEMS])
    entries = [e for e in queue.of_states(chosen, by) if e.may_go_in_a_batch]
    held = [entry for entry in entries if claims.claim(entry.state, by)]
    if not held:
        raise NotAllowed([_("没有可以成批放行的内容。先勾选标有“没有发现”的内容。")])
    size = sample_size(len(held))
    drawn = {e.state.pk for e in secrets.SystemRandom().sample(held, size)}
    batch = Batch.objects.create(by=by, by_name=name_of(by), sample_size=size)
    BatchItem.objects.bulk_create(
        BatchItem(
            batch=batch,
            page_id=entry.item.page.pk,
            state_id=entry.state.pk,
            revision_id=entry.state.revision_id,
            is_sample=entry.state.pk in drawn,
        )
        for entry in held
    )
    log.info("workflows.batch batch=%s items=%d sample=%d", batch.pk, len(held), size)
    return batch


def looked(item: BatchItem) -> None:
    """The reviewer opened the text of an item of the sample."""
    BatchItem.objects.filter(pk=item.pk, viewed_at__isnull=True).update(viewed_at=timezone.now())


def left_to_view(batch: Batch) -> int:
    return batch.items.filter(is_sample=True, viewed_at__isnull=True).count()


def go_on(batch: Batch, *, by) -> int:
    """Clear what is left, for at most `AT_MOST`; returns how many still wait.

    `NotAllowed` while the sample was not looked at, and for anybody but who began.
    """
    if batch.by_id != by.pk:
        raise NotAllowed([_("只有开始这一批的人可以放行它。")])
    unseen = left_to_view(batch)
    if unseen:
        raise NotAllowed([_("抽到的还有 %(n)d 件没有打开看过，不能放行。") % {"n": unseen}])
    until = timezone.now() + AT_MOST
    for item in batch.items.filter(cleared_at__isnull=True, failure=""):
        _clear(item, batch, by)
        if timezone.now() > until:
            break
    left = batch.items.filter(cleared_at__isnull=True, failure="").count()
    if not left and batch.finished_at is None:
        batch.finished_at = timezone.now()
        batch.save(update_fields=["finished_at"])
    return left


def _clear(item: BatchItem, batch: Batch, by) -> None:
    """One item in its own transactions; a failure concerns this item alone."""
    failure = _objection(item, by)
    if not failure:
        try:
            page = _page(item)
            actions.review_and_clear(page, by, seen=item.revision_id, rule=batch.rule)
        except redaction.StillOpen:
            failure = "open"
        except NotCleared:
            failure = "refused"
        except NotAllowed:
            failure = "gone"
        except VaultUnavailable:
            failure = "vault"
        except Exception as error:  # noqa: BLE001  the others of the batch must go on
            log.error("workflows.batch_failed item=%s error=%s", item.pk, type(error).__name__)
            failure = "error"
    BatchItem.objects.filter(pk=item.pk).update(
        failure=failure, cleared_at=None if failure else timezone.now()
    )


def _objection(item: BatchItem, by) -> str:
    """Asked again for each: since the choice somebody may have acted, or a list of words grown."""
    waiting = desk.waiting_states(by).filter(pk=item.state_id)
    entry = next(iter(queue.of_states(waiting, by)), None)
    if entry is None:
        return "gone"
    if not claims.claim(entry.state, by):
        return "taken"
    fresh = entry.state.revision_id == item.revision_id
    return "" if fresh and entry.may_go_in_a_batch else "changed"


def _page(item: BatchItem):
    from disclosure.models import DisclosurePage

    return DisclosurePage.objects.get(pk=item.page_id)


def shown(item: BatchItem):
    """The submission as a page, to be read; None when it does not wait any more."""
    state = (
        PrivacyReviewState.objects.select_related("revision")
        .filter(pk=item.state_id, status="in_progress", revision_id=item.revision_id)
        .first()
    )
    return state.revision.as_object() if state else None


def unfinished(user):
    """Batches the account began and did not finish."""
    return Batch.objects.filter(by=user, finished_at__isnull=True).order_by("-pk")
