"""Summaries of waiting submissions: made once, read many times (models/queueing.py)."""

import logging
from collections import Counter
from collections.abc import Iterable

from disclosure import outbox
from disclosure.canonical import ordered
from workflows import changes
from workflows.lists.columns import lists_of
from workflows.models import PrivacyReviewState, QueueSummary
from workflows.passages import kind_of
from workflows.review.spots import spots_of

log = logging.getLogger(__name__)
KIND = "summary"
# So many are made while a page is shown, where the background has not come to them yet.
AT_ONCE = 30


def owe(sender, instance, created, **kwargs) -> None:
    """A submission that reaches the review is summed up after the transaction."""
    if created:
        outbox.enqueue(KIND, "", state=instance.pk)


def make_owed(number: str, payload: dict) -> None:
    """Outbox `summary`."""
    states = PrivacyReviewState.objects.select_related("revision", "workflow_state")
    state = states.filter(pk=payload["state"], status="in_progress").first()
    if state is not None:
        make(state)


def of_states(states: Iterable[PrivacyReviewState]) -> dict[int, QueueSummary]:
    """Summaries by state; those not made yet are made, up to `AT_ONCE` of them."""
    states = list(states)
    known = QueueSummary.objects.in_bulk([state.pk for state in states])
    missing = [
        state
        for state in states
        if state.pk not in known or known[state.pk].revision_id != state.revision_id
    ]
    for state in missing[:AT_ONCE]:
        known[state.pk] = make(state)
    return known


def make(state: PrivacyReviewState) -> QueueSummary:
    """Count what the detector finds and what changed; nothing here quotes the text."""
    page = state.revision.as_object()
    found = Counter(
        (kind_of(spot.part), spot.cls)
        for spot in spots_of(state.revision, page)
        if spot.proposed != "keep" and not spot.is_manual
    )
    lists = [uploaded for _table, uploaded in lists_of(page)]
    compared_with, changed = changes.since_last_time(page, state)
    files = [row for row in ordered(page.attachment_rows) if row.vault_id or row.digest]
    values = {
        "revision_id": state.revision_id,
        "page_id": page.pk,
        "findings": [[kind, cls, n] for (kind, cls), n in sorted(found.items())],
        "columns": sum(c["action"] != "keep" for one in lists for c in one.columns),
        "rows": sum(one.row_count for one in lists),
        "tables": len(lists),
        "files": len(files),
        "file_ids": [str(row.vault_id) for row in files if row.vault_id],
        "compared_with": compared_with,
        "changed": len(changed),
    }
    summary, _made = QueueSummary.objects.update_or_create(state_id=state.pk, defaults=values)
    log.info("workflows.summary page=%s findings=%d", page.pk, sum(found.values()))
    return summary
