"""What one administrator asks and a second person confirms: readers of the vault, and their logins.

Whoever may add readers could let himself in through a friend's account, and whoever may reset a
reader's password could become that reader. So both need two.
"""

import logging
from datetime import timedelta

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.vault import VAULT_GROUP
from workflows import roles
from workflows.acting import acting
from workflows.models import AccountChange

JOIN, CREDENTIALS = "join", "credentials"
# A confirmed change of a login is made within this time, once.
LASTS = timedelta(hours=24)

log = logging.getLogger(__name__)


class NeedsSecond(PermissionDenied):
    """Refused until a second person has confirmed it."""


class CannotDecide(PermissionDenied):
    """This account may not decide on this change, or it is decided already."""


def vault_group() -> Group | None:
    return Group.objects.filter(name=VAULT_GROUP).first()


def is_reader(user_id: int) -> bool:
    """Whether the account belongs to the vault's readers, active or not."""
    return Group.objects.filter(name=VAULT_GROUP, user=user_id).exists()


def ask(kind: str, target, by) -> AccountChange:
    """Put the wish down; the same wish twice is one."""
    asked = AccountChange.objects.filter(kind=kind, target=target, asked_by=by, state="open")
    found = asked.first()
    if found is not None:
        return found
    log.info("account_change.asked kind=%s target=%s by=%s", kind, target.pk, by.pk)
    return AccountChange.objects.create(
        kind=kind,
        target=target,
        target_name=target.get_username(),
        asked_by=by,
        asked_by_name=by.get_username(),
    )


def may_see(user) -> bool:
    return bool(user.is_superuser or roles.has_role(user, roles.ADMIN) or is_reader(user.pk))


def may_decide(change: AccountChange, user) -> bool:
    """A second administrator or a present reader: neither who asked nor whom it is about."""
    is_other = user.pk not in (change.asked_by_id, change.target_id)
    return user.is_active and is_other and may_see(user) and change.state == "open"


@transaction.atomic
def decide(change: AccountChange, by, *, agrees: bool) -> AccountChange:
    """Confirm or refuse; a confirmed joining is done at once. `CannotDecide` for the wrong one."""
    change = AccountChange.objects.select_for_update().get(pk=change.pk)
    if not may_decide(change, by):
        raise CannotDecide(_("提出人和本人不能确认，请由另一位管理员或保险箱成员办理。"))
    change.decided_by, change.decided_by_name = by, by.get_username()
    change.decided_at = timezone.now()
    change.state = "confirmed" if agrees else "refused"
    if agrees and change.kind == JOIN:
        _join(change)
        change.state, change.used_at = "used", change.decided_at
    change.save()
    log.info("account_change.decided change=%s by=%s agrees=%s", change.pk, by.pk, agrees)
    return change


def _join(change: AccountChange) -> None:
    group = vault_group()
    if change.target is None or group is None:
        raise CannotDecide(_("这个账号已不存在。"))
    allow(JOIN, change.target_id)
    change.target.groups.add(group)


def allow(kind: str, user_id: int) -> None:
    """From here to the end of the request the guard lets this change of this account pass."""
    request = acting()
    if request is not None:
        request.confirmed.add((kind, user_id))


def usable(target, by) -> AccountChange | None:
    """The confirmed, unused change of a login that this administrator asked for lately."""
    return AccountChange.objects.filter(
        kind=CREDENTIALS,
        target=target,
        asked_by=by,
        state="confirmed",
        decided_at__gte=timezone.now() - LASTS,
    ).first()


def use(change: AccountChange) -> None:
    change.state, change.used_at = "used", timezone.now()
    change.save(update_fields=["state", "used_at"])
    log.info("account_change.used change=%s", change.pk)
