"""Both engines, each with an index of its own."""

import uuid

import pytest

from search.engines.embedded import EmbeddedEngine
from tests.search.staff_people import as_, office  # noqa: F401
from tests.search.subscribers import citizen  # noqa: F401
from tests.search.taught import nothing_taught_before  # noqa: F401


def fresh_engine(name, folder):
    if name == "embedded":
        return EmbeddedEngine(folder / "index.sqlite3")
    from search.engines.elastic import ElasticEngine
    from search.engines.elastic_connection import connect

    engine = ElasticEngine(connect(), f"mingjing-test-{uuid.uuid4().hex[:10]}")
    engine.ensure()
    return engine


BOTH = ["embedded", pytest.param("elastic", marks=pytest.mark.elastic)]


@pytest.fixture(params=BOTH)
def engine(request, tmp_path):
    """An empty index of each engine."""
    fresh = fresh_engine(request.param, tmp_path)
    yield fresh
    fresh.drop()


@pytest.fixture(params=BOTH, scope="module")
def module_engine(request, tmp_path_factory):
    """One index of each engine for all tests of a module."""
    fresh = fresh_engine(request.param, tmp_path_factory.mktemp("index"))
    yield fresh
    fresh.drop()


@pytest.fixture
def site_search(tmp_path, settings):
    """The site's own search with an index file of this test."""
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    from search.engines import get_embedded

    return get_embedded()
