"""Menu entry, addresses and panel of duties."""

from django.urls import include, path, reverse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from workflows import oversight
from workflows.duties.panel import DutiesPanel
from workflows.menu import RoleMenuItem

_address = lazy(reverse, str)


@hooks.register("register_admin_urls")
def register_duty_screens():
    return [path("mingjing/duties/", include("workflows.duties.urls"))]


@hooks.register("register_admin_menu_item")
def register_duties():
    return RoleMenuItem(
        _("公开事项"),
        _address("duties:mine"),
        name="mj-duties",
        icon_name="list-ul",
        order=26,
        wanted=oversight.VIEWERS,
    )


@hooks.register("construct_homepage_panels", order=1005)
def add_panel(request, panels):
    panels.append(DutiesPanel(request))
