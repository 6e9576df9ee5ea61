"""Fixture: what staff taught in one test is forgotten in the next."""

import pytest

from search.language import lexicon
from search.query_log import asking
from search.teaching import knowledge


@pytest.fixture(autouse=True)
def nothing_taught_before():
    asking.taken()  # what tests elsewhere asked
    yield
    lexicon.use(None)
    knowledge._known = knowledge.Version()
    knowledge._bets = ()
    asking.taken()
