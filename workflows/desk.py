"""The reviewer's desk: its tabs, and how much waits behind each."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows import reports, roles, worklist
from workflows.models import PrivacyReviewState, PrivacyReviewTask


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    label: str
    url: str
    count: int


def tabs(user) -> list[Tab]:
    """Tabs of the lists that the account may open."""
    found = []
    if roles.has_role(user, roles.REVIEWER):
        waiting = waiting_states(user)
        queue = reverse("workflows:queue")
        mine = waiting.filter(claimed_by=user, claimed_until__gt=timezone.now()).count()
        found = [
            Tab("waiting", _("待审查"), queue, waiting.count()),
            Tab("mine", _("我领取的"), f"{queue}?tab=mine", mine),
            Tab("returned", _("退回修改"), f"{queue}?tab=returned", returned(user).count()),
        ]
    found.append(
        Tab(
            "reports",
            _("隐私问题报告"),
            reverse("workflows:reports"),
            reports.waiting(user).count(),
        )
    )
    return found


def waiting_states(user):
    """Running reviews in the units the account reviews."""
    units = worklist.acting_units(user, roles.REVIEWER)
    tasks = PrivacyReviewTask.objects.values("pk")
    running = worklist.running_in(units).filter(task__in=tasks).values("pk")
    return PrivacyReviewState.objects.filter(pk__in=running)


def returned(user):
    """Reviews that this account ended with a return and that were not submitted again."""
    units = worklist.acting_units(user, roles.REVIEWER)
    last = worklist.last_rejected(units).values("pk")
    return PrivacyReviewState.objects.filter(pk__in=last)
