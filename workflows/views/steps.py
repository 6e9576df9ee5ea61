"""Approve and release: look, then decide; both can return the item with reasons."""

from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from disclosure.listed_files import files_of
from disclosure.models import PublicVersion
from disclosure.publishing import NotCleared
from privacy.vault import VaultUnavailable
from workflows import actions, changes, parts
from workflows.files.building import place_label
from workflows.forms import ReleaseForm, ReturnForm
from workflows.lists import columns
from workflows.models import DepartmentApprovalTask, ReleaseTask
from workflows.passages import passages_of
from workflows.review.classes import label_of
from workflows.views.base import ItemScreen


class StepScreen(ItemScreen):
    """A step with two ways out: onwards, or back with reasons."""

    return_form: ReturnForm | None = None

    def post(self, request, *args, **kwargs):
        if request.POST.get("do") == "return":
            return self.send_back()
        return self.go_on()

    def send_back(self):
        self.return_form = ReturnForm(self.request.POST)
        if not self.return_form.is_valid():
            return self.render_to_response(self.get_context_data())
        actions.return_(self.item, self.request.user, self.return_form.cleaned_data["reasons"])
        messages.success(self.request, _("已退回，编辑会看到您的理由。"))
        return redirect("workflows:work")

    @property
    def seen(self) -> int | None:
        """Revision the person looked at, as the form carries it."""
        value = self.request.POST.get("seen", "")
        return int(value) if value.isdigit() else -1

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        kind, changed = changes.since_last_time(self.item, self.state)
        marked = {change.part for change in changed}
        context.update(
            passages=passages_of(self.shown),
            compared_with=kind,
            changes=[(parts.label(self.shown, change.part), change) for change in changed],
            changed_parts=marked,
            lists=[(t, u, columns.columns_of(u)) for t, u in columns.lists_of(self.shown)],
            attachments=[row for row in self.shown.attachment_rows.all() if not row.digest],
            files=files_of(self.shown) if self.step is ReleaseTask else [],
            return_form=self.return_form or ReturnForm(),
        )
        return context


class Approve(StepScreen):
    """单位审核."""

    step = DepartmentApprovalTask
    template_name = "workflows/approve.html"
    header_icon = "circle-check"

    def go_on(self):
        actions.approve(self.item, self.request.user, self.seen)
        messages.success(self.request, _("审核通过，已交隐私审查。"))
        return redirect("workflows:work")


class Release(StepScreen):
    """保密审查和发布."""

    step = ReleaseTask
    template_name = "workflows/release.html"
    header_icon = "upload"
    form: ReleaseForm | None = None

    @cached_property
    def clearance(self):
        return actions.clearance_of(self.item)

    @cached_property
    def was_public(self) -> bool:
        return PublicVersion.objects.filter(page_id=self.item.pk).exists()

    def go_on(self):
        self.form = ReleaseForm(self.request.POST, was_public=self.was_public)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        try:
            actions.release(
                self.item, self.request.user, self.form.cleaned_data.get("reason", ""), self.seen
            )
        except NotCleared as error:
            return self.refused(error)
        except VaultUnavailable:
            return self.refused(
                NotCleared(_("保险箱现在打不开，发布前检查做不完，因此没有发布。请稍后再试。"))
            )
        messages.success(self.request, _("已公开。"))
        return redirect("workflows:work")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        check = self.clearance.checks.order_by("-pk").first() if self.clearance else None
        context.update(
            clearance=self.clearance,
            check=check,
            problems=self._problems(check),
            kept=self._kept(),
            form=self.form or ReleaseForm(was_public=self.was_public),
            was_public=self.was_public,
        )
        return context

    def _problems(self, check) -> list[str]:
        """What the check found, by place and kind."""
        if check is None:
            return []
        told = {}
        for problem in check.problems:
            kind, surface = problem["kind"], problem["surface"]
            what = _("应去掉的内容") if kind == "withheld" else label_of(kind)
            if kind == "unreadable":
                what = _("打不开的内容")
            where = _in_file(problem) if surface == "files" else _surface(surface)
            told[_("%(where)s里发现%(what)s") % {"where": where, "what": what}] = None
        return list(told)

    def _kept(self) -> list[dict]:
        """What the reviewer kept although it is usually not public: for the second pair of eyes."""
        redaction = self.clearance.redaction if self.clearance else None
        decisions = redaction.decisions if redaction else []
        return [
            {**d, "label": label_of(d["cls"]), "place": _place(self.shown, d["part"])}
            for d in decisions
            if d["action"] == "keep" and d.get("reason")
        ]


def _place(page, part: str) -> str:
    return _("名册") if part.startswith("list/") else parts.label(page, part)


def _in_file(problem: dict) -> str:
    """附件 1 第 2 页"""
    place = problem.get("place", "")
    return f"{parts.plain(problem.get('part', ''))} {place_label(place) if place else ''}".strip()


def _surface(name: str) -> str:
    names = {
        "record": _("公开内容"),
        "page": _("网页"),
        "search": _("搜索"),
        "table_files": _("表格下载"),
        "api": _("开放数据"),
    }
    return names.get(name) or parts.plain(name)
