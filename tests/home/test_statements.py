"""What a visitor triggers must not grow with what is published (style.md, rule 9 of ten lines)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure.models import LinkRow, RecipientTable
from tests import factories
from tests.disclosure import stories
from tests.home.published import published

PAGES = [
    "/",
    "/domains/",
    "/domains/welfare/",
    "/latest/",
    "/notices/",
    "/units/",
    "/units/jl-test/",
    "/regions/",
    "/regions/220122/",
    "/catalogue/",
    "/sitemap.xml",
    "/sitemap/",
    "/data/",
]
MOST = 14  # statements of the most demanding list


def statements(client, address) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.django_db
@pytest.mark.slow
def test_lists_ask_the_same_number_of_statements_at_1_and_at_50_items(client):
    county = factories.region("220122", name="农安县", parent=factories.region())
    published(region=county)
    for address in PAGES:  # content types and the like are read once per process
        client.get(address)
    few = {address: statements(client, address) for address in PAGES}
    for n in range(49):
        published(title=f"第{n}号公告", region=county)
    factories.unit("jl-more", "省另一厅")
    assert {address: statements(client, address) for address in PAGES} == few
    assert max(few.values()) <= MOST, few


@pytest.mark.django_db
def test_an_item_asks_the_same_number_of_statements_at_1_and_at_50_rows(client):
    def item(rows):
        table = RecipientTable(columns=["户主", "元"], rows=[["张*三", "1"]] * rows)
        links = [("link_rows", LinkRow(label=f"第{n}", target="/i/x/")) for n in range(rows)]
        return published(rows=[("recipient_tables", table), *links])

    small, large = item(1), item(50)
    stories.row()
    client.get(f"/i/{small.number}/")
    few = statements(client, f"/i/{small.number}/")
    assert statements(client, f"/i/{large.number}/") == few
    assert few <= 26
