"""Decisions of an earlier review that still fit: a small correction costs a small review."""

from workflows.models import ReviewDecision
from workflows.review.spots import spots_of


def carry_over(page, state) -> int:
    """Decide the same value the same way as before the return; returns how many places.

    Only what hides is carried over: a value that was kept is looked at again.
    """
    earlier = {
        (d.fingerprint, d.cls): d
        for d in ReviewDecision.objects.filter(page_id=page.pk)
        .exclude(revision_id=state.revision_id)
        .exclude(action="keep")
        .order_by("pk")
    }
    if not earlier:
        return 0
    carried = [
        ReviewDecision(
            page_id=page.pk,
            revision_id=state.revision_id,
            part=spot.part,
            start=spot.start,
            end=spot.end,
            cls=spot.cls,
            action=before.action,
            replacement=before.replacement,
            fingerprint=spot.fingerprint,
            by=before.by,
            is_carried=True,
        )
        for spot in spots_of(state.revision)
        if spot.is_open and (before := earlier.get((spot.fingerprint, spot.cls)))
    ]
    ReviewDecision.objects.bulk_create(carried)
    return len(carried)


def carried_count(state) -> int:
    """How many decisions of the review came from an earlier one."""
    return ReviewDecision.objects.filter(revision_id=state.revision_id, is_carried=True).count()
