"""Lists of items by who publishes them and where: units and regions."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from disclosure import vocabulary as words
from disclosure.models import ColumnPage, Region, Unit
from disclosure.models.organisation import LEVELS
from disclosure.periods import today as day_in_china
from home.listing import domain_figures, is_code, page_of, public_items, tally_by
from home.views.duties import figures_of


@require_safe
def units(request):
    """All units in use by level, with the number of their items."""
    totals = tally_by(public_items(), "unit")
    rows = list(Unit.objects.filter(is_active=True).select_related("region"))
    groups = [
        (label, [(unit, totals.get(unit.pk, 0)) for unit in rows if unit.level == level])
        for level, label in LEVELS
    ]
    context = {"groups": [group for group in groups if group[1]], "total": len(rows)}
    return render(request, "home/units.html", context)


@require_safe
def unit(request, code):
    """专栏 of one unit; `domain` narrows the list."""
    if not is_code(code):
        raise Http404
    unit = get_object_or_404(Unit.objects.select_related("region", "region__parent"), code=code)
    column = ColumnPage.objects.live().filter(unit=unit).first()
    items = public_items().of_unit(unit)
    figures = domain_figures(items)
    key = request.GET.get("domain", "")
    if key in dict(words.DOMAINS):
        items = items.in_domain(key)
    else:
        key = ""
    context = {
        "unit": unit,
        "introduction": column.introduction if column else "",
        "former_names": list(unit.names.all()),
        "total": sum(row["total"] for row in figures.values()),
        "month": sum(row["month"] for row in figures.values()),
        "duties": figures_of(unit, day_in_china()),
        "figures": [
            (domain, label, figures[domain]["total"])
            for domain, label in words.DOMAINS
            if domain in figures
        ],
        "key": key,
        "page": page_of(request, items),
    }
    return render(request, "home/unit.html", context)


@require_safe
def regions(request):
    """Prefectures with their counties; retired divisions are listed where they still have items."""
    totals = tally_by(public_items(), "region")
    rows = list(Region.objects.exclude(level="province"))
    shown = [row for row in rows if not row.retired_until or row.pk in totals]
    known = {row.pk for row in shown}
    below = {}
    for row in shown:
        below.setdefault(row.parent_id, []).append((row, totals.get(row.pk, 0)))
    # The province is the whole site: what lies directly below it heads a group.
    groups = [
        (row, totals.get(row.pk, 0), below.get(row.pk, []))
        for row in shown
        if row.parent_id not in known
    ]
    return render(request, "home/regions.html", {"groups": groups, "total": len(shown)})


@require_safe
def region(request, code):
    """Items of a region and of everything below it."""
    if not is_code(code):
        raise Http404
    region = get_object_or_404(Region.objects.select_related("parent"), code=code)
    items = public_items().in_region(region)
    context = {
        "region": region,
        "children": list(region.children.filter(retired_until="")),
        "units": list(region.units.filter(is_active=True)),
        "page": page_of(request, items),
    }
    return render(request, "home/region.html", context)
