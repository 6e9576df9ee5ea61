"""Panels for the first page of the admin: what each role has to do, by when."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from workflows import roles, worklist
from workflows.alarm_panel import AlarmPanel
from workflows.due import Clock
from workflows.watch_panel import WatchPanel

SHOWN = 8


class TaskPanel(Component):
    """A short list with the way to the long one; shows nothing to who has no such role."""

    name = ""
    order = 100
    heading = ""
    empty = ""
    template_name = "workflows/panel.html"
    wanted: frozenset[str] = frozenset()
    links_to_status = False

    def __init__(self, request):
        self.request = request

    @cached_property
    def items(self):
        return self.find(self.request.user, Clock())

    def find(self, user, clock: Clock):
        return []

    @property
    def is_wanted(self) -> bool:
        return bool(roles.roles_of(self.request.user) & self.wanted)

    def render_html(self, parent_context=None):
        return super().render_html(parent_context) if self.is_wanted else ""

    def get_context_data(self, parent_context):
        return {
            "heading": self.heading,
            "empty": self.empty,
            "entries": self.items[:SHOWN],
            "count": len(self.items),
            "links_to_status": self.links_to_status,
            "request": self.request,
        }


class ToDoPanel(TaskPanel):
    name = "mj-to-do"
    order = 10
    heading = _("等我办理")
    empty = _("现在没有等您办理的内容。")
    wanted = frozenset({roles.APPROVER, roles.REVIEWER, roles.PUBLISHER})

    def find(self, user, clock):
        return worklist.to_do(user, clock)


class ReturnedPanel(TaskPanel):
    name = "mj-returned"
    order = 20
    heading = _("退回给本单位的")
    empty = _("没有被退回的内容。")
    wanted = frozenset({roles.EDITOR})

    def find(self, user, clock):
        return worklist.returned(user, clock)


class DraftsPanel(TaskPanel):
    name = "mj-drafts"
    order = 30
    heading = _("我的草稿")
    empty = _("没有未提交的草稿。")
    wanted = frozenset({roles.EDITOR})

    def find(self, user, clock):
        return worklist.drafts(user, clock)


class UnderWayPanel(TaskPanel):
    name = "mj-under-way"
    order = 40
    heading = _("正在审核")
    empty = _("没有正在审核的内容。")
    wanted = frozenset({roles.EDITOR, roles.OFFICE, roles.AUDITOR})
    links_to_status = True

    def find(self, user, clock):
        return worklist.under_way(worklist.followed_units(user), clock)


PANELS = (AlarmPanel, WatchPanel, ToDoPanel, ReturnedPanel, DraftsPanel, UnderWayPanel)
