"""Completions for the search box: names of live items only, each with the address it leads to."""

import logging
import sqlite3
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from disclosure import periods, throttle
from disclosure.models import DisclosurePage
from search.completion.suggesting import LONGEST_TYPED, Name, chosen, marks, typed
from search.completion.suggestions import Suggestions
from search.engines.embedded_file import is_damaged
from search.query import clean_text
from search.teaching import knowledge

log = logging.getLogger(__name__)
MOST = 10
PER_MINUTE = 300
# Short: what is withdrawn must leave the browsers' memory within five seconds as well.
BROWSER_SECONDS = 2
# What one request takes over before it answers; the rest follows with the next ones.
CATCH_UP = 200
_OF_ITEMS = ("title", "document")


def suggestions() -> Suggestions:
    """The names of this site."""
    return _suggestions(str(settings.SEARCH_INDEX_DIR))


@cache
def _suggestions(folder: str) -> Suggestions:
    from search.indexing import DatabaseFeed

    return Suggestions(Path(folder) / "suggest.sqlite3", DatabaseFeed())


def follow() -> None:
    """Bring the names up to date; without them people type a little more, so nothing is raised."""
    try:
        suggestions().catch_up()
    except sqlite3.Error as error:
        _failed(error)


def _failed(error: sqlite3.Error) -> None:
    log.warning("search.suggest error=%s", type(error).__name__)
    if is_damaged(error):
        suggestions().throw_away()


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """`/search/suggest?q=`: at most ten names that complete what was typed. Nothing is kept."""
    if throttle.is_over(request, "suggest", most=PER_MINUTE, seconds=60):
        return JsonResponse({"suggestions": []}, status=429)
    text = clean_text(request.GET.get("q", ""))[:LONGEST_TYPED]
    found = [_shown(name, text) for name in completions(text)]
    response = JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, private=True, max_age=BROWSER_SECONDS)
    response["X-Robots-Tag"] = "noindex"
    return response


def completions(text: str) -> list[Name]:
    """Names for what was typed, those of single items only while the item is live and shows no
    list of persons (the list would be offered by its title)."""
    what = typed(text)
    if not what.expressions:
        return []
    knowledge.refresh()
    try:
        source = suggestions()
        source.catch_up(CATCH_UP)
        names = source.find(what)
    except sqlite3.Error as error:
        _failed(error)
        return []
    best = chosen(names, what, 2 * MOST)
    shown = _may_be_offered({name.key for name in best if name.kind in _OF_ITEMS})
    kept = [name for name in best if name.kind not in _OF_ITEMS or name.key in shown]
    return chosen(kept, what, MOST)


def _may_be_offered(numbers: set[str]) -> set[str]:
    if not numbers:
        return set()
    asked = DisclosurePage.objects.released().filter(number__in=numbers)
    items = periods.without_running_lists(asked).exclude(
        number__in=periods.unconfirmed().values("number")
    )
    return set(items.values_list("number", flat=True))


def _shown(name: Name, text: str) -> dict:
    return {
        "kind": name.kind,
        "label": name.label,
        "mark": marks(name.label, typed(text).text),
        "url": _address(name),
    }


def _address(name: Name) -> str:
    if name.kind in _OF_ITEMS:
        return reverse("item", args=[name.key])
    if name.kind == "unit":
        return reverse("unit", args=[name.key])
    if name.kind == "region":
        return reverse("region", args=[name.key])
    parameter = {"catalogue": name.key} if name.kind == "catalogue" else {"q": name.label}
    return f"{reverse('search')}?{urlencode(parameter)}"
