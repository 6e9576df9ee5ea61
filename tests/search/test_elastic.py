"""What only Elasticsearch has: a fixed mapping, changes that come late, a size, deep streams."""

import uuid

import pytest

from search.engines import EngineUnavailable
from search.engines.elastic import ElasticEngine
from search.engines.elastic_connection import connect
from search.engines.elastic_writing import ONE_ITEM, send
from search.record import SearchRecord

pytestmark = pytest.mark.elastic


@pytest.fixture
def prefix():
    name = f"mingjing-test-{uuid.uuid4().hex[:10]}"
    yield name
    ElasticEngine(connect(), name).drop()


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


def test_a_change_that_was_held_up_for_long_does_not_bring_a_removed_item_back(prefix):
    engine = ElasticEngine(connect(), prefix)
    engine.ensure()
    held = engine.client.indices.get_settings(index=prefix, flat_settings=True)
    (settings,) = (row["settings"] for row in held.values())
    assert settings["index.gc_deletes"] == "1h"


def test_no_index_is_made_by_writing_to_an_alias_that_is_gone(prefix):
    engine = ElasticEngine(connect(), prefix)
    engine.ensure()
    change = engine._change(prefix, 1, "n-1", {"number": "n-1"}, is_own=False)
    engine.drop()
    with pytest.raises(EngineUnavailable):
        send(engine.client, [change], ONE_ITEM)
    assert not engine.client.indices.exists(index=prefix)


def test_everything_indexed_streams_by_number_with_what_the_ledger_knows(prefix, monkeypatch):
    monkeypatch.setattr("search.engines.elastic.PAGE", 3)
    engine = ElasticEngine(connect(), prefix)
    records = [
        SearchRecord(number=f"n-{at}", title="低保", ledger_index=at, parts_digest=f"{at:064x}")
        for at in range(8)
    ]
    engine.put(list(enumerate(reversed(records), 1)))
    engine.refresh()
    assert list(engine.stream()) == [
        (record.number, 1, record.ledger_index, record.parts_digest) for record in records
    ]
