"""Groups, permissions and the standard workflow; everything here may run again and again."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page, Site, Workflow, WorkflowPage, WorkflowTask

from disclosure.models import Unit
from workflows import roles
from workflows.models import (
    DepartmentApprovalTask,
    PrivacyReviewTask,
    ReleaseTask,
    ReviewerAssignment,
    UnitGroup,
)

WORKFLOW_NAME = "公开审核"
STEPS = [
    (DepartmentApprovalTask, "单位审核"),
    (PrivacyReviewTask, "隐私审查"),
    (ReleaseTask, "保密审查和发布"),
]
# Wagtail's publish permission is held by no human group: it passes by the workflow (I1).
COLUMN_PERMISSIONS = {roles.EDITOR: ["add_page", "change_page"]}
ADMIN_MODELS = [
    ("disclosure", "unit"),
    ("disclosure", "unitname"),
    ("disclosure", "region"),
    ("disclosure", "legalbasis"),
    ("disclosure", "catalogueitem"),
    ("disclosure", "cataloguebasis"),
    ("disclosure", "calendaroverride"),
    ("disclosure", "issuermapping"),
    ("privacy", "lexiconentry"),
    ("disclosure", "unitcontact"),
    ("workflows", "reviewerassignment"),
    ("home", "sitesettings"),
    ("auth", "user"),
]
# They keep the register of their unit's officials; the screens show them their own unit alone.
REGISTER_KEEPERS = (roles.EDITOR, roles.APPROVER)
REVIEWER_MODELS = [("privacy", "lexiconentry")]
# What the search knows, and what was asked: kept by office and administrators, read by auditors.
SEARCH_MODELS = [("search", "synonymgroup"), ("search", "bestbet"), ("search", "askedquery")]
# Who owes what, and the events during which it is owed every few days.
DUTY_MODELS = [("disclosure", "dutyassignment"), ("disclosure", "dutyincident")]
OFFICE_MODELS = [
    ("disclosure", "catalogueitem"),
    ("disclosure", "legalbasis"),
    ("disclosure", "issuermapping"),
]


@transaction.atomic
def install() -> None:
    """Global groups, the groups of every unit that has users, and the workflow of all 专栏."""
    for role in roles.GLOBAL_GROUPS:
        _global_group(role)
    _vault_group()
    _grant(_global_group(roles.ADMIN), ADMIN_MODELS, ["view", "add", "change", "delete"])
    _grant(_global_group(roles.REVIEWER), REVIEWER_MODELS, ["view", "add", "change", "delete"])
    _grant(_global_group(roles.OFFICE), OFFICE_MODELS, ["view", "change"])
    for role in (roles.OFFICE, roles.ADMIN):
        _grant(_global_group(role), SEARCH_MODELS, ["view", "add", "change", "delete"])
        _grant(_global_group(role), DUTY_MODELS, ["view", "add", "change", "delete"])
    _grant(_global_group(roles.AUDITOR), SEARCH_MODELS, ["view"])
    for unit in Unit.objects.filter(role_groups__isnull=False).distinct():
        ensure_unit_groups(unit)
    _standard_workflow()


@transaction.atomic
def ensure_unit_groups(unit: Unit) -> dict[str, Group]:
    """The unit's groups by role, made when the unit gets its first user."""
    return {role: _unit_group(unit, role) for role in roles.UNIT_ROLES}


@transaction.atomic
def assign(user, role: str, unit: Unit | None = None) -> None:
    """Give the account a role; editor, approver and publisher need the unit.

    A reviewer assigned to a unit also joins the vault group: originals can be opened by reviewers
    and by nobody else.
    """
    if role in roles.UNIT_ROLES:
        if unit is None:
            raise ValueError(f"the role {role} is held for a unit")
        user.groups.add(ensure_unit_groups(unit)[role])
    else:
        user.groups.add(_global_group(role))
    if role == roles.REVIEWER:
        user.groups.add(_vault_group())
        if unit is not None:
            ReviewerAssignment.objects.get_or_create(user=user, unit=unit)


def _unit_group(unit: Unit, role: str) -> Group:
    link = UnitGroup.objects.filter(unit=unit, role=role).select_related("group").first()
    if link is None:
        label = str(roles.LABELS[role])
        group, _made = Group.objects.get_or_create(name=f"{unit.code} {label}"[:150])
        link = UnitGroup.objects.create(unit=unit, role=role, group=group)
    _allow_admin(link.group)
    column = getattr(unit, "column", None)
    for codename in COLUMN_PERMISSIONS.get(role, []) if column else []:
        GroupPagePermission.objects.get_or_create(
            group=link.group, page=column, permission=_page_permission(codename)
        )
    if role in REGISTER_KEEPERS:
        _grant(link.group, [("disclosure", "unitcontact")], ["view", "add", "change", "delete"])
    return link.group


def _global_group(role: str) -> Group:
    group, _made = Group.objects.get_or_create(name=roles.GLOBAL_GROUPS[role])
    _allow_admin(group)
    return group


def _vault_group() -> Group:
    from privacy.vault import VAULT_GROUP

    return Group.objects.get_or_create(name=VAULT_GROUP)[0]


def _page_permission(codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)


def _allow_admin(group: Group) -> None:
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )


def _grant(group: Group, models, actions) -> None:
    for app_label, model in models:
        group.permissions.add(
            *Permission.objects.filter(
                content_type__app_label=app_label,
                codename__in=[f"{action}_{model}" for action in actions],
            )
        )


def _standard_workflow() -> Workflow:
    """One workflow of three steps, attached to the front page and so to every 专栏 below it."""
    first = DepartmentApprovalTask.objects.order_by("pk").first()
    workflow = first.workflows.first() if first else None
    if workflow is None:
        workflow = Workflow.objects.create(name=WORKFLOW_NAME)
    for place, (model, name) in enumerate(STEPS):
        task = model.objects.order_by("pk").first() or model.objects.create(name=name)
        WorkflowTask.objects.update_or_create(
            workflow=workflow, task=task, defaults={"sort_order": place}
        )
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    root = site.root_page if site else Page.objects.get(depth=1)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    return workflow
