"""保险箱账号变更: what waits for a second person, and what was decided."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from workflows import account_changes
from workflows.account_changes import CannotDecide
from workflows.models import AccountChange
from workflows.views.base import Screen

SHOWN = 50


class AccountChanges(Screen):
    """Administrators and readers of the vault see it; each decides what others asked."""

    template_name = "workflows/account_changes.html"
    header_icon = "key"
    page_title = gettext_lazy("保险箱账号变更")

    def dispatch(self, request, *args, **kwargs):
        if not account_changes.may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        asked = request.POST.get("change", "")
        change = AccountChange.objects.filter(pk=asked if asked.isdecimal() else 0).first()
        if change is None or request.POST.get("do") not in ("confirm", "refuse"):
            messages.error(request, _("没有这一项，可能已由别人处理。"))
            return redirect("workflows:account_changes")
        try:
            account_changes.decide(change, request.user, agrees=request.POST["do"] == "confirm")
        except CannotDecide as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("已记录。"))
        return redirect("workflows:account_changes")

    def get_context_data(self, **kwargs):
        changes = list(AccountChange.objects.all()[:SHOWN])
        waiting = [one for one in changes if one.state == "open"]
        return super().get_context_data(
            waiting=[(one, account_changes.may_decide(one, self.request.user)) for one in waiting],
            decided=[one for one in changes if one.state != "open"],
            **kwargs,
        )
