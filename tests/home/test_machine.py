from xml.etree import ElementTree

import pytest

from home.views import machine
from tests import factories
from tests.disclosure import stories
from tests.home.published import published, withdrawn

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


def test_many_items_are_spread_over_several_sitemaps(client, monkeypatch):
    monkeypatch.setattr(machine, "PER_SITEMAP", 2)
    items = [published(title=f"第{n}号") for n in range(3)]
    assert addresses(client, "/sitemap.xml") == [
        "http://testserver/sitemap-1.xml",
        "http://testserver/sitemap-2.xml",
    ]
    assert f"http://testserver/i/{items[2].number}/" in addresses(client, "/sitemap-2.xml")
    assert client.get("/sitemap-9.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


def test_robots_are_kept_out_of_the_staff_area_and_shown_the_sitemap(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
