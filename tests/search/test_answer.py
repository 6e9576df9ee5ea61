"""Elasticsearch stops and comes back: search answers all the time (I6)."""

import uuid

import pytest

from disclosure import outbox
from disclosure.models import Outbox
from search import answer
from search.engines import elastic
from search.query import SearchQuery
from tests.disclosure import stories
from tests.search.gateway import Gateway

pytestmark = pytest.mark.django_db
NOBODY_LISTENS = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def no_pause():
    answer.try_again()
    yield
    answer.try_again()


@pytest.fixture
def elastic_search(settings, site_search):
    """The site searches through a gateway to the real server, in an index of this test."""
    server = settings.ELASTICSEARCH_URL
    gateway = Gateway(server)
    settings.SEARCH_ENGINE = "elastic"
    settings.ELASTICSEARCH_URL = gateway.url
    settings.SEARCH_INDEX_PREFIX = f"mingjing-test-{uuid.uuid4().hex[:10]}"
    yield gateway
    settings.ELASTICSEARCH_URL = server
    gateway.cut()
    elastic.ElasticEngine(elastic.connect(), settings.SEARCH_INDEX_PREFIX).drop()


def numbers(found):
    return [hit.record.number for hit in found.hits]


def test_without_a_server_the_embedded_engine_answers_and_says_so(settings, site_search):
    item = stories.released(title="关于白桦林养护的公告")
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elastic", NOBODY_LISTENS
    outbox.drain()
    found = answer.answer(SearchQuery("白桦林"))
    assert found.is_degraded
    assert numbers(found) == [item.number]
    assert Outbox.objects.filter(kind="index", done_at__isnull=True).exists()


def test_a_failed_server_is_left_alone_for_a_while(settings, site_search, monkeypatch):
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elastic", NOBODY_LISTENS
    asked = []
    monkeypatch.setattr(answer, "get_engine", lambda: asked.append(1) or elastic.configured())
    for _ in range(5):
        assert answer.answer(SearchQuery("低保")).is_degraded
    assert len(asked) == 1


@pytest.mark.elastic
def test_search_goes_on_while_the_server_is_away_and_the_index_catches_up(elastic_search):
    first = stories.released(title="关于白桦林养护的公告")
    outbox.drain()
    found = answer.answer(SearchQuery("养护"))
    assert (numbers(found), found.is_degraded) == ([first.number], False)

    elastic_search.cut()
    second = stories.released(title="关于红松林养护的公告")
    outbox.drain()
    found = answer.answer(SearchQuery("养护"))
    assert found.is_degraded
    assert sorted(numbers(found)) == sorted([first.number, second.number])

    elastic_search.mend()
    answer.try_again()
    Outbox.objects.update(due_at=None)
    outbox.drain()
    found = answer.answer(SearchQuery("养护"))
    assert not found.is_degraded
    assert sorted(numbers(found)) == sorted([first.number, second.number])
