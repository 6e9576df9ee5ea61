"""What the result page shows: hits with their live items, filter choices, ways on when empty."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from disclosure import periods
from disclosure import vocabulary as words
from disclosure.models import CatalogueItem, DisclosurePage, PublicVersion, Region, Unit

from .answer import answer
from .engines import Found, Hit
from .query import LAST_PAGE, SearchQuery

# Long lists of choices show so many; the rest opens.
SHOWN_CHOICES = 7
MOST_WAYS = 3


@dataclass(frozen=True, slots=True)
class Result:
    """A hit and the item it leads to."""

    hit: Hit
    item: DisclosurePage


@dataclass(frozen=True, slots=True)
class Choice:
    """One checkbox of a filter."""

    value: str
    label: str
    count: int
    is_chosen: bool
    is_inner: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One filter with its choices; `more` are behind a fold."""

    name: str
    label: str
    shown: list[Choice]
    more: list[Choice]


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from a page without results."""

    label: str
    url: str
    count: int


def address(query: SearchQuery, **changes) -> str:
    """Address of a question with some of it changed."""
    return f"{reverse('search')}?{urlencode(query.parameters(**changes))}"


def results_of(found: Found) -> list[Result]:
    """Hits whose items are live at this moment: an index that lags shows nothing withdrawn, and
    nothing of a list whose period is over."""
    numbers = [hit.record.number for hit in found.hits]
    last = PublicVersion.objects.filter(number=OuterRef("number")).order_by("-rev")
    items = (
        DisclosurePage.objects.released()
        .filter(number__in=numbers)
        .exclude(number__in=periods.unconfirmed().values("number"))
        .select_related("unit", "region", "catalogue_item")
        .defer("body")
        .annotate(last_reason=Subquery(last.values("reason")[:1]))
    )
    by_number = {item.number: item for item in items}
    return [
        Result(hit, by_number[hit.record.number])
        for hit in found.hits
        if hit.record.number in by_number
    ]


def pages_of(query: SearchQuery, found: Found) -> Page:
    """The paginator's view of the answer, at most the pages an engine can reach."""
    reachable = min(found.total, LAST_PAGE * query.per_page)
    return Paginator(range(reachable), query.per_page).get_page(query.page)


def groups_of(query: SearchQuery, found: Found) -> list[Group]:
    """All filters with their choices; an order that never jumps."""
    return [
        _closed_group("domain", _("领域"), words.DOMAINS, query, found),
        _closed_group("stage", _("环节"), words.STAGES, query, found),
        _open_group("region", _("所在地"), _regions(query, found), query, found),
        _open_group("unit", _("公开单位"), _units(query, found), query, found),
        _open_group("year", _("成文年份"), _years(query, found), query, found),
    ]


def _choice(name: str, value: str, label, query: SearchQuery, found: Found, inner=False) -> Choice:
    return Choice(
        value=value,
        label=str(label),
        count=found.counts.get(name, {}).get(value, 0),
        is_chosen=value in query.filters.get(name, ()),
        is_inner=inner,
    )


def _closed_group(name: str, label: str, vocabulary, query: SearchQuery, found: Found) -> Group:
    choices = [_choice(name, key, word, query, found) for key, word in vocabulary]
    return Group(name, label, choices, [])


def _open_group(name: str, label: str, named, query: SearchQuery, found: Found) -> Group:
    choices = [_choice(name, value, word, query, found, inner) for value, word, inner in named]
    chosen = [choice for choice in choices[SHOWN_CHOICES:] if choice.is_chosen]
    rest = [choice for choice in choices[SHOWN_CHOICES:] if not choice.is_chosen]
    return Group(name, label, [*choices[:SHOWN_CHOICES], *chosen], rest)


def _codes(name: str, query: SearchQuery, found: Found) -> set[str]:
    return {*found.counts.get(name, {}), *query.filters.get(name, ())}


def _regions(query: SearchQuery, found: Found):
    rows = Region.objects.filter(code__in=_codes("region", query, found)).order_by("code")
    return [(row.code, row.name, row.level == "county") for row in rows]


def _units(query: SearchQuery, found: Found):
    rows = Unit.objects.filter(code__in=_codes("unit", query, found)).order_by("code")
    return [(row.code, row.name, False) for row in rows]


def _years(query: SearchQuery, found: Found):
    years = sorted(_codes("year", query, found), reverse=True)
    return [(year, _("%(year)s年") % {"year": year}, False) for year in years]


def chips_of(query: SearchQuery, groups: list[Group]) -> list[tuple[str, str]]:
    """(label, address without it) of every chosen filter value."""
    labels = {
        (group.name, choice.value): choice.label
        for group in groups
        for choice in [*group.shown, *group.more]
    }
    return [
        (labels.get((name, value), value), address(query.without(name, value)))
        for name, value in query.chosen
    ]


def fewer_filters(query: SearchQuery, chips: list[tuple[str, str]]) -> list[Way]:
    """Each chosen filter that, taken off, leaves something."""
    ways = []
    for (name, value), (label, url) in list(zip(query.chosen, chips, strict=True))[:MOST_WAYS]:
        loosened = query.without(name, value)
        total = answer(replace(loosened, per_page=1, with_counts=False)).total
        if total:
            ways.append(Way(label, url, total))
    return ways


def other_words(query: SearchQuery, found: Found) -> list[Way]:
    """Parts of what was asked, and their official terms, that find something."""
    candidates = dict.fromkeys(
        word
        for unit in found.asked.units
        if unit.kind == "word"
        for word, _weight in unit.alternatives[:3]
        if word != found.asked.text
    )
    ways = []
    for word in list(candidates)[: 2 * MOST_WAYS]:
        fresh = SearchQuery(word)
        total = answer(replace(fresh, per_page=1, with_counts=False)).total
        if total and len(ways) < MOST_WAYS:
            ways.append(Way(word, address(fresh), total))
    return ways


def responsible(found: Found) -> list[CatalogueItem]:
    """Catalogue rows about what was asked: who has to publish it."""
    about = Q()
    for unit in found.asked.units:
        if unit.kind == "word" and unit.is_required:
            for word, _weight in unit.alternatives[:6]:
                about |= Q(level1__icontains=word) | Q(level2__icontains=word)
    return list(CatalogueItem.objects.filter(about)[:2]) if about else []
