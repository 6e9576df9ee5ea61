"""Who must do what by when: the running steps in reach of an account."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Exists, F, OuterRef, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import Task, TaskState, WorkflowState

from workflows import roles
from workflows.due import Clock, Due
from workflows.models import DepartmentApprovalTask, PrivacyReviewTask, ReleaseTask, UnitTask


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
    return TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        workflow_state__object_id__in=keys_of(units),
    )


def keys_of(units):
    """Ids of the units' items as Wagtail's workflow states name them: as text."""
    from disclosure.models import DisclosurePage

    pages = DisclosurePage.objects.filter(unit__in=_ids(units))
    return pages.annotate(key=Cast("pk", CharField())).values("key")


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One line of a work list: what waits, for whom, until when."""

    page: object
    step: str
    url: str
    due: Due
    since: datetime | None = None
    note: str = ""
    state: object = None

    @property
    def title(self) -> str:
        return self.page.draft_title or self.page.title


SCREENS = {
    DepartmentApprovalTask: "workflows:approve",
    PrivacyReviewTask: "workflows:review",
    ReleaseTask: "workflows:release",
}


def to_do(user, clock: Clock | None = None) -> list[WorkItem]:
    """Steps that wait for this account, the most urgent first; what it may not take is left out."""
    states = TaskState.objects.none()
    for task in Task.objects.filter(active=True).specific():
        if isinstance(task, UnitTask):
            states = states | running_states(task, user)
    return [item for item in _items(states, clock or Clock()) if user.pk not in _authors(item.page)]


def _authors(page) -> set[int]:
    from disclosure import publishing

    return publishing.contributors(page)


def followed_units(user):
    """Units whose running items the account may follow without acting on them."""
    from disclosure.models import Unit

    if roles.roles_of(user) & {roles.OFFICE, roles.AUDITOR}:
        return Unit.objects.all()
    return roles.units_of(user, roles.EDITOR)


def units_in_sight(user):
    """Units whose published items the account may look up, by any of its roles."""
    from disclosure.models import Unit

    if roles.roles_of(user) & {roles.OFFICE, roles.AUDITOR}:
        return Unit.objects.all()
    held = [*roles.UNIT_ROLES, roles.REVIEWER]
    found = {pk for r in held if roles.has_role(user, r) for pk in _ids(roles.units_of(user, r))}
    return Unit.objects.filter(pk__in=found)


def columns_to_fill(user) -> list:
    """The 专栏 in which the account may begin something new."""
    from disclosure.models import ColumnPage

    units = roles.units_of(user, roles.EDITOR)
    return list(ColumnPage.objects.filter(unit__in=_ids(units)).select_related("unit"))


def items_of(state_ids, clock: Clock) -> list[WorkItem]:
    """Lines for these task states, the most urgent first."""
    return _items(TaskState.objects.filter(pk__in=state_ids), clock)


def under_way(units, clock: Clock | None = None) -> list[WorkItem]:
    """All running steps of these units, whoever must take them."""
    return _items(running_in(units), clock or Clock())


def _items(states, clock: Clock) -> list[WorkItem]:
    states = list(
        states.select_related("task", "task__content_type", "workflow_state").order_by("pk")
    )
    pages = pages_by_id([int(state.workflow_state.object_id) for state in states])
    items = []
    for state in states:
        page = pages.get(int(state.workflow_state.object_id))
        if page is not None:
            step = state.task.specific_class
            items.append(
                WorkItem(
                    page=page,
                    step=str(step._meta.verbose_name),
                    url=reverse(SCREENS[step], args=[page.pk]),
                    due=clock.due(page.due_on),
                    since=state.started_at,
                    state=state,
                )
            )
    return sorted(items, key=lambda item: (item.due.day is None, item.due.day, item.since))


def pages_by_id(ids) -> dict:
    from disclosure.models import DisclosurePage

    return DisclosurePage.objects.select_related("unit", "owner").defer("body").in_bulk(ids)


def returned(user, clock: Clock | None = None) -> list[WorkItem]:
    """Items of the editor's units that came back and were not submitted again, with reasons."""
    clock = clock or Clock()
    found = last_rejected(roles.units_of(user, roles.EDITOR))
    states = list(
        found.select_related("workflow_state", "task", "task__content_type", "finished_by")
    )
    pages = pages_by_id([int(state.workflow_state.object_id) for state in states])
    items = [_returned(pages[int(s.workflow_state.object_id)], s, clock) for s in states]
    return sorted(items, key=lambda item: (item.due.day is None, item.due.day, item.since))


def items_of_returned(user) -> list[WorkItem]:
    """Items of the reviewer's units that were sent back and lie with their editors."""
    found = last_rejected(acting_units(user, roles.REVIEWER))
    states = list(
        found.select_related("workflow_state", "task", "task__content_type", "finished_by")
    )
    pages, clock = pages_by_id([int(s.workflow_state.object_id) for s in states]), Clock()
    items = [_returned(pages[int(s.workflow_state.object_id)], s, clock) for s in states]
    return sorted(items, key=lambda item: item.since, reverse=True)


def last_rejected(units):
    """Rejections after which nothing happened any more."""
    latest = (
        TaskState.objects.filter(workflow_state__object_id=OuterRef("workflow_state__object_id"))
        .order_by("-pk")
        .values("pk")[:1]
    )
    return TaskState.objects.filter(
        workflow_state__object_id__in=keys_of(units),
        status=TaskState.STATUS_REJECTED,
        pk=Subquery(latest),
    )


def last_return(page) -> TaskState | None:
    """The rejection with which the item lies at its editor, if it does."""
    last = (
        TaskState.objects.filter(workflow_state__object_id=str(page.pk))
        .select_related("task")
        .order_by("-pk")
        .first()
    )
    return last if last and last.status == TaskState.STATUS_REJECTED else None


def _returned(page, state, clock: Clock) -> WorkItem:
    return WorkItem(
        page=page,
        step=str(state.task.specific_class._meta.verbose_name),
        url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        due=clock.due(page.due_on),
        since=state.finished_at,
        note=state.comment,
        state=state,
    )


def drafts(user, clock: Clock | None = None, limit: int = 50) -> list[WorkItem]:
    """Drafts of the account that were not submitted: neither running nor returned."""
    from disclosure.models import DisclosurePage

    clock = clock or Clock()
    units = roles.units_of(user, roles.EDITOR)
    key = Cast(OuterRef("pk"), CharField())
    running = WorkflowState.objects.active().filter(object_id=key)
    rejected = last_rejected(units).filter(workflow_state__object_id=key)
    pages = (
        DisclosurePage.objects.filter(unit__in=_ids(units), has_unpublished_changes=True)
        .filter(withdrawn_on__isnull=True, owner=user)
        .exclude(Exists(running))
        .exclude(Exists(rejected))
        .select_related("unit")
        .order_by(F("due_on").asc(nulls_last=True), "-latest_revision_created_at")[:limit]
    )
    return [
        WorkItem(
            page=page,
            step="",
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            due=clock.due(page.due_on),
            since=page.latest_revision_created_at,
        )
        for page in pages
    ]
