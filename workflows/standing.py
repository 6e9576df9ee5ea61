"""Whether an account may take the present step of an item, and why not (I2).

Answers are sentences for the person. Nothing here asks whether the account is a superuser.
"""

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from workflows import roles, worklist
from workflows.models import DepartmentApprovalTask, PrivacyReviewTask, ReleaseTask


class NotAllowed(PermissionDenied):
    """The account may not take this step; `reasons` are sentences for the person."""

    def __init__(self, reasons: list[str]):
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class NotWaiting(NotAllowed):
    """The item does not wait at this step (any more)."""


def fresh(page):
    """The item as stored now: the object at hand may be older than its latest revision."""
    from disclosure.models import DisclosurePage

    return DisclosurePage.objects.get(pk=page.pk).specific


def running_state(page) -> TaskState | None:
    """The task state at which the item waits now, as its specific class."""
    state = (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
            workflow_state__object_id=str(page.pk),
            workflow_state__base_content_type=page.get_base_content_type(),
        )
        .select_related("workflow_state", "task", "revision")
        .order_by("-pk")
        .first()
    )
    return state.specific if state else None


def step_of(task_state) -> type:
    """Class of the task a state belongs to."""
    return task_state.task.specific_class


def require_state(page, step: type) -> TaskState:
    """The running state of this step; `NotWaiting` if there is none.

    Inside a transaction it is locked until the transaction ends.
    """
    state = running_state(page)
    if state is None or step_of(state) is not step:
        raise NotWaiting([_("这件信息现在不在“%s”这一步，可能已由别人处理。") % _label(step)])
    # Two people may press at the same moment; the second must find the step finished.
    states = TaskState.objects.all()
    if connection.in_atomic_block:
        states = states.select_for_update()
    if states.get(pk=state.pk).status != TaskState.STATUS_IN_PROGRESS:
        raise NotWaiting([_("这一步刚刚已由别人处理。")])
    return state


def _label(step: type) -> str:
    return str(step._meta.verbose_name)


def require(page, user, state) -> None:
    """Raise `NotAllowed` with all reasons why the account may not take the item's present step."""
    reasons = objections(page, user, state)
    if reasons:
        raise NotAllowed(reasons)


def objections(page, user, state) -> list[str]:
    """Why the account may not take this step of this item; empty when it may."""
    step = step_of(state)
    if not worklist.acting_units(user, step.role).filter(pk=page.unit_id).exists():
        return [
            _("您不是“%(unit)s”的%(role)s人员，不能处理这一步。")
            % {"unit": page.unit_name or page.unit, "role": roles.LABELS[step.role]}
        ]
    reasons = []
    if user.pk in _contributors(page):
        reasons.append(_("您编辑过这件信息，不能再审核、审查或发布它（须由不同的人）。"))
    reasons += _earlier_steps(page, user, state, step)
    return reasons


def _contributors(page) -> set[int]:
    from disclosure import publishing

    return publishing.contributors(page)


def _earlier_steps(page, user, state, step) -> list[str]:
    """Who took one step of this submission does not take the next, save for a merged unit."""
    taken = {
        done.task.specific_class
        for done in state.workflow_state.task_states.filter(
            status=TaskState.STATUS_APPROVED, finished_by=user
        ).select_related("task")
    }
    if step is PrivacyReviewTask and DepartmentApprovalTask in taken:
        return [_("您已审核过这件信息，隐私审查须由另一个人做。")]
    if step is ReleaseTask and PrivacyReviewTask in taken:
        return [_("您已做过隐私审查，发布须由另一个人做。")]
    if step is ReleaseTask and DepartmentApprovalTask in taken and not page.unit.may_merge_release:
        return [_("您已审核过这件信息；本单位没有合并审核和发布，发布须由另一个人做。")]
    return []


def objections_in_bulk(pairs, user) -> dict[int, list[str]]:
    """`objections` of the privacy review for a list of (page, state) in the account's own units,
    by state; the number of statements does not grow with the list."""
    from disclosure.chain import contributed_to

    pairs = list(pairs)
    written = contributed_to(user, [page for page, _state in pairs])
    approved = set(
        TaskState.objects.filter(
            workflow_state__in=[state.workflow_state_id for _page, state in pairs],
            task__in=DepartmentApprovalTask.objects.values("pk"),
            status=TaskState.STATUS_APPROVED,
            finished_by=user,
        ).values_list("workflow_state_id", flat=True)
    )
    found: dict[int, list[str]] = {}
    for page, state in pairs:
        reasons = []
        if page.pk in written:
            reasons.append(_("您编辑过这件信息，不能再审核、审查或发布它（须由不同的人）。"))
        if state.workflow_state_id in approved:
            reasons.append(_("您已审核过这件信息，隐私审查须由另一个人做。"))
        if reasons:
            found[state.pk] = reasons
    return found
