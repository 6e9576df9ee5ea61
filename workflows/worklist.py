"""Who must do what by when: the running steps in reach of an account."""

from django.db.models import CharField
from django.db.models.functions import Cast
from wagtail.models import TaskState, WorkflowState

from workflows import roles


def acting_units(user, role: str):
    """Units in which the account may take the step of this role.

    A unit may let its approvers release as well (a recorded setting of the unit, I2).
    """
    from disclosure.models import Unit

    units = roles.units_of(user, role) if roles.has_role(user, role) else Unit.objects.none()
    if role == roles.PUBLISHER:
        merged = roles.units_of(user, roles.APPROVER).filter(may_merge_release=True)
        units = Unit.objects.filter(pk__in=[*units.values_list("pk", flat=True), *_ids(merged)])
    return units


def _ids(units) -> list[int]:
    return list(units.values_list("pk", flat=True))


def running_states(task, user):
    """Running states of one task in the units for which the account may take the step."""
    return running_in(acting_units(user, task.role)).filter(task_id=task.pk)


def running_in(units):
    """Running task states of items of these units."""
    from disclosure.models import DisclosurePage

    pages = DisclosurePage.objects.filter(unit__in=_ids(units))
    keys = pages.annotate(key=Cast("pk", CharField())).values("key")
    return TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        workflow_state__object_id__in=keys,
    )
