"""`/search/`: one GET page that works without script; its whole state is in its address."""

from dataclasses import replace

from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from . import results
from .answer import answer
from .query import LAST_PAGE, SORTS, parse


@require_safe
def search(request):
    """Results, filters with counts, and ways on when nothing was found."""
    query = parse(dict(request.GET.lists()))
    found = answer(query)
    pages = results.pages_of(query, found)
    if pages.number != query.page and found.total:
        query = replace(query, page=pages.number)
        found = answer(query)
    groups = results.groups_of(query, found)
    chips = results.chips_of(query, groups)
    shown = results.results_of(found)
    context = {
        "query": query,
        "found": found,
        "page": pages,
        "is_cut": found.total > LAST_PAGE * query.per_page,
        "exact": [row for row in shown if row.hit.is_exact],
        "results": [row for row in shown if not row.hit.is_exact],
        "groups": groups,
        "chips": chips,
        "clear_url": results.address(query, filters={}, page=1),
        "sorts": [(key, results.address(query, sort=key, page=1)) for key in SORTS],
        "literal_url": results.address(query, literal=True, page=1),
    }
    if not found.total and not shown:
        context |= {
            "fewer": results.fewer_filters(query, chips),
            "others": results.other_words(query, found),
            "rows": results.responsible(found),
        }
    response = render(request, "search/results.html", context)
    # What a citizen asked belongs in no shared cache.
    patch_cache_control(response, private=True)
    return response
