"""通过审查: one deliberate confirmation that names the item, and the impact assessment with it."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from workflows import claims
from workflows.forms import AssessmentForm
from workflows.models import PrivacyReviewTask, ReviewDraft
from workflows.review import assessing, confirming
from workflows.review.classes import label_of
from workflows.standing import NotWaiting
from workflows.views.review import Review


class PassReview(Review):
    """Shows what passing means and asks for purpose, necessity and risk; then passes."""

    step = PrivacyReviewTask
    template_name = "workflows/pass.html"
    header_icon = "circle-check"
    form: AssessmentForm | None = None

    def get_page_title(self):
        return _("通过审查")

    def get_breadcrumbs_items(self):
        back = {"url": reverse("workflows:review", args=[self.item.pk]), "label": _("审查")}
        *above, last = super().get_breadcrumbs_items()
        return [*above, back, last]

    def get(self, request, *args, **kwargs):
        claims.claim(self.state, request.user)
        return self.render_to_response(self.get_context_data())

    def post(self, request, *args, **kwargs):
        if not claims.claim(self.state, request.user):
            holder = self.state.claimant()
            raise NotWaiting([_("%(name)s正在审查这一件。") % {"name": holder}])
        if self.objections:
            raise NotWaiting(self.objections)
        self.form = AssessmentForm(request.POST, quoted=self.quoted)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        ReviewDraft.objects.update_or_create(
            state_id=self.state.pk, defaults=self.form.cleaned_data
        )
        if request.POST.get("do") == "draft":
            messages.info(request, _("评估已存为草稿，还没有通过。"))
            return redirect("workflows:review", self.item.pk)
        return self.pass_on()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        kept = confirming.kept_of(self.state, self.shown, self.spots)
        if self.form is None:
            texts = assessing.texts_of(
                self.state, self.shown, self._classes(), context["row_count"]
            )
            self.form = AssessmentForm(
                initial={
                    "purpose": texts.purpose,
                    "necessity": texts.necessity,
                    "risk": texts.risk,
                }
            )
        context.update(
            form=self.form,
            counts=sorted(
                ((label_of(cls), n) for cls, n in self._classes().items()), key=lambda p: -p[1]
            ),
            item_title=Review.get_page_title(self),
            kept=kept,
            policy=assessing.policy_name(self.shown),
        )
        return context

    def _classes(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for spot in self.spots:
            counts[spot.cls] = counts.get(spot.cls, 0) + 1
        for pane in self.list_panes():
            for column in pane.columns:
                if column.cls:
                    counts[column.cls] = counts.get(column.cls, 0) + 1
        return counts
