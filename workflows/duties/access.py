"""Who may begin a draft for a duty, and who may sign that there is nothing."""

from disclosure.models import Unit
from workflows import roles

SIGNERS = (roles.APPROVER, roles.PUBLISHER)


def may_begin(user, unit: Unit) -> bool:
    return roles.has_role(user, roles.EDITOR, unit)


def post_of(user, unit: Unit) -> str:
    """The post in which the account may sign for the unit; empty when it may not."""
    return next((role for role in SIGNERS if roles.has_role(user, role, unit)), "")
