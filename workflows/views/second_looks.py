"""抽查复审: read what another reviewer cleared, say what was found; and the measured miss rate."""

from datetime import timedelta

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import Revision

from disclosure.exporting.staff_csv import csv_answer
from workflows import miss_rates, roles, second_looks, worklist
from workflows.models.sampling import OUTCOMES
from workflows.passages import passages_of
from workflows.review.classes import LABELS
from workflows.views.base import Screen

PERIODS = {"30": 30, "90": 90, "365": 365}


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("结论"),
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择结论。")},
    )
    classes = forms.MultipleChoiceField(
        label=gettext_lazy("漏掉或多隐藏的种类"),
        choices=list(LABELS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    rule = forms.ChoiceField(
        label=gettext_lazy("本应由哪条规则发现"),
        choices=[("", gettext_lazy("请选择")), *second_looks.RULES.items()],
        required=False,
    )

    def clean(self):
        given = super().clean()
        outcome = given.get("outcome")
        if outcome in ("missed", "over") and not given.get("classes"):
            self.add_error("classes", _("请选择漏掉或多隐藏的是哪些种类。"))
        if outcome == "missed" and not given.get("rule"):
            self.add_error("rule", _("请选择本应由哪条规则发现。"))
        return given


class ReviewerScreen(Screen):
    """For privacy reviewers."""

    header_icon = "view"

    def dispatch(self, request, *args, **kwargs):
        if not roles.has_role(request.user, roles.REVIEWER):
            messages.error(request, _("只有隐私审查人员可以复审。"))
            return redirect("wagtailadmin_home")
        return super().dispatch(request, *args, **kwargs)


class SecondLooks(ReviewerScreen):
    """What waits for this reviewer: never what he or she cleared, approved or wrote."""

    template_name = "workflows/second_looks.html"
    page_title = gettext_lazy("抽查复审")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        lines = [
            (clearance, page, second_looks.source_label(clearance))
            for clearance, page in second_looks.waiting(self.request.user)
        ]
        context.update(lines=lines)
        return context


class SecondLookScreen(ReviewerScreen):
    """The public text, and the outcome. Something missed leads straight to the takedown."""

    template_name = "workflows/second_look.html"
    parent = ("workflows:second_look", gettext_lazy("抽查复审"))
    form: OutcomeForm | None = None

    def dispatch(self, request, *args, **kwargs):
        found = second_looks.one_waiting(request.user, kwargs["clearance"])
        if found is None and roles.has_role(request.user, roles.REVIEWER):
            messages.warning(request, _("这一件已经有人复审过，或者应由另一个人复审。"))
            return redirect("workflows:second_look")
        self.clearance, self.item = found or (None, None)
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return self.item.title

    def post(self, request, *args, **kwargs):
        self.form = OutcomeForm(request.POST)
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        given = self.form.cleaned_data
        look = second_looks.record(
            self.clearance,
            by=request.user,
            outcome=given["outcome"],
            classes=given["classes"],
            rule=given["rule"],
        )
        if look.outcome == "missed":
            messages.warning(request, _("已记下。请马上撤下，再补救。"))
            asked = urlencode({"from": "second_look", "cls": look.classes}, doseq=True)
            return redirect(f"{reverse('workflows:take_down', args=[self.item.pk])}?{asked}")
        messages.success(request, _("已记下复审。"))
        return redirect("workflows:second_look")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        revision = Revision.objects.filter(pk=self.clearance.revision_id).first()
        if revision is None:
            raise Http404
        shown = revision.as_object()
        context.update(
            item=self.item,
            clearance=self.clearance,
            source=second_looks.source_label(self.clearance),
            passages=passages_of(shown),
            form=self.form or OutcomeForm(),
        )
        return context


class MissRates(Screen):
    """How often something was missed: per source, class and rule, with how sure that is."""

    template_name = "workflows/miss_rates.html"
    page_title = gettext_lazy("漏检率")
    header_icon = "clipboard-list"

    wanted = frozenset({roles.REVIEWER, roles.OFFICE, roles.AUDITOR})

    def get(self, request, *args, **kwargs):
        return self._csv() if request.GET.get("format") == "csv" else super().get(request)

    @property
    def period(self) -> str:
        asked = self.request.GET.get("days", "")
        return asked if asked in PERIODS else ""

    def _rates(self) -> list[miss_rates.Rate]:
        since = timezone.now() - timedelta(days=PERIODS[self.period]) if self.period else None
        sees_all = self.held & {roles.OFFICE, roles.AUDITOR}
        units = worklist.acting_units(self.request.user, roles.REVIEWER)
        return miss_rates.rates(since, None if sees_all else units)

    def _csv(self) -> HttpResponse:
        lines = [["group", "key", "label", "looked", "missed", "share", "low95", "high95"]]
        for rate in self._rates():
            share = "" if rate.share is None else f"{rate.share:.4f}"
            bounds = [f"{rate.low:.4f}", f"{rate.high:.4f}"]
            lines.append(
                [rate.group, rate.key, rate.label, rate.looked, rate.missed, share, *bounds]
            )
        return csv_answer("miss-rates.csv", lines)

    def get_context_data(self, **kwargs):
        found = self._rates()
        names = ("source", "class", "rule")
        groups = {name: [rate for rate in found if rate.group == name] for name in names}
        return super().get_context_data(
            whole=found[0], groups=groups, bars=miss_rates.bars(found), period=self.period, **kwargs
        )
