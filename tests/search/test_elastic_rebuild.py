"""A rebuild while items come and go: nothing is missing, doubled or back; nothing is lost by a kill."""

import random
import threading
import time
import uuid
from itertools import count

import pytest
from django.core.management import call_command
from django.db import connection

from search import indexing
from search.engines import EngineUnavailable, elastic, elastic_rebuild
from search.engines.elastic_connection import Refused
from search.models import SearchDocument
from search.query import SearchQuery
from search.record import SearchRecord
from search.upkeep import rebuilding

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.elastic]
WORDS = "白桦林养护"


@pytest.fixture
def engine(settings, site_search):
    settings.SEARCH_ENGINE = "elastic"
    settings.SEARCH_INDEX_PREFIX = f"mingjing-test-{uuid.uuid4().hex[:10]}"
    fresh = elastic.configured()
    yield fresh
    fresh.drop()
    for name in elastic_rebuild.leftovers(fresh):
        elastic_rebuild.delete(fresh, name)


def record(number, rev=1):
    return SearchRecord(
        number=number, rev=rev, title=f"关于{WORDS}的公告", text=f"第{number}号", year=2026
    )


def stored(many):
    for at in range(many):
        indexing.store(record(f"n-{at:04}"))


def indexes_of(engine):
    return engine.behind(engine.alias, engine.coming)


class Site:
    """Publishes and withdraws as the outbox does, and knows what must be seen and what must not."""

    def __init__(self):
        self.live, self.gone, self.lock = set(), set(), threading.Lock()
        self.is_over, self.problems, self.looks, self.changes = False, [], 0, 0

    def publish(self, number, rev):
        with self.lock:
            self.gone.discard(number)
        indexing._hand_over(indexing.store(record(number, rev)))
        with self.lock:
            self.live.add(number)

    def withdraw(self, number, rev):
        with self.lock:
            self.live.discard(number)
        indexing._hand_over(indexing.erase(number, rev))
        with self.lock:
            self.gone.add(number)

    def write(self, seed):
        chance, revs = random.Random(seed), count(2)
        try:
            while not self.is_over:
                number = f"w{seed}-{chance.randrange(12)}"
                act = self.withdraw if number in self.live else self.publish
                act(number, next(revs))
                self.changes += 1
        except Exception as error:  # noqa: BLE001  told to the test
            self.problems.append(repr(error))
        finally:
            connection.close()

    def known(self):
        with self.lock:
            return set(self.live), set(self.gone)

    def look(self, engine):
        """One question: who was live before and after it must be there, once; who was gone, not."""
        live, gone = self.known()
        seen = []
        for page in range(1, 5):
            query = SearchQuery(WORDS, page=page, per_page=50, sort="date")
            found = engine.find(query)
            seen += [hit.record.number for hit in found.hits]
        held = list(engine.contents())
        still_live, still_gone = self.known()
        for numbers in (seen, held):
            # Between two pages the order may shift by what comes and goes; one answer has no twins.
            if numbers is held and len(set(held)) != len(held):
                self.problems.append("doubled")
            if back := (gone & still_gone) & set(numbers):
                self.problems.append(f"withdrawn and found: {sorted(back)[:3]}")
        if missing := (live & still_live) - set(held):
            self.problems.append(f"live and not held: {sorted(missing)[:3]}")
        self.looks += 1

    def ask(self, engine):
        try:
            while not self.is_over:
                self.look(engine)
        except Exception as error:  # noqa: BLE001  told to the test
            self.problems.append(repr(error))
        finally:
            connection.close()


@pytest.mark.slow
def test_items_come_and_go_during_rebuilds_and_every_answer_is_right(engine, monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 10)
    site = Site()
    for at in range(60):
        site.publish(f"n-{at:04}", 1)
    jobs = [threading.Thread(target=site.write, args=(seed,)) for seed in (1, 2)]
    jobs.append(threading.Thread(target=site.ask, args=(engine,)))
    for job in jobs:
        job.start()
    try:
        for _ in range(4):
            before = indexes_of(engine)[engine.alias]
            rebuilding.rebuild_elastic(engine)
            after = indexes_of(engine)
            assert len(after[engine.alias]) == 1
            assert after[engine.alias] != before
            assert engine.coming not in after
    finally:
        site.is_over = True
        for job in jobs:
            job.join()
    site.look(engine)
    assert site.problems == []
    assert site.looks > 3
    assert site.changes > 10
    expected = SearchDocument.objects.filter(is_removed=False).values_list("number", "rev")
    assert engine.contents() == dict(expected)
    assert list(elastic_rebuild.leftovers(engine)) == []


def stopping_after(engine, many, error):
    """The engine's `put` fails with the batch after `many`."""
    put, done = engine.put, []

    def stops(records, *, into=""):
        if len(done) == many:
            raise error
        done.append(1)
        return put(records, into=into)

    engine.put = stops
    return done


def counted(engine):
    put, done = engine.put, []
    engine.put = lambda records, *, into="": done.append(into) or put(records, into=into)
    return done


