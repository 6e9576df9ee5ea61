"""The duties of a cell in words. A draft is told by its step alone: no title, no number."""

from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from disclosure.duties import states
from supervision.coverage import words
from workflows.due import Clock


@dataclass(frozen=True, slots=True)
class Row:
    duty: object
    period: str
    state: words.State
    due: object
    step: str
    is_over: bool


def cell_rows(duties, today: date) -> list[Row]:
    """One line a duty; the steps of all drafts by one statement."""
    duties, clock = list(duties), Clock(today)
    at = _steps([duty.draft_id for duty in duties if duty.draft_id])
    rows = []
    for duty in duties:
        is_open = duty.state not in states.SETTLED
        step = at.get(duty.draft_id, _("起草")) if is_open and duty.draft_id else ""
        rows.append(
            Row(
                duty,
                words.period(duty.period_from, duty.period_to),
                words.STATES[duty.state],
                clock.due(duty.due_on) if is_open else None,
                step,
                duty.state in states.OVERDUE,
            )
        )
    return rows


def _steps(drafts: list[int]) -> dict[int, str]:
    """Name of the task at which each draft waits."""
    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
        workflow_state__object_id__in=[str(pk) for pk in drafts],
    ).values_list("workflow_state__object_id", "task__content_type")
    found = {}
    for pk, kind in waiting:
        model = ContentType.objects.get_for_id(kind).model_class()
        found[int(pk)] = str(model._meta.verbose_name)
    return found
