"""Panels for the first page of the admin: what each role has to do, by when."""

from django.utils.translation import gettext_lazy as _

from workflows import roles, worklist
from workflows.alarm_panel import AlarmPanel
from workflows.due import Clock
from workflows.role_panel import RolePanel
from workflows.watch_panel import WatchPanel

SHOWN = 8


class TaskPanel(RolePanel):
    """A short list with the way to the long one; shows nothing to who has no such role."""

    heading = ""
    empty = ""
    template_name = "workflows/panel.html"
    links_to_status = False

    def entries(self, user, clock: Clock):
        return []

    def find(self, user):
        entries = self.entries(user, Clock())
        return {
            "heading": self.heading,
            "empty": self.empty,
            "entries": entries[:SHOWN],
            "count": len(entries),
            "links_to_status": self.links_to_status,
            "request": self.request,
        }


class ToDoPanel(TaskPanel):
    name = "mj-to-do"
    order = 10
    heading = _("等我办理")
    empty = _("现在没有等您办理的内容。")
    wanted = frozenset({roles.APPROVER, roles.REVIEWER, roles.PUBLISHER})

    def entries(self, user, clock):
        return worklist.to_do(user, clock)


class ReturnedPanel(TaskPanel):
    name = "mj-returned"
    order = 20
    heading = _("退回给本单位的")
    empty = _("没有被退回的内容。")
    wanted = frozenset({roles.EDITOR})

    def entries(self, user, clock):
        return worklist.returned(user, clock)


class DraftsPanel(TaskPanel):
    name = "mj-drafts"
    order = 30
    heading = _("我的草稿")
    empty = _("没有未提交的草稿。")
    wanted = frozenset({roles.EDITOR})

    def entries(self, user, clock):
        return worklist.drafts(user, clock)


class UnderWayPanel(TaskPanel):
    name = "mj-under-way"
    order = 40
    heading = _("正在审核")
    empty = _("没有正在审核的内容。")
    wanted = frozenset({roles.EDITOR, roles.OFFICE, roles.AUDITOR})
    links_to_status = True

    def entries(self, user, clock):
        return worklist.under_way(worklist.followed_units(user), clock)


PANELS = (AlarmPanel, WatchPanel, ToDoPanel, ReturnedPanel, DraftsPanel, UnderWayPanel)
