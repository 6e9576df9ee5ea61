"""Every item that answers a question, from whichever engine can say."""

from collections.abc import Iterator
from itertools import islice

from django.conf import settings

from disclosure.datasets.filters import without_running_lists
from disclosure.datasets.lists import list_rows
from disclosure.exporting.columns import Row
from disclosure.models import DisclosurePage

from . import answer
from .engines import Engine, get_embedded
from .engines.all_hits import numbers_in_embedded
from .query import SearchQuery

MOST = 100_000
BATCH = 1000  # items read from the database at once


def numbers(query: SearchQuery, most: int = MOST) -> list[str]:
    """Numbers in the order of the result pages. `EngineUnavailable` when no engine answers."""
    if settings.SEARCH_ENGINE == "embedded":
        return numbers_in_embedded(get_embedded(), query, most)

    def ask(engine: Engine) -> list[str]:
        from .engines.elastic_all_hits import numbers_in_elastic

        return numbers_in_elastic(engine, query, most)  # type: ignore[arg-type]

    found = answer._of_the_configured(ask)
    if found is None:
        found = numbers_in_embedded(get_embedded(), query, most, answer.FALLBACK_CATCH_UP)
    return found


def rows(found: list[str], root: str) -> Iterator[Row]:
    """A row per item that is public at this moment, whatever the index still holds."""
    rest = iter(found)
    while some := list(islice(rest, BATCH)):
        items = DisclosurePage.objects.released().filter(number__in=some)
        by_number = {row[0]: row for row in list_rows(without_running_lists(items), root)}
        yield from (by_number[number] for number in some if number in by_number)
