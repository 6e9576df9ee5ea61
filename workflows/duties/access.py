"""Who sees which duties, who may begin a draft for one, and who may sign."""

from disclosure.models import Unit
from workflows import roles

OWN = (roles.EDITOR, roles.APPROVER, roles.PUBLISHER)
OVERSEERS = frozenset({roles.OFFICE, roles.AUDITOR, roles.ADMIN})
VIEWERS = OVERSEERS | frozenset(OWN)
SIGNERS = (roles.APPROVER, roles.PUBLISHER)


def own_units(user):
    """Units for which the account holds a role that meets duties (a query set)."""
    mine = [roles.units_of(user, role).values_list("pk", flat=True) for role in OWN]
    return Unit.objects.filter(pk__in=[pk for pks in mine for pk in pks])


def oversees(user) -> bool:
    return bool(roles.roles_of(user) & OVERSEERS)


def seen_units(user):
    """Units whose duties the account may see."""
    return Unit.objects.all() if oversees(user) else own_units(user)


def may_begin(user, unit: Unit) -> bool:
    return roles.has_role(user, roles.EDITOR, unit)


def post_of(user, unit: Unit) -> str:
    """The post in which the account may sign for the unit; empty when it may not."""
    return next((role for role in SIGNERS if roles.has_role(user, role, unit)), "")
