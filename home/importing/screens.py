"""The reviewer's list of imported items drawn for a second look."""

from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from workflows import roles

from . import second_look

SHOWN = 50


class SecondLookList(WagtailAdminTemplateMixin, View):
    """Lists what waits; a post notes that one item was looked at."""

    template_name = "home/second_look.html"
    page_title = gettext_lazy("导入复核")
    header_icon = "view"
    index_url = reverse_lazy("second_look")

    def dispatch(self, request, *args, **kwargs):
        if not roles.has_role(request.user, roles.REVIEWER):
            messages.error(request, _("只有隐私审查人员可以复核导入的信息。"))
            return redirect("wagtailadmin_home")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        found = second_look.waiting(request.user)
        return self.render_to_response(
            self.get_context_data(items=found[:SHOWN], total=found.count())
        )

    def post(self, request):
        item = second_look.waiting(request.user).filter(number=request.POST.get("number")).first()
        if item is None:
            messages.warning(request, _("这一条已经复核过，或不在您负责的单位。"))
        else:
            second_look.note(item, request.user)
            messages.success(request, _("已记下复核。"))
        return redirect("second_look")
