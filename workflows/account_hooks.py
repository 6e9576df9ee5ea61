"""What an administrator of accounts may not do alone: rise above himself (I1).

Roles, the vault's readers among them, are memberships of groups. Whoever may edit accounts could
otherwise let himself into the vault or take over the account of a superuser.
"""

from django.contrib.auth import get_user_model
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from workflows import account_changes
from workflows.account_changes import CREDENTIALS, JOIN


@hooks.register("before_edit_user")
@hooks.register("before_delete_user")
def superusers_are_edited_by_superusers(request, user):
    if user.is_superuser and not request.user.is_superuser:
        messages.error(request, _("超级管理员的账号只能由超级管理员办理。"))
        return redirect("wagtailusers_users:index")
    return None


@hooks.register("before_edit_user")
def nobody_gives_himself_a_role(request, user):
    if request.method != "POST" or user != request.user:
        return None
    held = {str(pk) for pk in user.groups.values_list("pk", flat=True)}
    if set(request.POST.getlist("groups")) - held:
        messages.error(request, _("不能给自己增加角色，请由另一位管理员办理。没有任何内容被改变。"))
        return redirect("wagtailusers_users:edit", user.pk)
    return None


@hooks.register("before_bulk_action")
def nor_in_bulk(request, action_type, objects, action_class_instance):
    """The lists of accounts offer roles, deactivation and deletion for many at once."""
    users = [found for found in objects if isinstance(found, get_user_model())]
    own = request.user in users and action_type == "assign_role"
    above = any(user.is_superuser for user in users) and not request.user.is_superuser
    if own or above:
        messages.error(request, _("其中有您自己或超级管理员的账号。没有任何内容被改变。"))
        return redirect("wagtailusers_users:index")
    return None


# What the form asks for that needs a second person is taken out of it and put down as a wish; the
# rest of the form is saved as usual (I8).


@hooks.register("before_create_user")
def a_new_account_joins_later(request):
    if request.method == "POST":
        request.mj_joins = _taken_out_of_groups(request)


@hooks.register("after_create_user")
def then_it_is_asked(request, user):
    if getattr(request, "mj_joins", False):
        _ask(request, JOIN, user)


@hooks.register("before_edit_user")
def readers_need_two(request, user):
    if request.method != "POST" or user == request.user:
        return
    reader = account_changes.is_reader(user.pk)
    request.mj_joins = not reader and _taken_out_of_groups(request)
    request.mj_used = None
    request.mj_asks_login = False
    if reader and _changes_login(request.POST, user):
        request.mj_used = account_changes.usable(user, request.user)
        if request.mj_used is not None:
            account_changes.allow(CREDENTIALS, user.pk)
        else:
            request.mj_asks_login = True
            _take_login_out(request, user)


@hooks.register("after_edit_user")
def then_they_are_asked(request, user):
    if getattr(request, "mj_joins", False):
        _ask(request, JOIN, user)
    if getattr(request, "mj_asks_login", False):
        _ask(request, CREDENTIALS, user)
    if getattr(request, "mj_used", None) is not None:
        account_changes.use(request.mj_used)


@hooks.register("before_bulk_action")
def nor_readers_in_bulk(request, action_type, objects, action_class_instance):
    group = account_changes.vault_group()
    users = [found for found in objects if isinstance(found, get_user_model())]
    is_asked = request.method == "POST" and action_type == "assign_role"
    if not (is_asked and group and str(group.pk) in request.POST.getlist("role")):
        return None
    for user in users:
        if user != request.user and not account_changes.is_reader(user.pk):
            _ask(request, JOIN, user)
    return redirect("wagtailusers_users:index")


def _taken_out_of_groups(request) -> bool:
    """Whether the form would make a reader; it does not any more."""
    group = account_changes.vault_group()
    chosen = request.POST.getlist("groups")
    if group is None or str(group.pk) not in chosen:
        return False
    post = request.POST.copy()
    post.setlist("groups", [pk for pk in chosen if pk != str(group.pk)])
    request.POST = post
    return True


def _changes_login(post, user) -> bool:
    is_other = any(
        name in post and post[name].strip() != getattr(user, name) for name in ("email", "username")
    )
    return bool(post.get("password1") or post.get("password2")) or is_other


def _take_login_out(request, user) -> None:
    post = request.POST.copy()
    post["password1"] = post["password2"] = ""
    for name in ("email", "username"):
        if name in post:
            post[name] = getattr(user, name)
    request.POST = post


def _ask(request, kind: str, user) -> None:
    change = account_changes.ask(kind, user, request.user)
    told = _("“%(what)s”（%(who)s）要由另一位管理员或保险箱成员确认，已登记。其他修改已保存。")
    if kind == CREDENTIALS:
        told = _(
            "“%(what)s”（%(who)s）要由另一位管理员或保险箱成员确认，已登记。"
            "确认后请在 24 小时内再改一次。其他修改已保存。"
        )
    messages.warning(request, told % {"what": change.get_kind_display(), "who": change.target_name})


class AccountChangesMenuItem(MenuItem):
    def is_shown(self, request):
        return account_changes.may_see(request.user)


@hooks.register("register_reports_menu_item")
def register_account_changes():
    return AccountChangesMenuItem(
        gettext_lazy("保险箱账号变更"),
        lazy(reverse, str)("workflows:account_changes"),
        name="mj-account-changes",
        icon_name="key",
        order=900,
    )
