"""Numbers of all results of a question, in the order of its pages: for taking an answer away.

The embedded engine's part; the pages stop early, this goes on to `most`.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from search.query import SearchQuery

from .embedded_question import Question

# A statement of SQLite takes only so many values.
AT_ONCE = 500


class NumbersOnly(Question):
    """A question whose hits are numbers: no texts are read and nothing is marked."""

    def _hits(self, scored):
        return tuple(number for number, _score in scored)

    def _select(self, columns: str, ids: list[int]) -> list[tuple]:
        return [
            row for some in _parts(ids) for row in super(NumbersOnly, self)._select(columns, some)
        ]


def _parts(ids: list[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while some := list(islice(rest, AT_ONCE)):
        yield some


def everything(query: SearchQuery, most: int) -> SearchQuery:
    """The question as one page of all its results, without counts."""
    return replace(query, page=1, per_page=most, with_counts=False)
