"""Fixture: what staff taught in one test is forgotten in the next."""

import pytest

from search import asking, knowledge, lexicon


@pytest.fixture(autouse=True)
def nothing_taught_before():
    yield
    lexicon.use(None)
    knowledge._known = knowledge.Version()
    knowledge._bets = ()
    asking.taken()
