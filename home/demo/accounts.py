"""The demo accounts: one per role, and a second reviewer for what two must agree on."""

from django.contrib.auth import get_user_model

from disclosure.models import Unit
from workflows import roles
from workflows.setup import assign

PASSWORD = "mingjing-demo-2018"  # noqa: S105  printed at the end of `make demo`; demo only
UNIT = "jl-mzt"
# Account, name shown, role, whether it belongs to the demo unit.
ACCOUNTS = [
    ("editor", "示例编辑", roles.EDITOR, True),
    ("approver", "示例审核", roles.APPROVER, True),
    ("reviewer", "示例隐私审查", roles.REVIEWER, False),
    ("reviewer2", "示例隐私审查二", roles.REVIEWER, False),
    ("publisher", "示例发布", roles.PUBLISHER, True),
    ("office", "示例公开办", roles.OFFICE, False),
    ("auditor", "示例审计", roles.AUDITOR, False),
    ("admin", "示例管理员", roles.ADMIN, False),
]


def ensure_accounts() -> dict:
    """The accounts by name; an account that exists keeps its password."""
    unit = Unit.objects.get(code=UNIT)
    users = {}
    for name, shown, role, in_unit in ACCOUNTS:
        user, made = get_user_model().objects.get_or_create(
            username=name, defaults={"first_name": shown, "email": f"{name}@example.invalid"}
        )
        if made:
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])
        assign(user, role, unit if in_unit or role == roles.REVIEWER else None)
        users[name] = user
    return users


def assign_reviewers(users: dict, units) -> None:
    """The demo's reviewers serve all its units."""
    for name in ("reviewer", "reviewer2"):
        for unit in units:
            assign(users[name], roles.REVIEWER, unit)
