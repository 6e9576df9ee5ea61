"""Upload of a recipient list by the editor, and withdrawal by the publisher."""

from uuid import uuid4

from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from disclosure.publishing import NotCleared
from privacy.vault import VaultUnavailable
from workflows import actions, roles
from workflows.forms import UploadForm, WithdrawForm
from workflows.lists import columns, panes, upload_progress, uploading
from workflows.lists.sheet import Unreadable
from workflows.standing import NotAllowed
from workflows.views.base import ItemScreen


class Upload(ItemScreen):
    """The list goes into the vault at once; the draft learns that it is there."""

    template_name = "workflows/upload.html"
    header_icon = "table"
    form: UploadForm | None = None

    def dispatch(self, request, *args, **kwargs):
        try:
            uploading.require_editable(self.item, request.user)
        except NotAllowed as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
            return redirect("workflows:work")
        return super().dispatch(request, *args, **kwargs)

    def _choices(self):
        return uploading.choices_for(self.item.get_latest_revision_as_object())

    def post(self, request, *args, **kwargs):
        self.form = UploadForm(request.POST, request.FILES, choices=self._choices())
        if self.form.is_valid() and self._put():
            if request.headers.get("X-Mj-Upload"):
                # The script goes there itself, so that the message waits for the page.
                return JsonResponse({"next": reverse("workflows:upload", args=[self.item.pk])})
            return redirect("workflows:upload", self.item.pk)
        return self.render_to_response(self.get_context_data())

    def _put(self) -> bool:
        file = self.form.cleaned_data["file"]
        try:
            uploaded = uploading.put_list(
                self.item,
                self.request.user,
                data=file.read(),
                name=file.name,
                table=self.form.cleaned_data["table"],
                caption=self.form.cleaned_data["caption"],
                progress=upload_progress.of(self.request),
            )
        except Unreadable as error:
            self.form.add_error("file", str(error))
            return False
        except VaultUnavailable:
            self.form.add_error("file", _("保险箱现在不能存放文件，请稍后再试。其他内容没有丢。"))
            return False
        finally:
            upload_progress.end(self.request)
        messages.success(
            self.request,
            _("已放入保险箱：%(rows)d 行 %(columns)d 列。不会原样公开，提交后由隐私审查处理。")
            % {"rows": uploaded.row_count, "columns": len(uploaded.columns)},
        )
        return True

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        draft = self.item.get_latest_revision_as_object()
        choices = self._choices()
        context.update(
            form=self.form or UploadForm(choices=choices),
            has_choices=bool(choices),
            token=uuid4(),
            lists=[
                (t, u, columns.columns_of(u), panes.findings_of(u))
                for t, u in columns.lists_of(draft)
            ],
        )
        return context


class Withdraw(ItemScreen):
    """撤下: off the site at once, with a reason code."""

    template_name = "workflows/withdraw.html"
    header_icon = "download"
    form: WithdrawForm | None = None

    def dispatch(self, request, *args, **kwargs):
        if not roles.has_role(request.user, roles.PUBLISHER, self.item.unit):
            messages.error(request, _("您不是本单位的发布人员，不能撤下这件信息。"))
            return redirect("workflows:work")
        if not self.item.live:
            messages.warning(request, _("这件信息没有在公开，不用撤下。"))
            return redirect("workflows:work_item", self.item.pk)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.form = WithdrawForm(request.POST)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        if self.form.cleaned_data["reason"] == "privacy":
            # The same removal, with every copy looked at and the incident recorded.
            return redirect("workflows:take_down", self.item.pk)
        try:
            actions.withdraw(self.item, request.user, self.form.cleaned_data["reason"])
        except NotCleared as error:
            return self.refused(error)
        messages.success(request, _("已撤下。公众会看到编号、单位、日期和原因。"))
        return redirect("workflows:work_item", self.item.pk)

    def get_context_data(self, **kwargs):
        return super().get_context_data(form=self.form or WithdrawForm(), **kwargs)
