"""One reviewer at a time: a claim that runs out by itself (direction.md §5, §8)."""

from datetime import timedelta

from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from workflows.models import PrivacyReviewState

CLAIM_LASTS = timedelta(minutes=30)


def claim(state: PrivacyReviewState, user, now=None) -> bool:
    """Take or extend the claim; False when somebody else holds it. One statement, so no race."""
    now = now or timezone.now()
    free = Q(claimed_by__isnull=True) | Q(claimed_until__lte=now) | Q(claimed_by=user)
    goes_on = When(claimed_by=user, claimed_until__gt=now, then=F("claimed_since"))
    taken = PrivacyReviewState.objects.filter(free, pk=state.pk).update(
        claimed_since=Case(goes_on, default=Value(now)),
        claimed_by=user,
        claimed_until=now + CLAIM_LASTS,
    )
    if taken:
        state.claimed_by, state.claimed_until = user, now + CLAIM_LASTS
    return bool(taken)


def release_claim(state: PrivacyReviewState, user) -> None:
    """Put the item back into the queue; decisions taken so far stay."""
    PrivacyReviewState.objects.filter(pk=state.pk, claimed_by=user).update(
        claimed_by=None, claimed_until=None, claimed_since=None
    )
