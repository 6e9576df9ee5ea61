"""Lists as files: the same items as on the page, nothing that is not public, filters understood."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from disclosure import publishing
from disclosure.exporting.answer import TYPES
from disclosure.models import ListPeriod, RecipientTable
from tests import factories
from tests.disclosure import stories
from tests.home.published import published, withdrawn

pytestmark = pytest.mark.django_db
PAGES = [
    "/latest/",
    "/domains/welfare/",
    "/units/jl-test/",
    "/regions/220000/",
    "/notices/",
]


@pytest.fixture(autouse=True)
def nobody_has_fetched_anything_yet():
    cache.clear()


def content(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def taken(client, address, kind="json", **query):
    answer = client.get(f"{address}export.{kind}", query)
    assert answer.status_code == 200, (address, answer.status_code)
    return content(answer)


def titles(client, address, **query):
    return [row["title"] for row in json.loads(taken(client, address, **query))]


def running(**fields):
    today = timezone.localdate()
    period = {
        "publicity_from": today - timedelta(days=1),
        "publicity_to": today + timedelta(days=9),
    }
    return published(**period | fields)


def with_running_list(title="拟救助对象公示"):
    """A live item whose list of persons is being shown."""
    table = RecipientTable(columns=["户主", "金额（元）"], rows=[["张*三", "1200"]])
    item = running(title=title, rows=[("recipient_tables", table)])
    today = timezone.localdate()
    if not ListPeriod.objects.filter(number=item.number).exists():
        ListPeriod.objects.create(
            number=item.number, page_id=item.pk, rev=1, posted_on=today, days=7,
            day_type="calendar", last_day=today + timedelta(days=7), row_count=1,
        )  # fmt: skip
    return item


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("address", PAGES)
def test_every_list_can_be_taken_away_in_every_form(client, address, kind):
    item = running(title="可以带走的公告", region=factories.region())
    file = taken(client, address, kind)
    if kind == "xlsx":
        book = load_workbook(io.BytesIO(file))
        assert item.number in [cell.value for cell in book["数据"]["A"]]
        facts = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
        assert "export.xlsx" in facts["网址"] and "来源" in facts and "许可" in facts
    elif kind == "csv":
        rows = list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"))))
        assert rows[0]["number"] == item.number and rows[0]["type"] == "notice"
        assert rows[0]["url"] == f"http://testserver/i/{item.number}/"
    else:
        text = file.decode()
        rows = json.loads(text) if kind == "json" else [json.loads(x) for x in text.splitlines()]
        assert rows[0]["title"] == "可以带走的公告" and rows[0]["revision"] == 1
        assert rows[0]["published_at"].endswith("+08:00")


def test_each_list_page_offers_its_files_with_its_filters(client):
    running(title="公告", region=factories.region())
    for address in (*PAGES, "/catalogue/"):
        page = client.get(address).content.decode()
        for kind in TYPES:
            assert f'href="{address}export.{kind}"' in page, address
    page = client.get("/domains/welfare/", {"unit": "jl-test", "stage": "", "page": "1"})
    assert 'href="/domains/welfare/export.csv?unit=jl-test"' in page.content.decode()


def test_nothing_that_is_not_public_is_in_a_file(client):
    published(title="公开的")
    factories.draft(title="起草的", catalogue_item=stories.row())
    for reason in ("privacy", "legal", "expired", "error"):
        withdrawn(reason, title=f"撤下的{reason}")
    stories.revised(published(title="改前"), title="改后的草稿")
    for address in PAGES[:4]:
        text = taken(client, address).decode()
        assert "起草的" not in text and "撤下的" not in text and "改后的草稿" not in text
    assert set(titles(client, "/latest/")) == {"公开的", "改前"}


def test_an_item_whose_list_is_being_shown_is_in_no_file(client):
    item = with_running_list()
    running(title="没有名单的公示")
    assert item.title in client.get("/notices/").content.decode()
    for address in PAGES[:3] + PAGES[4:]:
        for kind in TYPES:
            file = taken(client, address, kind)
            if kind == "xlsx":
                book = load_workbook(io.BytesIO(file))
                file = str([c.value for c in book["数据"]["A"]]).encode()
            assert item.number.encode() not in file, (address, kind)
    assert titles(client, "/notices/") == ["没有名单的公示"]
    ListPeriod.objects.filter(number=item.number).update(removed_at=timezone.now())
    assert item.title in titles(client, "/latest/")


def test_filters_narrow_the_file_as_they_narrow_the_page(client):
    published(title="第一厅的", issued_on="2018-05-01")
    published(title="第二厅的", of=factories.unit("jl-two", "省第二厅"), issued_on="2020-05-01")
    assert titles(client, "/latest/", unit="jl-two") == ["第二厅的"]
    assert titles(client, "/latest/", unit="jl-two,jl-test", year="2018") == ["第一厅的"]
    assert titles(client, "/domains/welfare/", unit="jl-test") == ["第一厅的"]
    assert titles(client, "/latest/", stage="result") == []
    assert len(titles(client, "/latest/", page="7")) == 2


@pytest.mark.parametrize(
    "query",
    [
        {"unit": "nobody"},
        {"unit": "' OR 1=1 --"},
        {"unit": "\x00"},
        {"year": "20188"},
        {"year": "９９９９"},
        {"domain": "nothing"},
        {"stage": "<script>"},
        {"region": "9" * 4000},
        {"catalogue": "X0"},
        {"unknown": "1"},
        {"format": "pdf"},
        {"domain": ["welfare"] * 21},
    ],
)
def test_a_filter_that_names_nothing_is_refused_in_words(client, query):
    published()
    answer = client.get("/latest/export.csv", query)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert (
        "这个值" in answer.content.decode()
        or "参数" in answer.content.decode()
        or "太多" in (answer.content.decode())
    )
    assert len(answer.content) < 400


@pytest.mark.parametrize(
    "address",
    [
        "/latest/export.pdf",
        "/latest/export.exe",
        "/domains/nothing/export.csv",
        "/units/nobody/export.csv",
        "/units/%00/export.csv",
        "/regions/999999/export.csv",
        "/catalogue/export.xml",
    ],
)
def test_what_does_not_exist_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_files_are_only_read(client):
    for method in ("post", "put", "delete"):
        assert getattr(client, method)("/latest/export.csv").status_code == 405


def test_the_catalogue_itself_is_a_table(client):
    duty = factories.catalogue_item("P3")
    rows = json.loads(taken(client, "/catalogue/"))
    assert [row["code"] for row in rows] == [duty.code]
    assert rows[0]["type"] == "poverty-project" and rows[0]["items"] == 0
    assert json.loads(taken(client, "/catalogue/", domain="health")) == []
    assert client.get("/catalogue/export.csv", {"domain": "x"}).status_code == 400


def test_a_withdrawal_changes_what_a_conditional_request_is_answered(client):
    first, second = published(title="第一件"), published(title="第二件")
    answer = client.get("/latest/export.csv")
    tag, length = answer["ETag"], len(content(answer))
    assert client.get("/latest/export.csv", HTTP_IF_NONE_MATCH=tag).status_code == 304
    publishing.withdraw(second, reason="privacy", by=stories.person("publisher"))
    again = client.get("/latest/export.csv", HTTP_IF_NONE_MATCH=tag)
    assert again.status_code == 200 and len(content(again)) < length
    assert "no-cache" in again["Cache-Control"]
    assert first.title in client.get("/latest/").content.decode()


def test_a_file_takes_the_same_number_of_statements_at_1_and_at_12_items(client):
    def statements(address):
        with CaptureQueriesContext(connection) as asked:
            taken(client, address, "csv")
        return len(asked)

    published()
    statements("/latest/")
    few = {address: statements(address) for address in PAGES}
    for n in range(11):
        published(title=f"第{n}号公告")
    assert {address: statements(address) for address in PAGES} == few
    assert max(few.values()) <= 8, few
