"""Every item that answers a question, from whichever engine can say."""

from collections.abc import Iterator
from itertools import islice

from disclosure.datasets.lists import list_rows
from disclosure.exporting.columns import Row
from disclosure.models import DisclosurePage
from disclosure.periods import without_running_lists

from .answer import FALLBACK_CATCH_UP, ask_engines
from .query import SearchQuery

MOST = 100_000
BATCH = 1000  # items read from the database at once


def numbers(query: SearchQuery, most: int = MOST) -> list[str]:
    """Numbers in the order of the result pages. `EngineUnavailable` when no engine answers."""
    return ask_engines(
        lambda engine: engine.numbers(query, most),
        lambda own: own.numbers(query, most, catch_up=FALLBACK_CATCH_UP),
    )


def rows(found: list[str], root: str) -> Iterator[Row]:
    """A row per item that is public at this moment, whatever the index still holds."""
    rest = iter(found)
    while some := list(islice(rest, BATCH)):
        items = DisclosurePage.objects.released().filter(number__in=some)
        by_number = {row[0]: row for row in list_rows(without_running_lists(items), root)}
        yield from (by_number[number] for number in some if number in by_number)
