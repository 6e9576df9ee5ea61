"""search_cluster says how Elasticsearch stands, what to do, and sets what can be set."""

import contextlib
import json
import uuid

import pytest
from django.core.management import CommandError, call_command

from home import nightly
from search.engines.elastic import configured
from search.engines.elastic_cluster import differing, look
from search.record import SearchRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster(settings):
    settings.SEARCH_ENGINE = "elastic"
    settings.SEARCH_INDEX_PREFIX = f"mingjing-test-{uuid.uuid4().hex[:10]}"
    engine = configured()
    yield engine
    engine.drop()


def problems(capsys):
    """Kinds of the problems that the command names; [] when it ends well."""
    try:
        call_command("search_cluster", json=True)
        status = 0
    except SystemExit as end:
        status = end.code
    kinds = [json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()]
    assert status == (1 if kinds else 0)
    # A machine's disk and a one-node cluster's colour are not ours to promise.
    return [kind for kind in kinds if kind not in ("disk", "health")]


def test_a_site_without_elasticsearch_has_nothing_to_look_at(capsys):
    call_command("search_cluster")
    assert "内置索引" in capsys.readouterr().out


def test_a_server_that_does_not_answer_is_named_with_what_still_works(settings):
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elastic", "http://127.0.0.1:9"
    with pytest.raises(CommandError) as away:
        call_command("search_cluster")
    assert away.value.returncode == 1
    assert "内置索引应答" in str(away.value)


@pytest.mark.elastic
def test_a_missing_index_is_a_problem_and_a_fresh_one_is_none(cluster, capsys):
    assert problems(capsys) == ["index"]
    cluster.put([(1, SearchRecord(number="n-1", title="低保公示"))])
    assert problems(capsys) == []


@pytest.mark.elastic
def test_settings_that_differ_are_named_and_those_that_can_are_applied(cluster, capsys, settings):
    cluster.ensure()
    settings.ELASTICSEARCH_REFRESH, settings.ELASTICSEARCH_REPLICAS = "5s", "0"
    assert problems(capsys) == ["setting"] * 2
    call_command_and_go_on("--apply")
    capsys.readouterr()
    assert problems(capsys) == []
    settings.ELASTICSEARCH_SHARDS = 3
    assert problems(capsys) == ["setting"]
    advice = [one.advice for one in look(cluster) if one.kind == "setting"]
    assert advice == ["运行 manage.py rebuild_search"]


def call_command_and_go_on(*arguments):
    with contextlib.suppress(SystemExit):  # the machine's disk, or the colour of one node
        call_command("search_cluster", *arguments)


@pytest.mark.elastic
def test_an_index_set_read_only_is_named(cluster, capsys):
    cluster.ensure()
    cluster.client.indices.put_settings(index=cluster.alias, settings={"index.blocks.write": True})
    assert problems(capsys) == ["blocked"]


@pytest.mark.elastic
def test_a_build_that_was_left_is_named_and_taken_away(cluster, capsys):
    cluster.ensure()
    left = cluster.new_index({"build": {"source": "", "reached": 7, "pid": 0}})
    assert problems(capsys) == ["leftover"]
    call_command_and_go_on("--apply")
    assert not cluster.client.indices.exists(index=left)
    assert cluster.client.indices.exists(index=cluster.alias)


@pytest.mark.elastic
def test_an_index_of_another_layout_needs_a_rebuild(cluster, capsys):
    cluster.ensure()
    cluster.client.indices.put_mapping(index=cluster.alias, meta={"layout": "older"})
    assert problems(capsys) == ["layout"]


def test_a_range_of_replicas_leaves_their_number_to_the_cluster(settings):
    settings.ELASTICSEARCH_REPLICAS = "0-1"
    held = {
        "index.number_of_shards": "1",
        "index.auto_expand_replicas": "0-1",
        "index.number_of_replicas": "0",
        "index.refresh_interval": "1s",
        "index.gc_deletes": "1h",
        "index.merge.policy.expunge_deletes_allowed": "0",
    }
    assert differing(held) == []


def test_the_night_looks_after_the_cluster_where_there_is_one(settings):
    assert "search_cluster" not in {step.command for step in nightly.steps()}
    settings.SEARCH_ENGINE = "elastic"
    assert "search_cluster" in {step.command for step in nightly.steps()}
