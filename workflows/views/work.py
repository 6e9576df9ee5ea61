"""我的任务, the way of one item, submission, and why the gate refused."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import TaskState

from disclosure.models import PublicVersion
from workflows import roles, submission, worklist
from workflows.due import Clock
from workflows.files import known
from workflows.standing import NotAllowed
from workflows.views.base import ItemScreen, Screen


class WorkScreen(Screen):
    """Who must do what by when, seen from one account."""

    template_name = "workflows/work.html"
    page_title = gettext_lazy("我的任务")
    header_icon = "tasks"

    def get_context_data(self, **kwargs):
        user, clock = self.request.user, Clock()
        held = roles.roles_of(user)
        context = super().get_context_data(**kwargs)
        context.update(
            to_do=worklist.to_do(user, clock),
            returned=worklist.returned(user, clock) if roles.EDITOR in held else [],
            drafts=worklist.drafts(user, clock) if roles.EDITOR in held else [],
            under_way=worklist.under_way(worklist.followed_units(user), clock),
            is_editor=roles.EDITOR in held,
            has_steps=bool(held & {roles.APPROVER, roles.REVIEWER, roles.PUBLISHER}),
            columns=worklist.columns_to_fill(user),
            roles=[roles.LABELS[role] for role in roles.LABELS if role in held],
        )
        return context


class ItemStatus(ItemScreen):
    """Where an item stands: steps taken, by whom, with which reasons; its public versions."""

    template_name = "workflows/item.html"

    def dispatch(self, request, *args, **kwargs):
        if not self._may_follow(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def _may_follow(self, user) -> bool:
        held = roles.roles_of(user)
        if held & {roles.OFFICE, roles.AUDITOR}:
            return True
        acting = (*roles.UNIT_ROLES, roles.REVIEWER)
        return any(roles.has_role(user, role, self.item.unit) for role in acting)

    @cached_property
    def history(self) -> list[TaskState]:
        states = TaskState.objects.for_instance(self.item)
        return list(
            states.select_related("task", "finished_by", "workflow_state").order_by("-pk")[:50]
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user = self.request.user
        is_editor = roles.has_role(user, roles.EDITOR, self.item.unit)
        context.update(
            history=self.history,
            draft=self.item.get_latest_revision_as_object(),
            versions=PublicVersion.objects.filter(page_id=self.item.pk)[:20],
            may_submit=is_editor and self.state is None,
            may_withdraw=self.item.live and roles.has_role(user, roles.PUBLISHER, self.item.unit),
            problems=submission.problems_of(self.item.get_latest_revision_as_object())
            if is_editor and self.state is None
            else [],
        )
        return context


class SubmitItem(ItemScreen):
    """POST only: submit the latest draft."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        return submit_and_tell(request, self.item)


def submit_and_tell(request, page):
    """Submit for approval and say what came of it; the draft is kept either way."""
    try:
        submission.submit(page, request.user)
    except submission.NotReady as error:
        messages.error(
            request,
            _("还差 %(n)d 处，补上就能提交审核。已填的内容都已保存为草稿。")
            % {"n": len(error.problems)},
        )
        # `check`: the editor names what is missing at each field; only the rest is told here.
        for problem in error.problems:
            if not problem.is_gap:
                messages.warning(request, problem.message)
        return redirect(f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}?check=1")
    except NotAllowed as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
        return redirect("workflows:work")
    messages.success(request, _("已提交单位审核。"))
    for attached in known.files_of(page.get_latest_revision_as_object()):
        if attached.uploaded.is_stuck:  # told early: nobody can pass it as it is
            messages.warning(request, known.hindrance(attached))
    return redirect("workflows:work_item", page.pk)


class Refused(ItemScreen):
    """Why the gate refused, in its own sentences, and what to do now."""

    template_name = "workflows/refused.html"
    header_icon = "warning"

    def get_page_title(self):
        return _("没有发布")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        told = self.request.session.get("workflows_refusal", {})
        context["reasons"] = told.get("reasons", []) if told.get("page") == self.item.pk else []
        return context
