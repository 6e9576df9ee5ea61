"""Receivers that refuse, while a request is served, what a second person has not confirmed.

They stand below every screen: the account forms, the lists of accounts, Django's own admin, and
whatever a view of ours might do. Commands and the shell are free: they need the server's account.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, pre_save
from django.utils.translation import gettext as _

from privacy.vault import VAULT_GROUP
from workflows.account_changes import CREDENTIALS, JOIN, NeedsSecond, is_reader
from workflows.acting import acting

LOGIN_FIELDS = ("password", "email", "username")


def connect() -> None:
    """Called once when the app is ready."""
    users = get_user_model()
    m2m_changed.connect(groups_change, sender=users.groups.through, dispatch_uid="vault-guard-m2m")
    pre_save.connect(account_saved, sender=users, dispatch_uid="vault-guard-account")
    pre_save.connect(group_saved, sender=Group, dispatch_uid="vault-guard-group")


def groups_change(sender, instance, action, reverse, pk_set, **kwargs) -> None:
    """`user.groups.add(…)` and `group.user_set.add(…)`, `set` included."""
    if action != "pre_add" or acting() is None or not pk_set:
        return
    if reverse:
        if instance.name == VAULT_GROUP:
            _require_join(pk_set)
    elif Group.objects.filter(pk__in=pk_set, name=VAULT_GROUP).exists():
        _require_join({instance.pk})


def _require_join(user_ids) -> None:
    confirmed = acting().confirmed
    if any((JOIN, user_id) not in confirmed and not is_reader(user_id) for user_id in user_ids):
        raise NeedsSecond(
            _("加入“保险箱读取”要由另一位管理员或保险箱成员确认。没有任何内容被改变。")
        )


def account_saved(sender, instance, update_fields=None, raw=False, **kwargs) -> None:
    """A reader's password, address or login name, changed by somebody else."""
    request = acting()
    if request is None or instance.pk is None or request.user_id == instance.pk:
        return
    fields = [f for f in LOGIN_FIELDS if update_fields is None or f in update_fields]
    if request.user_id is None:
        # Logging in renews an old hash; a forgotten password is reset by a mail to its owner.
        fields = [name for name in fields if name != "password"]
    if not fields or (CREDENTIALS, instance.pk) in request.confirmed:
        return
    stored = sender._base_manager.filter(pk=instance.pk).values(*fields).first()
    if stored is None or all(stored[name] == getattr(instance, name) for name in fields):
        return
    if is_reader(instance.pk):
        raise NeedsSecond(
            _("重设保险箱成员的密码、邮箱或登录名要由另一人确认，没有任何内容被改变。")
        )


def group_saved(sender, instance, raw=False, **kwargs) -> None:
    """No group is renamed to the vault's readers, and theirs to nothing else."""
    if acting() is None or instance.pk is None:
        return
    before = Group.objects.filter(pk=instance.pk).values_list("name", flat=True).first()
    if before != instance.name and VAULT_GROUP in (before, instance.name):
        raise NeedsSecond(_("“保险箱读取”用户组不能改名，也不能由别的组改成。"))
