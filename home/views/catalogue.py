"""主动公开基本目录: every duty with its elements, basis, deadline and owner."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure import vocabulary as words
from disclosure.models import CatalogueItem
from home.listing import public_items, tally_by


@require_safe
def catalogue(request):
    """All rows in force grouped by domain; `domain` shows one group only."""
    totals = tally_by(public_items(), "catalogue_item")
    rows = list(CatalogueItem.objects.in_force(timezone.localdate()))
    key = request.GET.get("domain", "")
    groups = [
        (domain, label, [(row, totals.get(row.pk, 0)) for row in rows if row.domain == domain])
        for domain, label in words.DOMAINS
    ]
    counts = [(domain, label, len(members)) for domain, label, members in groups if members]
    if key in {domain for domain, _label, _members in groups}:
        groups = [group for group in groups if group[0] == key]
    else:
        key = ""
    context = {
        "groups": [group for group in groups if group[2]],
        "counts": counts,
        "key": key,
        "total": len(rows),
    }
    return render(request, "home/catalogue.html", context)
