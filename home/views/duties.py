"""公开义务: what each unit owes this year, what became of it, and why each day is the last one."""

from django.core.paginator import Paginator
from django.db.models import Case, Count, When
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from disclosure import vocabulary as words
from disclosure.duties import states
from disclosure.duties.explaining import explain
from disclosure.duties.showing import STATE_WORDS, lines
from disclosure.duties.statements import POSTS
from disclosure.models import Duty, NothingStatement, Unit
from disclosure.models.organisation import LEVELS
from disclosure.periods import today as day_in_china
from home.listing import is_code

PER_PAGE = 50
# As the public sees them: nothing is in work, what lapsed is not owed.
SHOWN = (
    states.MISSING,
    states.DUE_SOON,
    states.OPEN,
    states.PUBLISHED_LATE,
    states.NOTHING,
    states.PUBLISHED,
)
_FIRST_YEAR, _LAST_YEAR = 2008, 2100


def public_duties(today):
    """Duties as anybody may see them, each with its state."""
    return Duty.objects.for_public(today).with_states(today, sees_drafts=False)


def figures_of(unit: Unit, today) -> dict[str, int]:
    """How many duties of the year stand where; one statement."""
    found = public_duties(today).of_year(today.year, today).filter(unit=unit)
    tally = dict(found.order_by().values_list("state").annotate(n=Count("pk")))
    return {"total": sum(tally.values())} | {state: tally.get(state, 0) for state in SHOWN}


@require_safe
def index(request):
    """All units with duties this year, with how many stand where."""
    today = day_in_china()
    tally: dict[int, dict[str, int]] = {}
    rows = public_duties(today).of_year(today.year, today).order_by()
    for unit, state, n in rows.values_list("unit", "state").annotate(n=Count("pk")):
        tally.setdefault(unit, {})[state] = n
    units = list(Unit.objects.filter(pk__in=tally))
    groups = [
        (label, [(unit, _told(tally[unit.pk])) for unit in units if unit.level == level])
        for level, label in LEVELS
    ]
    context = {
        "year": today.year,
        "groups": [group for group in groups if group[1]],
        "total": sum(sum(counts.values()) for counts in tally.values()),
        "missing": sum(counts.get(states.MISSING, 0) for counts in tally.values()),
    }
    return render(request, "home/duties_index.html", context)


def _told(counts: dict[str, int]) -> dict[str, int]:
    return {
        "total": sum(counts.values()),
        "published": counts.get(states.PUBLISHED, 0) + counts.get(states.PUBLISHED_LATE, 0),
        "missing": counts.get(states.MISSING, 0),
        "nothing": counts.get(states.NOTHING, 0),
    }


@require_safe
def of_unit(request, code):
    """One unit's duties of a year by domain; `domain` and `state` narrow the list."""
    unit = _unit(code)
    today = day_in_china()
    year = _year(request.GET.get("year", ""), today.year)
    found = public_duties(today).of_year(year, today).filter(unit=unit)
    counted = found.order_by().values_list("catalogue_item__domain", "state")
    tally = {(domain, state): n for domain, state, n in counted.annotate(n=Count("pk"))}
    domain = _one_of(request.GET.get("domain", ""), dict(words.DOMAINS))
    state = _one_of(request.GET.get("state", ""), SHOWN)
    if domain:
        found = found.filter(catalogue_item__domain=domain)
    if state:
        found = found.filter(state=state)
    found = found.select_related("catalogue_item", "page").order_by(
        _by_domain(), "catalogue_item__seq", "due_on", "pk"
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = lines(page.object_list, today)
    context = {
        "unit": unit,
        "year": year,
        "years": _years(unit, today.year),
        "page": page,
        "domain": domain,
        "state": state,
        "domains": _sums(words.DOMAINS, tally, 0),
        "states": _sums([(one, STATE_WORDS[one]) for one in SHOWN], tally, 1),
        "total": sum(tally.values()),
        "figures": _told(_by_state(tally)),
    }
    return render(request, "home/duties_unit.html", context)


def _by_domain() -> Case:
    """The order of the domains on the whole site."""
    places = (When(catalogue_item__domain=key, then=n) for n, (key, _l) in enumerate(words.DOMAINS))
    return Case(*places, default=len(words.DOMAINS))


def _by_state(tally: dict[tuple[str, str], int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for (_domain, state), n in tally.items():
        found[state] = found.get(state, 0) + n
    return found


def _sums(choices, tally: dict[tuple[str, str], int], place: int) -> list[tuple[str, str, int]]:
    counted = ((key, label, _sum(tally, place, key)) for key, label in choices)
    return [row for row in counted if row[2]]


def _sum(tally: dict[tuple[str, str], int], place: int, key: str) -> int:
    return sum(n for keys, n in tally.items() if keys[place] == key)


def _years(unit: Unit, present: int) -> list[int]:
    days = Duty.objects.filter(unit=unit, due_on__isnull=False).dates("due_on", "year")
    return sorted({day.year for day in days if day.year <= present + 1} | {present}, reverse=True)


def _year(text: str, present: int) -> int:
    is_year = text.isdecimal() and text.isascii() and len(text) == 4
    year = int(text) if is_year else present
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else present


def _one_of(value: str, allowed) -> str:
    return value if value in allowed else ""


def _unit(code: str) -> Unit:
    if not is_code(code):
        raise Http404
    return get_object_or_404(Unit.objects.select_related("region"), code=code)


@require_safe
def duty(request, code, pk):
    """One duty: who owes what by when and why then, what was published or signed instead."""
    unit = _unit(code)
    today = day_in_china()
    found = public_duties(today).filter(unit=unit)
    one = get_object_or_404(found.select_related("catalogue_item", "page", "region"), pk=pk)
    [line] = lines([one], today)
    statements = list(NothingStatement.objects.filter(duty=one))
    context = {
        "unit": unit,
        "line": line,
        "row": one.catalogue_item,
        "why": explain(one, today),
        "statements": [(each, POSTS[each.post]) for each in statements],
        "stands": one.statement_id,
    }
    return render(request, "home/duty.html", context)
