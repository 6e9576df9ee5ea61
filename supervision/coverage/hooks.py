"""Menu entry and style sheet of the matrix."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from supervision.coverage.panel import CoveragePanel
from workflows.menu import RoleMenuItem
from workflows.oversight import VIEWERS

_address = lazy(reverse, str)


@hooks.register("insert_global_admin_css")
def add_coverage_sheet():
    return format_html('<link rel="stylesheet" href="{}">', static("coverage/staff.css"))


@hooks.register("register_admin_menu_item")
def register_coverage():
    return RoleMenuItem(
        _("完成情况"),
        _address("supervision:coverage"),
        name="mj-coverage",
        icon_name="table",
        order=27,
        wanted=VIEWERS,
    )


# After `home` has cleared Wagtail's own panels (order 1000).
@hooks.register("construct_homepage_panels", order=1010)
def add_coverage_panel(request, panels):
    panels.append(CoveragePanel(request))
