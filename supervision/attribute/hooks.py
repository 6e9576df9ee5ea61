"""Menu entry and panel of what is kept back."""

from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from supervision.attribute.panel import WithheldPanel
from supervision.attribute.withheld import VIEWERS
from workflows.menu import RoleMenuItem

_address = lazy(reverse, str)


@hooks.register("register_admin_menu_item")
def register_withheld():
    return RoleMenuItem(
        _("不公开事项"),
        _address("supervision:withheld"),
        name="mj-withheld",
        icon_name="lock",
        order=29,
        wanted=VIEWERS,
    )


@hooks.register("construct_homepage_panels", order=1010)
def add_panel(request, panels):
    panels.append(WithheldPanel(request))
