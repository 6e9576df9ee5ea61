"""Looking for copies of a removed item where a visitor would find them."""

import pytest
from django.db import connection

from disclosure import publishing
from home import copies, visiting
from tests.disclosure import stories


@pytest.fixture
def item(db):
    from tests.workflows import people

    people.install()
    return stories.released()


def test_a_visit_sees_what_a_visitor_sees_and_leaves_the_connection_open(item):
    status, body = visiting.visit(f"/i/{item.number}/")
    assert status == 200
    assert item.title in body
    assert visiting.visit("/i/nothing/")[0] == 404
    assert connection.connection is not None


def test_a_live_item_is_found_on_every_surface_that_shows_it(item):
    assert copies.on_page(item.number, [])
    assert copies.in_item_data(item.number, [])
    assert copies.in_list_data(item.number, [])
    assert copies.in_sitemap(item.number, [])
    assert copies.in_lists(item.number, copies.lists_of(item))
    assert copies.in_datasets(item.number, copies.files_of_lists(item))


def test_a_removed_item_is_in_no_dataset_and_no_file_of_a_list(item):
    trace = copies.files_of_lists(item)
    assert "/data/notice.jsonl?unit=jl-test" in trace
    publishing.withdraw(item, reason="privacy", by=stories.person("publisher"))
    assert not copies.in_datasets(item.number, trace)


def test_a_list_that_does_not_exist_any_more_shows_nothing(item):
    assert not copies.in_lists(item.number, ["/regions/999999/"])


def test_an_address_that_breaks_down_proves_nothing(item, monkeypatch):
    monkeypatch.setattr(copies, "visit", lambda address: (500, ""))
    assert copies.on_page(item.number, [])
    with pytest.raises(copies.NoAnswer):
        copies.in_sitemap(item.number, [])
    with pytest.raises(copies.NoAnswer):
        copies.in_lists(item.number, ["/latest/"])


def test_a_long_site_map_is_read_to_its_end(item, monkeypatch):
    monkeypatch.setattr("home.sitemaps.PER_SITEMAP", 1)
    stories.released(title="另一件公告")
    assert copies.in_sitemap(item.number, [])


def test_files_count_as_there_until_their_address_is_gone(item, monkeypatch):
    answers = {"/a": (200, ""), "/b": (410, "")}
    monkeypatch.setattr(copies, "visit", answers.get)
    assert copies.in_files(item.number, ["/a", "/b"])
    assert not copies.in_files(item.number, ["/b"])
