"""The index file when things go wrong: damaged, full, read-only, killed, shared, forgetting."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from search.engines import EngineUnavailable, embedded_file, embedded_schema
from search.engines.embedded import EmbeddedEngine
from search.query import SearchQuery
from tests.search.feeds import ListFeed

SECRET = "张甲乙丙丁住白桦镇"
PIECES = (SECRET, "白桦", "张甲", "甲乙")
LOW = SearchQuery("低保")
MANY = 2500


@pytest.fixture
def feed():
    made = ListFeed()
    for at in range(1, 41):
        made.write(at, f"n-{at}", title=f"第{at}期低保公示", text="空气质量优良天数" * 20)
    return made


@pytest.fixture
def engine(tmp_path, feed):
    made = EmbeddedEngine(tmp_path / "index.sqlite3", feed)
    made.catch_up()
    return made


def everything_in(folder):
    """Bytes of every file in the folder, named or left behind."""
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


def total(engine):
    return engine.find(LOW).total


# -- damaged ------------------------------------------------------------------------------
def overwrite(path, start, stop, sign=b"\xff"):
    with path.resolve().open("r+b") as file:
        file.seek(start)
        file.write(sign * (stop - start))


def truncate(path):
    os.truncate(path.resolve(), path.stat().st_size // 2)


DAMAGE = {
    "header": lambda path: overwrite(path, 0, 100),
    "everything": lambda path: overwrite(path, 0, path.stat().st_size),
    "tables": lambda path: overwrite(path, 4096, path.stat().st_size, b"\x00"),
    "truncated": truncate,
    "emptied": lambda path: os.truncate(path.resolve(), 0),
    "noise": lambda path: path.resolve().write_bytes(b"not a database at all" * 999),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_thrown_away_and_filled_anew(engine, feed, damage):
    engine._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.file.close()
    damage(engine.path)
    fresh = EmbeddedEngine(engine.path, feed)
    for _attempt in range(2):  # the first may be the one that notices
        with suppress(EngineUnavailable):
            fresh.find(LOW)
    assert total(fresh) == 40
    assert total(engine) == 40
    assert len(list(engine.path.parent.glob("index.sqlite3-*[0-9a-f]"))) == 1


def test_a_file_deleted_under_its_readers_is_made_again(engine, feed, tmp_path):
    for file in list(tmp_path.iterdir()):
        file.unlink()
    assert total(engine) == 40


def test_an_index_without_a_feed_says_that_it_is_damaged(tmp_path):
    alone = EmbeddedEngine(tmp_path / "index.sqlite3")
    assert total(alone) == 0
    alone._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    alone.file.close()
    overwrite(alone.path, 0, alone.path.stat().st_size)
    with pytest.raises(EngineUnavailable):
        total(alone)


# -- no room, no right --------------------------------------------------------------------
def test_a_full_disk_loses_nothing_and_heals(engine, feed):
    connection = engine._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={pages}")
    for at in range(100, 300):
        feed.write(at, f"n-{at}", title=f"第{at}期低保公示", text="森林防火" * 200)
    with pytest.raises(EngineUnavailable):
        engine.find(LOW)
    assert len(engine.contents()) == 40
    connection.execute("PRAGMA max_page_count=1000000")
    assert total(engine) == 240


def test_a_folder_that_cannot_be_made_is_a_clear_failure(tmp_path, feed):
    (tmp_path / "file").write_text("")
    blocked = EmbeddedEngine(tmp_path / "file" / "index.sqlite3", feed)
    with pytest.raises(EngineUnavailable):
        blocked.find(LOW)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_a_clear_failure(tmp_path, feed):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    with pytest.raises(EngineUnavailable):
        EmbeddedEngine(folder / "index.sqlite3", feed).find(LOW)


def test_a_write_that_is_refused_is_a_clear_failure(engine, feed):
    engine._connection.execute("PRAGMA query_only=ON")
    feed.write(50, "n-50", title="低保公示")
    with pytest.raises(EngineUnavailable):
        engine.find(LOW)
    engine._connection.execute("PRAGMA query_only=OFF")
    assert total(engine) == 41


# -- several processes --------------------------------------------------------------------
CHILD = """
    import sys
    sys.path.insert(0, {project!r})
    import django
    django.setup()
    from pathlib import Path
    from search.engines.embedded import EmbeddedEngine
    from tests.search.test_embedded_file import large_feed
    feed = large_feed()
    engine = EmbeddedEngine(Path({path!r}), feed)
    print("go", flush=True)
    engine.catch_up()
    print("done", flush=True)
