"""不公开事项: what is kept back, why, until when it must be looked at again, and the decision."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from disclosure.attribute import decisions
from disclosure.attribute.grounds import GROUNDS
from disclosure.models import AttributeDecision, DisclosurePage
from supervision.attribute import withheld
from supervision.attribute.forms import DecisionForm
from workflows.views.base import Screen

STATES = {
    "late": gettext_lazy("重新评估已过期"),
    "waiting": gettext_lazy("等待决定"),
    "soon": gettext_lazy("一个月内要重新评估"),
    "referred": gettext_lazy("已移送，等待答复"),
    "kept": gettext_lazy("已决定"),
}
FIRST, ANSWERED, AGAIN = ("decided", "referred"), ("decided", "opened"), ("kept", "opened")


class WithheldList(Screen):
    """By urgency; the office sees units, grounds and dates, and no titles."""

    template_name = "attribute/list.html"
    page_title = gettext_lazy("不公开事项")
    header_icon = "lock"

    wanted = withheld.VIEWERS

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        found = withheld.lines(self.request.user)
        context.update(
            sections=[
                (key, label, [line for line in found if line.state == key])
                for key, label in STATES.items()
                if any(line.state == key for line in found)
            ],
            oversees=withheld.oversees(self.request.user),
        )
        return context


class WithheldItem(Screen):
    """One item: what was decided so far, and the next decision for an approver of the unit."""

    template_name = "attribute/item.html"
    header_icon = "lock"
    parent = ("supervision:withheld", gettext_lazy("不公开事项"))
    form: DecisionForm | None = None

    def dispatch(self, request, *args, **kwargs):
        self.item = get_object_or_404(
            DisclosurePage.objects.select_related("unit"), pk=kwargs["page"]
        )
        if self.item.unit is None or not withheld.may_see(request.user, self.item):
            raise Http404
        if self.stands is None and (self.item.live or self.item.publicity == "proactive"):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def stands(self):
        return decisions.standing_of(self.item.pk)

    @property
    def steps(self) -> tuple[str, ...]:
        if self.stands is None:
            return FIRST
        return ANSWERED if self.stands.step == "referred" else AGAIN

    def get_page_title(self):
        return self.item.draft_title

    def post(self, request, *args, **kwargs):
        if not withheld.may_decide(request.user, self.item):
            messages.error(request, _("由本单位没有参与编写的审核人决定。"))
            return redirect("supervision:withheld_item", self.item.pk)
        self.form = DecisionForm(request.POST, steps=self.steps)
        if not self.form.is_valid():
            return self.get(request)
        given = self.form.cleaned_data
        try:
            decisions.decide(self.item, given.pop("step"), by=request.user, **given)
        except decisions.NotDecidable as refusal:
            self.form.add_error(None, str(refusal))
            return self.get(request)
        messages.success(request, _("已记下决定。"))
        return redirect("supervision:withheld")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        item = self.item
        context.update(
            item=item,
            stands=self.stands,
            history=AttributeDecision.objects.filter(page_id=item.pk),
            may_decide=withheld.may_decide(self.request.user, item),
            form=self.form or DecisionForm(steps=self.steps, initial=self._initial()),
            grounds=GROUNDS.values(),
        )
        return context

    def _initial(self) -> dict:
        last = self.stands
        return {
            "step": self.steps[0],
            "ground": (last.ground if last else self.item.exemption) or "",
            "reason": self.item.publicity_ground if last is None else "",
        }
