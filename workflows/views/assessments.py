"""个人信息保护影响评估: the records of passed reviews, to be found and printed, never changed."""

import re

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from disclosure.models import DisclosurePage
from workflows import roles, worklist
from workflows.models import ImpactAssessment
from workflows.review.classes import label_of
from workflows.views.base import Screen

PER_PAGE = 50
_NUMBER = re.compile(r"^PIA-\d{4}-0*(\d+)$", re.IGNORECASE)


def readable(user):
    """Records this account may read: office and audit all, reviewers those of their units."""
    held = roles.roles_of(user)
    if held & {roles.OFFICE, roles.AUDITOR}:
        return ImpactAssessment.objects.all()
    units = worklist.acting_units(user, roles.REVIEWER).values("code")
    return ImpactAssessment.objects.filter(unit_code__in=units)


class AssessmentScreen(Screen):
    header_icon = "doc-full"

    def dispatch(self, request, *args, **kwargs):
        wanted = {roles.OFFICE, roles.AUDITOR, roles.REVIEWER}
        if not roles.roles_of(request.user) & wanted:
            messages.error(request, _("影响评估由隐私审查、公开办和审计人员查看。"))
            return redirect("wagtailadmin_home")
        return super().dispatch(request, *args, **kwargs)


class Assessments(AssessmentScreen):
    """All records, newest first, with one search field over number, unit, row and reviewer."""

    template_name = "workflows/assessments.html"
    page_title = gettext_lazy("影响评估记录")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        asked = self.request.GET.get("q", "").strip()[:100]
        found = _matching(readable(self.request.user), asked)
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))
        context.update(q=asked, records=page, total=page.paginator.count)
        return context


def _matching(records, asked: str):
    if not asked:
        return records
    number = _NUMBER.match(asked)
    if number:
        return records.filter(pk=int(number[1]))
    return records.filter(
        Q(item_number__icontains=asked)
        | Q(unit_name__icontains=asked)
        | Q(catalogue_label__icontains=asked)
        | Q(by_name__icontains=asked)
    )


class Assessment(AssessmentScreen):
    """One record as it would be handed to the supervising authority."""

    template_name = "workflows/assessment.html"
    parent = ("workflows:assessments", gettext_lazy("影响评估记录"))

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.record = readable(request.user).filter(pk=kwargs["record"]).first()
        if self.record is None:
            raise Http404

    def get_page_title(self):
        return self.record.number

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        item = DisclosurePage.objects.filter(pk=self.record.page_id).first()
        context.update(
            record=self.record,
            # Only what is public today may stand here; the record itself names nobody.
            title=item.title if item is not None and item.live else "",
            kept=[{**one, "label": label_of(one["cls"])} for one in self.record.kept],
        )
        return context
