"""Who oversees all units, and which units an account sees figures, findings and duties of."""

from collections.abc import Collection

from disclosure.models import Unit
from workflows import roles

OVERSEERS = frozenset({roles.OFFICE, roles.AUDITOR, roles.ADMIN})
VIEWERS = OVERSEERS | frozenset(roles.UNIT_ROLES)


def oversees(user) -> bool:
    return bool(roles.roles_of(user) & OVERSEERS)


def own_units(user, held: Collection[str] = roles.UNIT_ROLES):
    """Units for which the account holds one of the roles (a query set)."""
    return Unit.objects.filter(role_groups__role__in=held, role_groups__group__user=user).distinct()


def seen_units(user):
    """All units for who oversees, the account's own ones otherwise."""
    return Unit.objects.all() if oversees(user) else own_units(user)
