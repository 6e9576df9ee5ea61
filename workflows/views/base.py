"""What our screens share: Wagtail's frame, the item, and refusals told in words."""

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from disclosure.models import DisclosurePage
from disclosure.publishing import NotCleared
from workflows import roles, standing, worklist
from workflows.due import Clock
from workflows.standing import NotAllowed


class Screen(WagtailAdminTemplateMixin, View):
    """A page of the admin: `get` renders; a `NotAllowed` anywhere becomes a message."""

    header_icon = "tasks"
    wanted: frozenset[str] | None = None  # roles that find the screen; None: whoever comes
    closed_by: type[Exception] = Http404  # what everybody else meets
    parent: tuple[str, str] | None = None  # (URL name, label) of the screen above

    @cached_property
    def held(self) -> set[str]:
        return roles.roles_of(self.request.user)

    def dispatch(self, request, *args, **kwargs):
        if self.wanted is not None and not self.held & self.wanted:
            raise self.closed_by
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotAllowed as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
            return redirect("workflows:work")

    def get(self, request, *args, **kwargs):
        return self.render_to_response(self.get_context_data())

    def get_breadcrumbs_items(self):
        above = [{"url": reverse(self.parent[0]), "label": self.parent[1]}] if self.parent else []
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]


class ItemScreen(Screen):
    """A screen about one item. `step` is the task it serves; None for screens beside the steps."""

    step: type | None = None
    parent = ("workflows:work", gettext_lazy("我的任务"))

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        base = get_object_or_404(DisclosurePage, pk=kwargs["page"])
        self.item = base.specific

    def dispatch(self, request, *args, **kwargs):
        if self.step is not None and not self._may_look():
            messages.error(request, _("您不负责这个单位的这一步，不能打开。"))
            return redirect("workflows:work")
        if self.step is not None and not self.is_waiting_here:
            messages.warning(request, _("这件信息现在不在这一步，可能已由别人处理。"))
            return redirect("workflows:work_item", self.item.pk)
        return super().dispatch(request, *args, **kwargs)

    def _may_look(self) -> bool:
        units = worklist.acting_units(self.request.user, self.step.role)
        return units.filter(pk=self.item.unit_id).exists()

    @cached_property
    def state(self):
        return standing.running_state(self.item)

    @property
    def is_waiting_here(self) -> bool:
        return self.state is not None and standing.step_of(self.state) is self.step

    @cached_property
    def shown(self):
        """The revision under review as a page; what is decided on is what is shown."""
        return self.state.revision.as_object()

    def get_page_title(self):
        return self.item.draft_title or self.item.title

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["item"] = self.item
        context["due"] = Clock().due(self.item.due_on)
        if self.state is not None:
            context["state"] = self.state
            context["objections"] = (
                standing.objections(self.item, self.request.user, self.state) if self.step else []
            )
        return context

    def refused(self, error: NotCleared) -> HttpResponseRedirect:
        """To the page that explains a refusal of the gate, with its sentences."""
        self.request.session["workflows_refusal"] = {
            "page": self.item.pk,
            "reasons": list(error.reasons),
        }
        return redirect("workflows:refused", self.item.pk)
