"""Our own figures on the home page: one calm line, good or bad."""

from django.template.loader import render_to_string

from supervision.coverage.measure import Figures, percent
from supervision.models import CoverageExport


def own_figures(request) -> str:
    """The line, or nothing before the first export and while nothing was owed; one statement."""
    newest = CoverageExport.objects.defer("package").first()
    total = Figures(*newest.board["total"]) if newest else Figures()
    if not total.owed:
        return ""
    context = {"newest": newest, "total": total, "timeliness": percent(total.timeliness)}
    return render_to_string("coverage/front.html", context, request=request)
