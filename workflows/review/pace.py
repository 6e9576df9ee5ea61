"""How long a review takes: from taking it up to its end, measured, not asked."""

from datetime import datetime, timedelta
from statistics import median

from django.utils import timezone

from workflows import roles, worklist
from workflows.models import PrivacyReviewState


def week_start(now: datetime | None = None) -> datetime:
    """Monday 0:00 of the running week, local time."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday())


def median_minutes(user, now: datetime | None = None) -> int | None:
    """Median minutes per item of the reviews that ended this week in the account's units, by
    anybody; None while there are none. Reviews that nobody took up first are not counted."""
    units = worklist.acting_units(user, roles.REVIEWER)
    ended = PrivacyReviewState.objects.filter(
        finished_at__gte=week_start(now),
        claimed_since__isnull=False,
        status__in=("approved", "rejected"),
        workflow_state__object_id__in=worklist.keys_of(units),
    ).values_list("claimed_since", "finished_at")
    minutes = [(end - begin).total_seconds() / 60 for begin, end in ended if end >= begin]
    return max(round(median(minutes)), 1) if minutes else None
