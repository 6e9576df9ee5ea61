"""The reviewer's desk: its tabs, and how much waits behind each."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from workflows import reports, roles, second_looks, worklist
from workflows.models import PrivacyReviewState, PrivacyReviewTask, ReviewDecision


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    label: str
    url: str
    count: int | None  # None: not counted, because it would take a look into every item


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
            Tab(
                "second",
                _("抽查复审"),
                reverse("workflows:second_look"),
                len(second_looks.waiting(user)),
            ),
        ]
        if keeps_wait(user):
            confirmations = reverse("workflows:confirmations")
            found.append(Tab("confirm", _("待第二人确认"), confirmations, None))
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
    """Steps that ended with a return in the reviewer's units and were not submitted again."""
    return worklist.last_rejected(worklist.acting_units(user, roles.REVIEWER))


def keeps_wait(user) -> bool:
    """Whether somebody else wants to keep something in a running review of these units: a cheap
    question, which the list of confirmations answers in full."""
    kept = ReviewDecision.objects.filter(action="keep").exclude(by=user)
    revisions = waiting_states(user).values("revision_id")
    return kept.filter(revision_id__in=revisions).exists()
