"""不公开事项统计: how much each unit keeps back and on which ground; no titles, no numbers."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosure.attribute import decisions, rules
from disclosure.attribute.grounds import GROUNDS
from disclosure.models import Unit


@require_safe
def withheld(request):
    tally = decisions.tally()
    units = Unit.objects.filter(pk__in={unit for unit, _ground in tally})
    keys = [*GROUNDS, rules.UNDECIDED]
    used = [key for key in keys if any(ground == key for _unit, ground in tally)]
    rows = [
        (unit, [tally.get((unit.pk, key), 0) for key in used], _sum(tally, unit.pk))
        for unit in units
    ]
    context = {
        "grounds": [GROUNDS.get(key) for key in used],
        "rows": rows,
        "total": sum(tally.values()),
    }
    return render(request, "attribute/public.html", context)


def _sum(tally: dict, unit: int) -> int:
    return sum(n for (of, _ground), n in tally.items() if of == unit)
