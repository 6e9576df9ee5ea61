"""What the result page shows: hits with their live items, filter choices, ways on when empty."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from disclosure import periods
from disclosure.models import CatalogueItem, DisclosurePage, PublicVersion
from search.answer import answer
from search.engines import Found, Hit
from search.language.analysis import phrases_in
from search.page.choices import Group
from search.page.where import Where, best_of, others_of
from search.query import LAST_PAGE, SearchQuery

MOST_WAYS = 3
# What the page shows of an item itself.
_SHOWN = (
    "title number unit_name issuing_body issued_on doc_no validity publicity_from publicity_to "
    "is_reprint is_example"
).split()


@dataclass(frozen=True, slots=True)
class Result:
    """A hit and the item it leads to."""

    hit: Hit
    item: DisclosurePage

    @property
    def where(self) -> Where | None:
        """Where the passage shown stands."""
        return best_of(self.hit)

    @property
    def elsewhere(self) -> list[Where]:
        """Further places of hits, the first few."""
        return others_of(self.hit)

    @property
    def places_beside(self) -> int:
        """How many further places there are."""
        return len(self.hit.found.others) + self.hit.found.more


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force and the question without it."""

    label: str
    without: SearchQuery

    @property
    def url(self) -> str:
        return address(self.without)


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from a page without results."""

    label: str
    url: str
    count: int


def address(query: SearchQuery, **changes) -> str:
    """Address of a question with some of it changed."""
    return f"{reverse('search')}?{urlencode(query.parameters(**changes))}"


def results_of(found: Found, *, with_related: bool = True) -> list[Result]:
    """Hits whose items are live at this moment: an index that lags shows nothing withdrawn, and
    nothing of a list whose period is over. `with_related` reads unit, region and catalogue row."""
    numbers = [hit.record.number for hit in found.hits]
    last = PublicVersion.objects.filter(number=OuterRef("number")).order_by("-rev")
    items = (
        DisclosurePage.objects.released()
        .filter(number__in=numbers)
        .exclude(number__in=periods.unconfirmed().values("number"))
        .defer("body")
        .annotate(last_reason=Subquery(last.values("reason")[:1]))
    )
    if with_related:
        items = items.select_related("unit", "region", "catalogue_item")
    else:
        items = items.only(*_SHOWN)
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


def chips_of(query: SearchQuery, groups: list[Group]) -> list[Chip]:
    """Every chosen filter value, and the period, with the address without it."""
    labels = {
        (choice.name, choice.value): choice.label
        for group in groups
        for top in group.choices
        for choice in top.all()
    }
    chips = [
        Chip(labels.get((name, value), value), query.without(name, value))
        for name, value in query.chosen
    ]
    if query.has_period:
        chips.append(Chip(period_label(query), replace(query, since="", until="", page=1)))
    return chips


def period_label(query: SearchQuery) -> str:
    words = {"since": _day(query.since), "until": _day(query.until)}
    if query.since and query.until:
        return _("%(since)s至%(until)s") % words if query.since != query.until else words["since"]
    return (_("%(since)s以后") if query.since else _("%(until)s以前")) % words


def _day(day: str) -> str:
    return written(date.fromisoformat(day)) if day else ""


def written(day: date) -> str:
    """2018年6月20日, in English 20 June 2018."""
    is_chinese = (get_language() or "zh").startswith("zh")
    return formats.date_format(day, "Y年n月j日" if is_chinese else "j F Y")


def fewer_filters(chips: list[Chip]) -> list[Way]:
    """Each chosen filter that, taken off, leaves something; else all of them together."""
    ways = [Way(chip.label, chip.url, many(chip.without)) for chip in chips[:MOST_WAYS]]
    ways = [way for way in ways if way.count]
    if not ways and len(chips) > 1:
        bare = replace(chips[0].without, filters={}, since="", until="", page=1)
        if total := many(bare):
            ways.append(Way("", address(bare), total))
    return ways


def many(query: SearchQuery) -> int:
    """How many results a question has."""
    return answer(replace(query, per_page=1, with_counts=False)).total


def other_words(query: SearchQuery, found: Found) -> list[Way]:
    """Parts of what was asked, and their official terms, that find something."""
    candidates = dict.fromkeys(
        word
        for unit in found.asked.units
        if unit.kind == "word"
        for word, _weight in unit.alternatives[:3]
        if word != found.asked.text
    )
    phrases, rest = phrases_in(found.asked.text)
    if phrases:  # the same words, wherever they stand
        candidates = {" ".join([*phrases, rest]).strip(): None, **candidates}
    ways = []
    for word in list(candidates)[: 2 * MOST_WAYS]:
        fresh = SearchQuery(word)
        total = many(fresh) if len(ways) < MOST_WAYS else 0
        if total:
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
