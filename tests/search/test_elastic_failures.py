"""Whatever goes wrong with Elasticsearch: search answers, nothing removed shows, all is caught up."""

import json
import uuid

import pytest
from django.core.management import call_command

from disclosure import outbox, publishing
from disclosure.models import Outbox
from search import answer, indexing
from search.circuit import Circuit
from search.engines import elastic
from search.engines.elastic_connection import connect
from search.query import SearchQuery
from tests.disclosure import stories
from tests.search.faulty import PRODUCT, FaultyServer, replying, resetting, slow

pytestmark = pytest.mark.django_db
SHARDS = {"total": 2, "successful": 2, "skipped": 0, "failed": 0}
NO_HITS = {"total": {"value": 0, "relation": "eq"}, "hits": []}
HALF = {**SHARDS, "successful": 1, "failed": 1}


def error(status, kind):
    return replying(status, {"error": {"type": kind, "reason": "说明里有查询词"}, "status": status})


FAULTS = {
    "slow": slow(1.5),
    "reset": resetting,
    "not allowed in": error(401, "security_exception"),
    "not allowed to": error(403, "security_exception"),
    "too busy": error(429, "es_rejected_execution_exception"),
    "no shard": error(503, "no_shard_available_action_exception"),
    "no index": error(404, "index_not_found_exception"),
    "not json": replying(200, b"<html>proxy</html>"),
    "another product": replying(200, {"tagline": "You Know, for Search"}, product=False),
    "shards failed": replying(200, {"timed_out": False, "_shards": HALF, "hits": NO_HITS}),
    "out of time": replying(200, {"timed_out": True, "_shards": SHARDS, "hits": NO_HITS}),
    "a shard is silent": replying(
        200, {"timed_out": False, "_shards": {**SHARDS, "successful": 1}, "hits": NO_HITS}
    ),
    "nothing at all": replying(200, {}),
}


@pytest.fixture(autouse=True)
def no_pause():
    answer.try_again()
    yield
    answer.try_again()


@pytest.fixture
def faulty(settings, site_search):
    server = FaultyServer()
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elastic", server.url
    settings.SEARCH_INDEX_PREFIX = f"mingjing-test-{uuid.uuid4().hex[:10]}"
    yield server
    server.close()


@pytest.fixture
def between(settings, site_search):
    """A way to the real server that can be spoiled."""
    real = settings.ELASTICSEARCH_URL
    server = FaultyServer(real)
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elastic", server.url
    settings.SEARCH_INDEX_PREFIX = f"mingjing-test-{uuid.uuid4().hex[:10]}"
    yield server
    settings.ELASTICSEARCH_URL = real
    server.close()
    elastic.ElasticEngine(connect(), settings.SEARCH_INDEX_PREFIX).drop()


def ask(words="白桦林"):
    found = answer.answer(SearchQuery(words))
    return [hit.record.number for hit in found.hits], found.is_degraded


def later():
    """What was put off comes again, and the server is asked again."""
    answer.try_again()
    Outbox.objects.exclude(kind="forget").update(due_at=None)
    outbox.drain()
    answer.try_again()