def test_an_interrupted_rebuild_goes_on_where_it_stopped(engine, monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 10)
    stored(40)
    engine.put([(1, record("old"))])
    engine.refresh()
    stopping_after(engine, 2, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        rebuilding.rebuild_elastic(engine)
    del engine.put
    assert list(engine.contents()) == ["old"]  # goes on answering
    assert [meta["build"]["reached"] for meta in elastic_rebuild.leftovers(engine).values()] == [20]
    done = counted(engine)
    shown = []
    assert rebuilding.rebuild_elastic(engine, lambda *progress: shown.append(progress)) == 40
    del engine.put
    assert len(done) == 2
    assert shown[0] == (30, 40)
    assert len(engine.contents()) == 40


def left_by(engine, monkeypatch, **owner):
    """A build that somebody else left after one batch."""
    monkeypatch.setattr(rebuilding, "BATCH", 10)
    stored(20)
    with monkeypatch.context() as patched:
        patched.setattr(elastic_rebuild, "_release", lambda _engine, _build: None)
        patched.setattr(elastic_rebuild, "_owner", lambda: owner)
        stopping_after(engine, 1, EngineUnavailable("killed"))
        with pytest.raises(EngineUnavailable):
            rebuilding.rebuild_elastic(engine)
        del engine.put
    (name,) = elastic_rebuild.leftovers(engine)
    return name


def test_a_killed_rebuild_is_taken_up_and_leaves_nothing(engine, monkeypatch):
    owner = {"host": elastic_rebuild.socket.gethostname(), "pid": 2**22 + 1, "seen": 0}
    name = left_by(engine, monkeypatch, **owner)
    rebuilding.rebuild_elastic(engine)
    assert indexes_of(engine) == {engine.alias: [name]}
    assert list(elastic_rebuild.leftovers(engine)) == []


def test_two_rebuilds_of_one_index_do_not_run_at_once(engine, monkeypatch):
    owner = {"host": "another-machine", "pid": 7, "seen": int(time.time())}
    left_by(engine, monkeypatch, **owner)
    with pytest.raises(elastic_rebuild.AnotherBuild):
        rebuilding.rebuild_elastic(engine)


def test_a_build_of_another_layout_is_deleted_and_begun_anew(engine, monkeypatch):
    name = left_by(engine, monkeypatch, host="another-machine", pid=0, seen=0)
    monkeypatch.setattr(elastic_rebuild, "layout", lambda: "of the next version")
    rebuilding.rebuild_elastic(engine)
    assert indexes_of(engine)[engine.alias] != [name]
    assert not engine.client.indices.exists(index=name)
    assert len(engine.contents()) == 20


def test_a_disk_that_fills_up_stops_the_build_and_not_the_search(engine, monkeypatch):
    monkeypatch.setattr(rebuilding, "BATCH", 10)
    stored(30)
    engine.put([(1, record("old"))])
    engine.refresh()
    engine.refresh()
    put, seen = engine.put, []

    def then_full(records, *, into=""):
        taken = put(records, into=into)
        if not seen:
            flood = {"index.blocks.read_only_allow_delete": True}
            engine.client.indices.put_settings(index=into, settings=flood)
        seen.append(into)
        return taken

    engine.put = then_full
    with pytest.raises(Refused):
        rebuilding.rebuild_elastic(engine)
    del engine.put
    assert engine.find(SearchQuery(WORDS)).total == 1
    rebuilding.rebuild_elastic(engine)
    assert len(engine.contents()) == 30
    assert not engine.client.indices.exists(index=seen[0])


def test_an_index_that_lacks_items_never_takes_over(engine, monkeypatch):
    monkeypatch.setattr(elastic_rebuild, "MOST_FOLLOWING", 2)
    stored(5)
    engine.put([(1, record("old"))])
    engine.refresh()
    put = engine.put
    engine.put = lambda records, *, into="": put(list(records)[1:], into=into)
    with pytest.raises(EngineUnavailable, match="4 items instead of 5"):
        rebuilding.rebuild_elastic(engine)
    del engine.put
    assert list(engine.contents()) == ["old"]
    rebuilding.rebuild_elastic(engine)
    assert len(engine.contents()) == 5


def test_the_command_shows_how_far_it_is(engine, capsys, monkeypatch):
    call_command("rebuild_search")
    assert "Elasticsearch：0 条，已切换到新索引" in capsys.readouterr().out
    said = []
    pace = rebuilding.Pace("Elasticsearch", said.append, every=0)
    monkeypatch.setattr(rebuilding.time, "monotonic", lambda: pace.began + 2)
    pace(500, 10_000)
    pace(1_500, 10_000)
    pace(10_000, 10_000)
    assert said[1] == "Elasticsearch 1,500 / 10,000（每秒 500 条，约剩 17 秒）"
    assert said[2] == "Elasticsearch 10,000 / 10,000（每秒 4,750 条）"
