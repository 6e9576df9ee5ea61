"""What an administrator of accounts may not do alone: rise above himself (I1).

Roles, the vault's readers among them, are memberships of groups. Whoever may edit accounts could
otherwise let himself into the vault or take over the account of a superuser.
"""

from django.contrib.auth import get_user_model
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages


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
