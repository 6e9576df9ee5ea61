"""Menu entries, style sheet and notes for what comes after the release."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from disclosure.models import DisclosurePage
from workflows import roles, takedown

_address = lazy(reverse, str)


@hooks.register("insert_global_admin_css")
def add_sheet():
    return format_html('<link rel="stylesheet" href="{}">', static("workflows/watch.css"))


class ReportsMenuItem(MenuItem):
    """For the office; reviewers have a tab in their queue."""

    def is_shown(self, request):
        return roles.has_role(request.user, roles.OFFICE)


class IncidentsMenuItem(MenuItem):
    def is_shown(self, request):
        held = roles.roles_of(request.user)
        return bool(held & {roles.OFFICE, roles.AUDITOR, roles.REVIEWER, roles.PUBLISHER})


@hooks.register("register_admin_menu_item")
def register_reports():
    return ReportsMenuItem(
        _("隐私问题报告"),
        _address("workflows:reports"),
        name="mj-reports",
        icon_name="warning",
        order=26,
    )


@hooks.register("register_admin_menu_item")
def register_incidents():
    return IncidentsMenuItem(
        _("泄露事件"),
        _address("workflows:incidents"),
        name="mj-incidents",
        icon_name="warning",
        order=27,
    )


@hooks.register("before_edit_page")
def say_why_it_is_empty(request, page):
    """An item taken down for privacy was emptied: its editor learns why and what to do."""
    if request.method != "GET" or not isinstance(page, DisclosurePage) or page.live:
        return
    last = takedown.latest_of(page)
    if last is not None and not takedown.is_superseded(last):
        told = _("这件信息因含有个人信息已撤下，内容已清空：%(note)s")
        then = _("请重新编写，去掉个人信息后再提交审核。")
        messages.warning(request, f"{told % {'note': last.note}} {then}")
