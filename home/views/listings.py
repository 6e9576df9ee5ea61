"""Lists of items by domain and by date."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from disclosure import vocabulary as words
from disclosure.models import DisclosurePage, Unit
from home.listing import domain_figures, is_code, page_of, public_items, tally_by
from home.notices import notices_of
from home.views.front import tiles


@require_safe
def domains(request):
    figures = domain_figures(public_items())
    cross = figures.get("cross", {"total": 0, "month": 0})
    return render(request, "home/domains.html", {"tiles": tiles(figures), "cross": cross})


@require_safe
def domain(request, key):
    """Items of one domain; `stage` and `unit` narrow the list, unknown values are left out."""
    label = dict(words.DOMAINS).get(key)
    if label is None:
        raise Http404
    items = public_items().in_domain(key)
    stages, units = tally_by(items, "stage"), tally_by(items, "unit__code")
    stage = _known(request.GET.get("stage"), dict(words.STAGES))
    unit = _unit(request.GET.get("unit", ""))
    if stage:
        items = items.filter(stage=stage)
    if unit:
        items = items.of_unit(unit)
    names = Unit.objects.filter(code__in=units).order_by("level", "code")
    context = {
        "key": key,
        "label": label,
        "total": sum(stages.values()),
        "page": page_of(request, items),
        "stages": [(code, name, stages.get(code, 0)) for code, name in words.STAGES],
        "stage": stage,
        "unit": unit,
        "units": [(row, units[row.code]) for row in names],
    }
    return render(request, "home/domain.html", context)


@require_safe
def latest(request):
    return render(request, "home/latest.html", {"page": page_of(request, public_items())})


@require_safe
def notices(request):
    """Items whose publicity period runs today."""
    today = timezone.localdate()
    page = page_of(request, DisclosurePage.objects.in_publicity(today))
    return render(request, "home/notices.html", {"page": page, "notices": notices_of(page, today)})


def _unit(code: str) -> Unit | None:
    return Unit.objects.filter(code=code).first() if is_code(code) else None


def _known(value: str | None, choices: dict) -> str:
    return value if value in choices else ""
