"""What the site says in public about its own check: the veto items and the numbers, no list.

Anyone may know how the site stands; where a single fault lies helps only those who repair it.
"""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from supervision.sitecheck.trend import last_run
from supervision.sitecheck.verdict_lines import lines_of


@require_safe
def site_check(request):
    run = last_run()
    lines = lines_of(run) if run else []
    context = {"run": run, "lines": lines, "failed": sum(line.is_failed for line in lines)}
    return render(request, "sitecheck/public.html", context)
