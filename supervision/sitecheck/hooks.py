"""Menu entry, style sheet and panel of the check."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from supervision.sitecheck.panel import SiteCheckPanel
from workflows.menu import RoleMenuItem
from workflows.oversight import VIEWERS

_address = lazy(reverse, str)


@hooks.register("insert_global_admin_css")
def add_sheet():
    return format_html('<link rel="stylesheet" href="{}">', static("sitecheck/staff.css"))


@hooks.register("register_admin_menu_item")
def register_site_check():
    return RoleMenuItem(
        _("网站检查"),
        _address("supervision:site_check"),
        name="mj-site-check",
        icon_name="glasses",
        order=28,
        wanted=VIEWERS,
    )


# After `home` has cleared Wagtail's own panels (order 1000).
@hooks.register("construct_homepage_panels", order=1010)
def add_panel(request, panels):
    panels.append(SiteCheckPanel(request))