def owed():
    return list(
        outbox.pending().filter(kind__in=["index", "unindex"]).values_list("kind", flat=True)
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_the_embedded_index_answers_with_a_notice(faulty, settings, fault, caplog):
    settings.ELASTICSEARCH_TIMEOUT = 0.5
    faulty.fault = FAULTS[fault]
    item = stories.released(title="关于白桦林养护的公告")
    indexing.store(indexing.current_record(item.number))
    assert ask() == ([item.number], True)
    assert faulty.asked
    answer.try_again()
    assert answer.quoted(["关于白桦林养护的公告"])[0][0] == item.number
    assert "白桦林" not in caplog.text
    assert "查询词" not in caplog.text


@pytest.mark.parametrize("fault", ["slow", "reset", "not allowed to", "too busy", "nothing at all"])
def test_a_change_that_was_not_taken_stays_owed(faulty, settings, fault, monkeypatch):
    monkeypatch.setattr("search.engines.elastic_connection.WRITE_SECONDS", 0.5)
    settings.ELASTICSEARCH_TIMEOUT = 0.5
    faulty.fault = FAULTS[fault]
    stories.released(title="关于白桦林养护的公告")
    outbox.drain()
    assert owed() == ["index"]
    row = outbox.pending().get(kind="index")
    assert row.last_error in answer.ENGINE_ERRORS


@pytest.mark.elastic
def test_part_of_the_shards_is_never_passed_as_the_whole(between):
    item = stories.released(title="关于白桦林养护的公告")
    outbox.drain()
    assert ask() == ([item.number], False)

    def without_a_shard(path, found):
        if path.endswith("_search"):
            found["_shards"] = {**found["_shards"], "failed": 1}
            found["hits"]["hits"] = []
        return found

    between.change = without_a_shard
    assert ask() == ([item.number], True)
    between.change = None
    answer.try_again()
    assert ask() == ([item.number], False)


@pytest.mark.elastic
def test_a_document_that_is_missing_in_a_multiple_answer_is_not_taken_for_absent(between):
    item = stories.released(title="关于白桦林养护的公告")
    outbox.drain()

    def shortened(path, found):
        if path.endswith("_mget"):
            found["docs"] = []
        return found

    between.change = shortened
    assert ask() == ([item.number], True)


@pytest.mark.elastic
@pytest.mark.parametrize("way", ["left out of the answer", "said done and not done"])
def test_a_lost_change_of_a_bulk_is_noticed_and_made_up(between, way):
    def dropped(path, found):
        if path.endswith("_bulk"):
            found["items"] = []
        return found

    def swallowed(_method, path, body):
        if not path.endswith("_bulk"):
            return None
        rows = [json.loads(line) for line in body.splitlines()]
        heads = [row["index"] for row in rows if "index" in row]
        items = [{"index": {"_id": head["_id"], "status": 201}} for head in heads]
        return 200, PRODUCT, json.dumps({"errors": False, "items": items}).encode()

    if way == "left out of the answer":
        between.change = dropped
    else:
        between.fault = swallowed
    item = stories.released(title="关于白桦林养护的公告")
    outbox.drain()
    assert owed() == ["index"]
    answer.try_again()
    assert ask() == ([item.number], True)
    between.change = between.fault = None
    later()
    assert owed() == []
    assert ask() == ([item.number], False)


@pytest.mark.elastic
@pytest.mark.parametrize("block", ["write", "read_only_allow_delete", "read_only"])
def test_a_withdrawn_item_is_not_shown_by_an_index_that_refuses_to_forget_it(between, block):
    kept = stories.released(title="关于白桦林养护的公告")
    gone = stories.released(title="关于白桦林采伐的公告")
    outbox.drain()
    assert sorted(ask()[0]) == sorted([kept.number, gone.number])
    client = connect()
    name = elastic.configured().alias
    client.indices.put_settings(index=name, settings={f"index.blocks.{block}": True})
    try:
        publishing.withdraw(gone, reason="privacy", by=stories.person("publisher"))
        outbox.drain()
        assert owed() == ["unindex"]
        answer.try_again()
        found = answer.answer(SearchQuery("白桦林"))
        assert ([hit.record.number for hit in found.hits], found.total) == ([kept.number], 1)
        assert found.is_degraded
        assert [number for number, _share in answer.quoted(["关于白桦林采伐的公告"])] != [
            gone.number
        ]
    finally:
        client.indices.put_settings(index=name, settings={f"index.blocks.{block}": None})
    later()
    assert owed() == []
    assert ask() == ([kept.number], False)


@pytest.mark.elastic
def test_what_was_missed_while_it_was_away_is_caught_up(between, capsys):
    first = stories.released(title="关于白桦林养护的公告")
    outbox.drain()
    between.fault = resetting
    second = stories.released(title="关于白桦林采伐的公告")
    publishing.withdraw(first, reason="expired", by=stories.person("publisher"))
    outbox.drain()
    assert ask() == ([second.number], True)
    between.fault = None
    later()
    assert ask() == ([second.number], False)
    call_command("rebuild_search", check=True)


@pytest.mark.elastic
def test_the_next_node_is_asked_when_one_is_closed(between, settings):
    settings.ELASTICSEARCH_URL = f"http://127.0.0.1:9, {between.url}"
    item = stories.released(title="关于白桦林养护的公告")
    outbox.drain()
    for _ in range(4):
        assert ask() == ([item.number], False)


def test_while_the_engine_is_left_alone_nobody_waits_and_one_tries_again():
    now = [0.0]
    circuit = Circuit(lambda: now[0])
    assert circuit.may_try()
    circuit.failed(seconds=0.01)
    assert not circuit.may_try()
    now[0] = 5.1
    assert [circuit.may_try() for _ in range(3)] == [True, False, False]
    circuit.worked()
    assert [circuit.may_try() for _ in range(3)] == [True, True, True]


def test_what_cost_much_is_tried_less_often_but_every_minute():
    now = [0.0]
    circuit = Circuit(lambda: now[0])
    circuit.failed(seconds=2)
    now[0] = 39.9
    assert not circuit.may_try()
    now[0] = 40.1
    assert circuit.may_try()
    circuit.failed(seconds=20)
    now[0] = 40.1 + 60.1
    assert circuit.may_try()
