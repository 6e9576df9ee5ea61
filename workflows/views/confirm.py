"""第二人确认: another reviewer's word on what is kept although it must usually not be public."""

from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from workflows.models import PrivacyReviewTask, Reveal
from workflows.review import confirming, rendition
from workflows.review.deciding import CannotDecide
from workflows.review.spots import spots_of
from workflows.views.base import ItemScreen, Screen
from workflows.views.review_acts import COVERED_AGAIN


class Confirmations(Screen):
    """Items in which somebody else's keep waits for this reviewer."""

    template_name = "workflows/confirmations.html"
    page_title = gettext_lazy("等我确认的保留")
    header_icon = "group"
    parent = ("workflows:queue", gettext_lazy("隐私审查"))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["waiting"] = [
            (one, rendition.public_title(one.page, spots_of(one.state.revision, one.page)))
            for one in confirming.waiting_confirmations(self.request.user)
        ]
        return context


class Confirm(ItemScreen):
    """Every keep of one item with its grounds; the value only after asking, written down."""

    step = PrivacyReviewTask
    template_name = "workflows/confirm.html"
    header_icon = "group"
    parent = ("workflows:confirmations", gettext_lazy("等我确认的保留"))
    revealed: str = ""

    @cached_property
    def spots(self):
        return spots_of(self.state.revision, self.shown)

    @cached_property
    def kept(self):
        return confirming.kept_of(self.state, self.shown, self.spots)

    def get_page_title(self):
        return rendition.public_title(self.shown, self.spots)

    def _wanted(self):
        digest = self.request.POST.get("kept", "")
        return next((one for one in self.kept if one.digest == digest), None)

    def post(self, request, *args, **kwargs):
        kept = self._wanted()
        if kept is None:
            messages.error(request, _("第一位审查人刚刚改过这个决定，请再看一遍。"))
            return redirect("workflows:confirm", self.item.pk)
        if request.POST.get("do") == "reveal":
            return self._reveal(kept)
        verdict, note = request.POST.get("verdict", ""), request.POST.get("note", "")
        try:
            confirming.say(self.state, self.shown, kept, request.user, verdict, note)
        except CannotDecide as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data(typed=request.POST))
        told = {
            "confirmed": _("已确认，可以保留。"),
            "refused": _("已记下您不同意；这一处改回未决定，由第一位审查人重新决定。"),
        }
        messages.success(request, told[verdict])
        return redirect("workflows:confirm", self.item.pk)

    def _reveal(self, kept):
        """Only a place of the text has one value; a column's stand on the review screen."""
        if kept.spot is not None and not self._objections(kept):
            Reveal.objects.create(
                page_id=self.item.pk,
                revision_id=self.state.revision_id,
                part=kept.spot.part,
                start=kept.spot.start,
                cls=kept.cls,
                by=self.request.user,
                by_name=self.request.user.get_username(),
            )
            if self.request.headers.get("X-Mj-Fragment"):
                return JsonResponse({"text": kept.spot.value})
            self.revealed = kept.digest
        response = self.render_to_response(self.get_context_data())
        response["Refresh"] = (
            f"{COVERED_AGAIN};url={self.request.path}"  # only where no script covers the value
        )
        return response

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context.update(
            kept=[(one, self._sentence(one), self._objections(one)) for one in self.kept],
            revealed=self.revealed,
            typed=kwargs.get("typed"),
        )
        return context

    def _objections(self, kept) -> list[str]:
        return confirming.objections(self.shown, self.state, self.request.user, [kept])

    def _sentence(self, kept):
        """The passage around the place, every value hidden but the one that was asked for."""
        if kept.spot is None:
            return None
        shown = frozenset({kept.spot.ref}) if kept.digest == self.revealed else frozenset()
        pairs = rendition.pairs_of(self.shown, self.spots, shown)
        return next((pair for pair in pairs if pair.part == kept.spot.part), None)
