import gzip
from xml.etree import ElementTree

import pytest

from disclosure import publishing
from home import sitemaps
from tests import factories
from tests.disclosure import stories
from tests.home.published import published, withdrawn
from tests.home.test_exports import with_running_list

pytestmark = pytest.mark.django_db
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def addresses(client, path):
    answer = client.get(path)
    assert answer["Content-Type"].startswith("application/xml")
    return [node.text for node in ElementTree.fromstring(answer.content).iter(LOC)]


def test_the_sitemap_names_public_items_only(client):
    item, gone = published(), withdrawn("expired")
    factories.draft(catalogue_item=stories.row())
    found = addresses(client, "/sitemap.xml")
    assert f"http://testserver/i/{item.number}/" in found
    assert not [address for address in found if gone.number in address]


def entries(client, path):
    """{address: last change} of a sitemap or an index."""
    tree = ElementTree.fromstring(client.get(path).content)
    found = {}
    for node in tree:
        values = {child.tag.split("}")[1]: child.text for child in node}
        found[values["loc"].removeprefix("http://testserver")] = values.get("lastmod")
    return found


def test_many_items_are_spread_over_files_that_name_their_last_change(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PER_SITEMAP", 2)
    items = [published(title=f"第{n}号") for n in range(3)]
    index = entries(client, "/sitemap.xml")
    assert "/sitemap-lists.xml" in index
    assert all(moment.endswith("+08:00") for moment in index.values())
    files = [entries(client, path) for path in index if path != "/sitemap-lists.xml"]
    assert all(1 <= len(file) <= 2 for file in files)
    named = [path for file in files for path in file]
    assert sorted(named) == sorted(f"/i/{item.number}/" for item in items)
    assert client.get("/sitemap-999999.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404
    assert client.get(f"/sitemap-{'9' * 30}.xml").status_code == 404


def test_a_withdrawal_moves_no_other_item_to_another_file(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PER_SITEMAP", 2)
    items = [published(title=f"第{n}号") for n in range(5)]

    def places():
        index = entries(client, "/sitemap.xml")
        parts = [path for path in index if path != "/sitemap-lists.xml"]
        return {item: part for part in parts for item in entries(client, part)}

    before = places()
    publishing.withdraw(items[1], reason="error", by=stories.person("publisher"))
    after = places()
    assert after == {item: part for item, part in before.items() if items[1].number not in item}


def test_lists_and_datasets_are_named_with_the_last_change_of_what_they_hold(client):
    item = published(region=factories.region())
    found = entries(client, "/sitemap.xml")
    moment = found[f"/i/{item.number}/"]
    for path in ("/", "/latest/", "/data/", "/domains/welfare/", "/units/jl-test/",
                 "/regions/220000/", "/data/notice/"):  # fmt: skip
        assert found[path] == moment, path
    assert found["/about/"] is None
    assert "/data/poverty-project/" not in found and "/domains/health/" not in found


def test_while_a_list_is_shown_its_item_is_in_no_sitemap(client):
    item = with_running_list()
    assert f"/i/{item.number}/" not in entries(client, "/sitemap.xml")


def test_a_sitemap_is_sent_compressed_to_whom_can_read_it(client):
    for n in range(5):
        published(title=f"第{n}号")
    plain = client.get("/sitemap.xml").content
    packed = client.get("/sitemap.xml", HTTP_ACCEPT_ENCODING="gzip")
    assert packed["Content-Encoding"] == "gzip" and gzip.decompress(packed.content) == plain


def test_sitemaps_ask_the_same_number_of_statements_however_many_items(
    client, monkeypatch, django_assert_num_queries
):
    published()
    client.get("/sitemap.xml")
    for n in range(5):
        published(title=f"第{n}号")
    with django_assert_num_queries(3):
        client.get("/sitemap.xml")
    monkeypatch.setattr(sitemaps, "PER_SITEMAP", 2)
    with django_assert_num_queries(3):
        client.get("/sitemap.xml")


def test_robots_are_kept_out_of_the_staff_area_and_shown_the_sitemap(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
