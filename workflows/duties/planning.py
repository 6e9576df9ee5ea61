"""排定公开义务: what stands in the way of a plan, and the plan put in place by hand."""

from django.db.models import Count
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from disclosure.duties.problems import told
from disclosure.duties.register import planned, renew
from disclosure.models import Duty, DutyAssignment
from workflows import roles
from workflows.duties.views import DutyScreen

KEEPERS = frozenset({roles.OFFICE, roles.ADMIN})


class Planning(DutyScreen):
    """Problems first, each with row and remedy; then what the register holds."""

    template_name = "workflows/duties/planning.html"
    page_title = gettext_lazy("排定公开义务")
    header_icon = "date"
    parent = ("duties:mine", gettext_lazy("公开事项"))
    wanted = KEEPERS

    def post(self, request, *args, **kwargs):
        report = renew()
        if report.is_refused:
            messages.error(request, _("没有改变任何公开义务。请先按下面的提示改正。"))
        else:
            counts = {
                name: sum(getattr(report, name).values())
                for name in ("appeared", "moved", "lapsed")
            }
            messages.success(
                request,
                _("已排定：新增 %(appeared)d 项，调整 %(moved)d 项，失效 %(lapsed)d 项。") % counts,
            )
        return redirect("duties:planning")

    def get_context_data(self, **kwargs):
        made = planned()
        stops = dict.fromkeys(told(one) for one in made.problems if one.stops)
        hints = dict.fromkeys(told(one) for one in made.problems if not one.stops)
        kinds = dict(Duty.Kind.choices)
        counted = Duty.objects.filter(lapsed_on=None).order_by().values_list("kind")
        tally = dict(counted.annotate(n=Count("pk")))
        return super().get_context_data(
            stops=list(stops),
            hints=list(hints),
            kinds=[(kinds[kind], tally[kind]) for kind in kinds if kind in tally],
            total=sum(tally.values()),
            rows=DutyAssignment.objects.values("catalogue_item").distinct().count(),
            **kwargs,
        )
