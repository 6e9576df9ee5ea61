"""What only Elasticsearch has: keys with few rights, an alias, changes that come late."""

import uuid

import pytest
from elasticsearch import Elasticsearch

from search.engines.elastic import ElasticEngine
from search.engines.elastic_connection import connect
from search.query import SearchQuery
from search.record import SearchRecord

pytestmark = pytest.mark.elastic


@pytest.fixture
def prefix():
    name = f"mingjing-test-{uuid.uuid4().hex[:10]}"
    yield name
    ElasticEngine(connect(), name).drop()


def without_account(url):
    scheme, _slashes, rest = url.partition("//")
    return f"{scheme}//{rest.rpartition('@')[2]}"


def test_a_key_limited_to_our_indexes_is_enough(prefix, settings):
    rights = {"ours": {"indices": [{"names": [f"{prefix}*"], "privileges": ["all"]}]}}
    key = connect().security.create_api_key(name=prefix, role_descriptors=rights)
    client = Elasticsearch(without_account(settings.ELASTICSEARCH_URL), api_key=key["encoded"])
    engine = ElasticEngine(client, prefix)
    engine.put([(1, SearchRecord(number="n-1", title="低保公示"))])
    engine.refresh()
    assert engine.find(SearchQuery("低保")).total == 1
    engine.rebuild(lambda index, reached, note: reached, lambda: 0)
    assert engine.find(SearchQuery("低保")).total == 0


def test_the_index_refuses_fields_it_does_not_know(prefix):
    engine = ElasticEngine(connect(), prefix)
    engine.ensure()
    mapping = next(iter(engine.client.indices.get_mapping(index=prefix).values()))
    assert mapping["mappings"]["dynamic"] == "strict"
    assert mapping["mappings"]["properties"]["payload"]["enabled"] is False


def test_a_removal_that_comes_before_its_publication_wins(prefix):
    engine = ElasticEngine(connect(), prefix)
    engine.remove([(5, "n-1")])
    engine.put([(3, SearchRecord(number="n-1", title="低保公示"))])
    engine.refresh()
    assert engine.contents() == {}