"""


def child(path):
    project = str(Path(__file__).parents[2])
    code = textwrap.dedent(CHILD).format(project=project, path=str(path))
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    return subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment
    )


def large_feed():
    made = ListFeed()
    made.rows = {
        at: (f"n-{at}", {"number": f"n-{at}", "title": f"第{at}期低保公示", "text": "空气" * 99})
        for at in range(1, MANY + 1)
    }
    return made


def test_a_process_killed_in_a_batch_leaves_whole_batches(tmp_path):
    path = tmp_path / "index.sqlite3"
    process = child(path)
    assert process.stdout.readline() == "go\n"
    threading.Event().wait(0.4)
    process.send_signal(signal.SIGKILL)
    process.wait()
    after = EmbeddedEngine(path, large_feed())
    left = len(after.contents())
    assert left % 500 == 0
    assert after._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert total(after) == MANY
    assert len(after.contents()) == MANY


def test_two_processes_fill_one_file_together(tmp_path):
    path = tmp_path / "index.sqlite3"
    both = [child(path), child(path)]
    for process in both:
        assert process.communicate()[0] == "go\ndone\n"
        assert process.returncode == 0
    after = EmbeddedEngine(path, large_feed())
    assert len(after.contents()) == MANY
    assert total(after) == MANY


def test_a_rebuild_beside_the_file_never_shows_an_empty_one(engine, feed, tmp_path):
    reader = EmbeddedEngine(engine.path, feed)
    assert total(reader) == 40
    seen, done = set(), threading.Event()

    def read():
        while not done.wait(0.01):
            seen.add(total(reader))

    thread = threading.Thread(target=read)
    thread.start()
    try:
        taken = [engine.rebuild() for _turn in range(3)]
    finally:
        done.set()
        thread.join()
    with engine.file.beside() as fresh:
        assert EmbeddedEngine(fresh.path, feed, file=fresh).catch_up() == 40
        assert engine.path.resolve().is_file()
        assert engine.path.resolve() != fresh.path.resolve()
    assert taken == [40, 40, 40]
    assert seen <= {40}
    feed.write(60, "n-1", gone=True)
    assert (total(reader), total(engine)) == (39, 39)
    files = sorted(file.name for file in tmp_path.iterdir() if not file.is_symlink())
    assert len([name for name in files if ".new-" in name and name[-4] != "-"]) == 1


# -- forgetting ---------------------------------------------------------------------------
def hide(feed, change):
    feed.write(41, "n-secret", title="公示", text=f"救助对象{SECRET}。")
    yield
    if change == "removed":
        feed.write(60, "n-secret", gone=True)
    else:
        feed.write(60, "n-secret", title="公示", text="救助对象已隐藏。")
    yield


@pytest.mark.parametrize("change", ["removed", "revised"])
def test_removed_text_is_not_left_in_the_file(engine, feed, tmp_path, change):
    steps = hide(feed, change)
    next(steps)
    engine.catch_up()
    assert SECRET.encode() in everything_in(tmp_path)
    next(steps)
    engine.catch_up()
    left = everything_in(tmp_path)
    assert "空气".encode() in left
    assert [piece for piece in PIECES if piece.encode() in left] == []
    assert engine.find(SearchQuery("白桦镇")).total == 0


@pytest.mark.parametrize("change", ["removed", "revised"])
def test_what_a_dying_process_did_not_forget_the_next_one_forgets(
    engine, feed, tmp_path, change, monkeypatch
):
    steps = hide(feed, change)
    next(steps)
    engine.catch_up()
    next(steps)
    with monkeypatch.context() as killed:
        killed.setattr("search.engines.embedded.forget", lambda _connection: True)
        engine.catch_up()
    assert SECRET.encode() in everything_in(tmp_path)
    EmbeddedEngine(engine.path, feed).find(LOW)
    left = everything_in(tmp_path)
    assert [piece for piece in PIECES if piece.encode() in left] == []


def test_a_reader_that_holds_the_old_pages_only_delays_forgetting(engine, feed, tmp_path):
    steps = hide(feed, "removed")
    next(steps)
    engine.catch_up()
    reader = sqlite3.connect(engine.path.resolve())
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM item").fetchone()
    next(steps)
    engine._connection.execute("PRAGMA busy_timeout=50")
    engine.catch_up()
    assert engine.find(SearchQuery("白桦镇")).total == 0
    reader.close()
    engine.catch_up()
    left = everything_in(tmp_path)
    assert [piece for piece in PIECES if piece.encode() in left] == []


def test_a_removal_rewrites_only_the_table_that_held_the_item(tmp_path, monkeypatch):
    monkeypatch.setattr(embedded_schema, "SHARD", 10)
    feed = ListFeed()
    for at in range(1, 41):
        feed.write(at, f"n-{at}", title=f"第{at}期低保公示")
    engine = EmbeddedEngine(tmp_path / "index.sqlite3", feed)
    engine.catch_up()
    said = []
    engine._connection.set_trace_callback(said.append)
    feed.write(50, "n-15", gone=True)
    engine.catch_up()
    merged = {text.split()[2].split("(")[0] for text in said if "'optimize'" in text}
    assert merged == {"words_1", "heads"}


def test_a_database_put_back_to_an_earlier_day_shows_nothing_of_the_later_one(
    engine, feed, tmp_path
):
    feed.write(41, "n-secret", title="公示", text=f"救助对象{SECRET}。")
    engine.catch_up()
    del feed.rows[41]
    engine.catch_up()
    assert engine.find(SearchQuery("白桦镇")).total == 0
    assert "n-secret" not in engine.contents()


def test_the_clock_decides_nothing(engine, feed, monkeypatch):
    monkeypatch.setattr("time.time", lambda: 0.0)
    feed.write(50, "n-1", gone=True)
    assert total(engine) == 39
    monkeypatch.setattr("time.time", lambda: 4e9)
    assert total(engine) == 39


def test_damage_is_told_from_a_full_disk_and_a_lock():
    def failing(code):
        error = sqlite3.DatabaseError("x")
        error.sqlite_errorcode = code
        return error

    damaged = [embedded_file.is_damaged(failing(code)) for code in (11, 267, 26)]
    others = [embedded_file.is_damaged(failing(code)) for code in (5, 8, 10, 13, 14)]
    assert all(damaged)
    assert not any(others)
