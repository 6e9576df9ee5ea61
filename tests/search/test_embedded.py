"""What only the embedded engine has: a file that follows a database and forgets what is removed."""

import threading

import pytest

from search.engines.embedded import EmbeddedEngine
from search.query import SearchQuery
from tests.search.feeds import ListFeed


@pytest.fixture
def feed():
    return ListFeed()


@pytest.fixture
def following(tmp_path, feed):
    return EmbeddedEngine(tmp_path / "index.sqlite3", feed)


def test_it_catches_up_before_it_answers(following, feed):
    feed.write(1, "n-1", title="低保公示")
    assert following.find(SearchQuery("低保")).total == 1
    feed.write(2, "n-2", title="低保标准")
    assert following.find(SearchQuery("低保")).total == 2
    feed.write(3, "n-1", gone=True)
    assert following.find(SearchQuery("低保")).total == 1


def test_catching_up_can_be_bounded(following, feed):
    for at in range(1, 1201):
        feed.write(at, f"n-{at}", title="低保公示")
    assert following.find(SearchQuery("低保"), catch_up=1).total == 500
    assert following.find(SearchQuery("低保")).total == 1200


def test_another_database_means_starting_anew(following, feed):
    feed.write(7, "n-1", title="低保公示")
    assert following.find(SearchQuery("低保")).total == 1
    following.feed = other = ListFeed("two")
    other.write(3, "n-9", title="低保公示")
    assert following.contents().keys() == {"n-1"}
    following.catch_up()
    assert following.contents().keys() == {"n-9"}


def test_a_rewound_database_means_starting_anew(following, feed):
    feed.write(7, "n-1", title="低保公示")
    following.catch_up()
    feed.rows = {}
    feed.write(5, "n-2", title="低保公示")
    following.catch_up()
    assert following.contents().keys() == {"n-2"}


def test_a_file_of_an_older_format_is_built_anew(tmp_path, feed):
    feed.write(1, "n-1", title="低保公示")
    path = tmp_path / "index.sqlite3"
    first = EmbeddedEngine(path, feed)
    first.catch_up()
    first._connection.execute("UPDATE state SET value='0' WHERE name='format'")
    assert EmbeddedEngine(path, feed).find(SearchQuery("低保")).total == 1


def test_threads_each_have_their_own_connection(following, feed):
    feed.write(1, "n-1", title="低保公示")
    totals = []
    threads = [
        threading.Thread(target=lambda: totals.append(following.find(SearchQuery("低保")).total))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert totals == [1, 1, 1, 1]
