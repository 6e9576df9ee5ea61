"""What the public reported: the list by due date, and one report with its sealed words."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from disclosure.models import DisclosurePage
from privacy import vault
from workflows import reports, takedown
from workflows.due import Clock
from workflows.takedown_forms import OpenReportForm, SettleForm
from workflows.views.base import Screen

SHOWN = 200


class ReportList(Screen):
    """Open reports by due date, and the last that were answered."""

    template_name = "workflows/reports.html"
    page_title = gettext_lazy("隐私问题报告")
    header_icon = "warning"

    def get_context_data(self, **kwargs):
        context, clock = super().get_context_data(**kwargs), Clock()
        user = self.request.user
        found = list(reports.waiting(user)[:SHOWN])
        done = reports.visible_to(user).filter(state="done").select_related("unit")
        context.update(
            lines=[(report, clock.due(report.due_on)) for report in found],
            done=done.order_by("-handled_at")[:20],
        )
        return context


class ReportsOf(Screen):
    """Address in a mail: the report of this item that waits, or the list."""

    def get(self, request, *args, **kwargs):
        found = reports.waiting(request.user).filter(page_id=kwargs["page"]).first()
        if found is None:
            return redirect("workflows:reports")
        return redirect("workflows:report", found.receipt)


class Report(Screen):
    """One report. What was written stays sealed until somebody says why it must be opened."""

    template_name = "workflows/report.html"
    header_icon = "warning"
    parent = ("workflows:reports", gettext_lazy("隐私问题报告"))
    told: reports.Told | None = None
    open_form: OpenReportForm | None = None

    def dispatch(self, request, *args, **kwargs):
        seen = reports.visible_to(request.user).select_related("unit")
        self.report = seen.filter(receipt=kwargs["receipt"]).first()
        if self.report is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def item(self):
        return DisclosurePage.objects.filter(pk=self.report.page_id).first()

    def get_page_title(self):
        return _("报告 %(receipt)s") % {"receipt": self.report.receipt}

    def post(self, request, *args, **kwargs):
        step = {"open": self.open, "begin": self.begin, "settle": self.settle}.get(
            request.POST.get("do", "")
        )
        return step() if step else redirect("workflows:report", self.report.receipt)

    def open(self):
        """Shown in this answer only."""
        self.open_form = OpenReportForm(self.request.POST)
        if self.report.vault_id and self.open_form.is_valid():
            reason = self.open_form.cleaned_data["reason"]
            try:
                self.told = reports.open_told(self.report, by=self.request.user, reason=reason)
                reports.begin(self.report, by=self.request.user)
                self.report.refresh_from_db()
            except vault.VaultRefused as error:
                messages.error(self.request, str(error))
            except vault.VaultUnavailable:
                messages.error(self.request, _("保险箱现在打不开，请稍后再试。"))
        response = self.render_to_response(self.get_context_data())
        response["Cache-Control"] = "no-store"
        return response

    def begin(self):
        reports.begin(self.report, by=self.request.user)
        return redirect("workflows:report", self.report.receipt)

    def settle(self):
        form = SettleForm(self.request.POST)
        if not form.is_valid():
            messages.error(self.request, _("请选择处理结果。"))
            return redirect("workflows:report", self.report.receipt)
        reports.settle(self.report, by=self.request.user, outcome=form.cleaned_data["outcome"])
        messages.success(self.request, _("已记下结果，报告人凭回执号能看到。"))
        return redirect("workflows:reports")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        item, user = self.item, self.request.user
        context.update(
            report=self.report,
            item=item,
            told=self.told,
            due=Clock().due(self.report.due_on),
            open_form=self.open_form or OpenReportForm(),
            settle_form=SettleForm(),
            may_open=vault.may_open(user),
            may_take_down=bool(item and item.live and takedown.may_take_down(user, item)),
        )
        return context
