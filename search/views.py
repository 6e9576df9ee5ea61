"""`/search/`: one GET page that works without script; its whole state is in its address."""

from dataclasses import replace

from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from search.language.notation import days_of
from search.page import choices, meaning, results, understood
from search.query_log import asking
from search.teaching.recommending import recommended

from .answer import answer
from .engines import Found
from .query import LAST_PAGE, SORTS, SearchQuery, clean_text, parse


@require_safe
def search(request):
    """Results, filters with counts, and ways on when nothing was found."""
    asked = parse(dict(request.GET.lists()))
    unknown = choices.unknown_in(asked) if asked.filters else []
    query, found, pages = _answer(_without(asked, unknown))
    groups = choices.groups_of(query, found)
    chips = results.chips_of(query, groups)
    shown = results.results_of(found, with_related=False)
    asking.note(request, query, found)
    context = {
        "query": query,
        "found": found,
        "page": pages,
        "is_cut": found.total > LAST_PAGE * query.per_page,
        "exact": [row for row in shown if row.hit.is_exact],
        "results": [row for row in shown if not row.hit.is_exact],
        "recommended": recommended(query, found.asked),
        "groups": groups,
        "chips": chips,
        "ignored": [*(value for _name, value in unknown), *_no_dates(request.GET)],
        "readings": [] if query.literal else understood.readings(query.text, found.asked),
        "meant": meaning.meant(query, found),
        "clear_url": results.address(query, filters={}, since="", until="", page=1),
        "sorts": [(key, results.address(query, sort=key, page=1)) for key in SORTS],
        "is_widened": bool(found.asked.spelled_out or found.asked.repaired) and not query.literal,
        "wide_url": results.address(query, literal=False, page=1),
        "literal_url": results.address(query, literal=True, page=1),
        "share_url": request.build_absolute_uri(results.address(query)),
    }
    if not found.total and not shown:
        context |= {
            "fewer": results.fewer_filters(chips),
            "others": results.other_words(query, found),
            "rows": results.responsible(found),
        }
    response = render(request, "search/results.html", context)
    # What a citizen asked belongs in no shared cache.
    patch_cache_control(response, private=True)
    return response


def _answer(query: SearchQuery) -> tuple[SearchQuery, Found, object]:
    """The question with a page that exists, its answer, and the paginator's view of it."""
    found = answer(query)
    pages = results.pages_of(query, found)
    if pages.number != query.page and found.total:
        query = replace(query, page=pages.number)
        again = answer(replace(query, with_counts=False))
        found = replace(again, counts=found.counts)
    return query, found, pages


def _without(query: SearchQuery, unknown: list[tuple[str, str]]) -> SearchQuery:
    page = query.page
    for name, value in unknown:
        query = query.without(name, value)
    return replace(query, page=page)


def _no_dates(parameters) -> list[str]:
    """Ends of a period that could not be read as a date."""
    typed = [clean_text(parameters.get(name, ""))[:40] for name in ("from", "to")]
    return [text for text in typed if text and days_of(text) is None]
