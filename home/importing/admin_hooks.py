"""Address, menu entry and log action of the second look."""

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from workflows import roles

from . import second_look
from .screens import SecondLookList


def addresses():
    return [path("mingjing/second-look/", SecondLookList.as_view(), name="second_look")]


class SecondLookItem(MenuItem):
    def is_shown(self, request):
        return roles.has_role(request.user, roles.REVIEWER)


def entry():
    return SecondLookItem(
        _("导入复核"),
        reverse_lazy("second_look"),
        name="mj-second-look",
        icon_name="view",
        order=25,
    )


def looked(actions):
    actions.register_action(second_look.ACTION, _("导入复核"), _("复核了按导入规则公开的内容"))


def connect() -> None:
    """Called when the app is ready: Wagtail looks for hooks only in `wagtail_hooks` modules."""
    hooks.register("register_admin_urls", addresses)
    hooks.register("register_admin_menu_item", entry)
    hooks.register("register_log_actions", looked)
