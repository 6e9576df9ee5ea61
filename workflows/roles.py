"""Who holds which role for which unit (design.md, Roles).

Every question here is an explicit look at groups and assignments: being a superuser answers none
of them (I1, I2).
"""

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

EDITOR = "editor"
APPROVER = "approver"
REVIEWER = "reviewer"
PUBLISHER = "publisher"
OFFICE = "office"
AUDITOR = "auditor"
ADMIN = "admin"

LABELS = {
    EDITOR: _("编辑"),
    APPROVER: _("审核"),
    REVIEWER: _("隐私审查"),
    PUBLISHER: _("发布"),
    OFFICE: _("公开办"),
    AUDITOR: _("审计"),
    ADMIN: _("管理员"),
}
# Held for one unit, through a group on its 专栏.
UNIT_ROLES = (EDITOR, APPROVER, PUBLISHER)
# Names of the groups that are the same for all units; stored, so they are not translated.
GLOBAL_GROUPS = {REVIEWER: "隐私审查", OFFICE: "公开办", AUDITOR: "审计", ADMIN: "管理员"}


def has_role(user, role: str, unit=None) -> bool:
    """Whether the account holds the role, for that unit where the role is one of a unit.

    A reviewer needs both the group and the assignment to the unit; without `unit` the question is
    whether the account holds the role anywhere.
    """
    if not getattr(user, "is_active", False) or user.pk is None:
        return False
    units = units_of(user, role) if role in (*UNIT_ROLES, REVIEWER) else None
    if role in GLOBAL_GROUPS and not user.groups.filter(name=GLOBAL_GROUPS[role]).exists():
        return False
    if units is None:
        return True
    if unit is None:
        return role == REVIEWER or units.exists()
    return units.filter(pk=unit.pk).exists()


def units_of(user, role: str):
    """Units for which the account holds the role (a query set)."""
    from disclosure.models import Unit

    if role == REVIEWER:
        return Unit.objects.filter(reviewer_assignments__user=user)
    return Unit.objects.filter(role_groups__role=role, role_groups__group__user=user)


def users_with(role: str, unit=None):
    """Active accounts that hold the role for the unit (or, without one, the global role)."""
    users = get_user_model()._default_manager.filter(is_active=True)
    if role in UNIT_ROLES:
        return users.filter(groups__unit_role__role=role, groups__unit_role__unit=unit).distinct()
    members = Q(groups__name=GLOBAL_GROUPS[role])
    if role == REVIEWER and unit is not None:
        members &= Q(reviewer_assignments__unit=unit)
    return users.filter(members).distinct()


def roles_of(user) -> set[str]:
    """All roles the account holds somewhere."""
    if not getattr(user, "is_active", False) or user.pk is None:
        return set()
    names = dict(user.groups.values_list("name", "unit_role__role"))
    held = {role for role in names.values() if role}
    return held | {role for role, name in GLOBAL_GROUPS.items() if name in names}
