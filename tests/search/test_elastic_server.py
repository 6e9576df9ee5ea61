"""With a server of their own: it stops and comes back, and what is removed leaves its files."""

import time
import uuid

import pytest
from django.core.management import CommandError, call_command

from disclosure import copies, outbox, publishing
from disclosure.models import Outbox
from search import answer, indexing
from search.engines import elastic
from search.engines.elastic_purge import LEASE_SECONDS
from search.models import SearchDocument
from search.query import SearchQuery
from tests.disclosure import stories
from tests.search.own_server import OwnServer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.elastic,
    pytest.mark.slow,
]
# Compressed files hold words of an index as they are; this one no other text holds.
CANARY = "zqxcanarium"
SOON = 5


@pytest.fixture(scope="module")
def server():
    own = OwnServer()
    own.start()
    yield own
    own.stop()


@pytest.fixture
def site(server, settings, site_search):
    answer.try_again()
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elastic", server.url
    settings.SEARCH_INDEX_PREFIX = f"mingjing-test-{uuid.uuid4().hex[:10]}"
    yield elastic.configured()
    answer.try_again()


def ask(words):
    found = answer.answer(SearchQuery(words))
    return [hit.record.number for hit in found.hits], found.is_degraded


def drained():
    answer.try_again()
    Outbox.objects.exclude(kind="forget").update(due_at=None)
    outbox.drain()
    answer.try_again()


def test_the_server_stops_and_comes_back_with_what_it_missed(server, site):
    first = stories.released(title="关于白桦林养护的公告")
    gone = stories.released(title="关于白桦林采伐的公告")
    drained()
    assert sorted(ask("白桦林")[0]) == sorted([first.number, gone.number])
    server.halt()
    try:
        assert ask("白桦林")[1]
        second = stories.released(title="关于白桦林防火的公告")
        publishing.withdraw(gone, reason="privacy", by=stories.person("publisher"))
        drained()
        assert sorted(ask("白桦林")[0]) == sorted([first.number, second.number])
        assert outbox.pending().filter(kind__in=["index", "unindex"]).count() == 2
    finally:
        server.start()
    drained()
    found, is_degraded = ask("白桦林")
    assert (sorted(found), is_degraded) == (sorted([first.number, second.number]), False)
    call_command("rebuild_search", check=True)


def everywhere(engine, item):
    """Ways in which an item could still be seen in the index."""
    query = SearchQuery(CANARY)
    found = engine.find(query)
    return {
        "find": found.total,
        "counts": sum(sum(values.values()) for values in found.counts.values()),
        "quoted": [number for number, _share in engine.quoted([f"关于{CANARY}养护的公告"])],
        "records": list(engine.records([item.number])),
        "contents": item.number in engine.contents(),
        "listed": [h.record.number for h in engine.find(SearchQuery(per_page=50)).hits],
    }


def test_what_is_withdrawn_leaves_both_engines_at_once_and_the_files_soon(server, site):
    kept = stories.released(title="关于白桦林养护的公告")
    item = stories.released(title=f"关于{CANARY}养护的公告", text=f"文中有{CANARY}一词。")
    drained()
    embedded = answer.get_embedded()
    assert all(everywhere(engine, item)["quoted"] for engine in (site, embedded))
    site.client.indices.flush(index=site.alias)
    assert server.files_with(CANARY) or not server.shows_its_files

    began = time.monotonic()
    publishing.withdraw(item, reason="privacy", by=stories.person("publisher"))
    drained()
    for engine in (site, embedded):
        seen = everywhere(engine, item)
        assert seen.pop("listed") == [kept.number]
        assert not any(seen.values()), (engine.name, seen)
    assert time.monotonic() - began < SOON + 25  # a busy machine; the worker adds its wake-up

    held = copies.get("elastic_files")
    assert held.still_there(item.number, [])
    owed = Outbox.objects.get(kind="forget", done_at__isnull=True)
    assert LEASE_SECONDS < (owed.due_at - owed.created_at).total_seconds() < 60
    deadline = time.monotonic() + 180
    while held.still_there(item.number, []) and time.monotonic() < deadline:
        time.sleep(2)
        Outbox.objects.filter(kind="forget", attempts__gt=0).update(due_at=None)
        outbox.drain()
    assert not held.still_there(item.number, [])
    assert server.files_with(CANARY) == []
    assert SearchDocument.objects.get(number=item.number).purged_at
    assert site.find(SearchQuery("白桦林")).total == 1


def test_one_purge_serves_all_that_was_removed_before(site):
    items = [stories.released(title=f"关于白桦林第{n}期的公告") for n in "一二三"]
    drained()
    for item in items:
        publishing.withdraw(item, reason="privacy", by=stories.person("publisher"))
    drained()
    rows = Outbox.objects.filter(kind="forget", done_at__isnull=True)
    assert rows.count() == 3
    rows.update(due_at=None)
    calls = []
    purge = site.purge
    site.purge = lambda: calls.append(1) or purge()
    try:
        deadline = time.monotonic() + 180
        while rows.exists() and time.monotonic() < deadline:
            before = len(calls)
            rows.update(due_at=None)
            outbox.drain(limit=1)
            assert len(calls) <= before + 1
            time.sleep(2)
    finally:
        del site.purge
    assert not rows.exists()
    assert not SearchDocument.objects.filter(purged_at__isnull=True, is_removed=True).exists()


def test_a_restored_item_is_not_taken_for_removed(site):
    item = stories.released(title="关于白桦林养护的公告")
    drained()
    indexing.erase(item.number, 1)
    indexing.store(indexing.current_record(item.number))
    document = SearchDocument.objects.get(number=item.number)
    assert (document.is_removed, document.purged_at) == (False, None)
    assert not copies.get("elastic_files").still_there(item.number, [])


def test_a_snapshot_as_the_guide_takes_it_comes_back_and_is_compared(server, site):
    item = stories.released(title="关于白桦林养护的公告")
    drained()
    prefix = site.alias
    client = site.client.options(request_timeout=60)
    if not server.shows_its_files:
        pytest.skip("the server in a container has no place for snapshots")
    place = str(server.folder / "run" / "repo")
    client.snapshot.create_repository(
        name=prefix, repository={"type": "fs", "settings": {"location": place}}
    )
    try:
        client.snapshot.create(
            repository=prefix,
            snapshot="before",
            indices=f"{prefix}-2*",
            include_global_state=False,
            wait_for_completion=True,
        )
        publishing.withdraw(item, reason="privacy", by=stories.person("publisher"))
        drained()
        site.drop()
        client.snapshot.restore(
            repository=prefix,
            snapshot="before",
            indices=f"{prefix}-2*",
            include_aliases=True,
            wait_for_completion=True,
        )
        assert site.find(SearchQuery("白桦林")).total == 1
        with pytest.raises(CommandError):
            call_command("rebuild_search", check=True)
        call_command("rebuild_search")
        assert site.find(SearchQuery("白桦林")).total == 0
    finally:
        client.snapshot.delete(repository=prefix, snapshot="before")
        client.snapshot.delete_repository(name=prefix)
