"""/data/: datasets of public items, what their columns mean, and what never enters them."""

import csv
import io
import json

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from disclosure import publishing
from disclosure.datasets.register import datasets, row_tables
from disclosure.exporting.answer import TYPES
from disclosure.models import (
    AllocationRow,
    BlacklistPage,
    DonationRow,
    HelperRow,
    IndicatorRow,
    LinkRow,
    NoticePage,
    PovertyProjectPage,
)
from tests import factories
from tests.disclosure import stories
from tests.home.published import published, withdrawn
from tests.home.test_exports import with_running_list

pytestmark = pytest.mark.django_db
PAGES = ["/data/", "/data/notice/", "/data/poverty-project/"]


@pytest.fixture(autouse=True)
def nobody_has_fetched_anything_yet():
    cache.clear()


def content(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def rows(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200, (address, answer.status_code)
    return json.loads(content(answer))


def project(**fields):
    values = {
        "title": "新安村饮水工程",
        "catalogue_item": factories.catalogue_item("P3"),
        "project_name": "新安村安全饮水",
        "budget": "386400.00",
        "progress": "45.50",
        "library_year": 2018,
        "fund_source": "中央、省",
        "inspected_on": "2018-09-16",
    }
    return published(page_class=PovertyProjectPage, **values | fields)


def test_all_projects_are_one_table_with_typed_columns(client):
    item = project()
    (row,) = rows(client, "/data/poverty-project.json")
    assert row["number"] == item.number and row["url"] == f"http://testserver/i/{item.number}/"
    assert (row["budget"], row["progress"], row["library_year"]) == (386400.0, 45.5, 2018)
    assert row["fund_source"] == "中央、省" and row["inspected_on"] == "2018-09-16"
    assert row["actual_cost"] is None and row["is_reprint"] is False
    text = content(client.get("/data/poverty-project.csv")).decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text))
    assert line["budget"] == "386400.00" and line["catalogue_code"] == "P3"
    book = load_workbook(io.BytesIO(content(client.get("/data/poverty-project.xlsx"))))
    head = [cell.value for cell in book["数据"][1]]
    assert book["数据"].cell(2, head.index("投资额（元）") + 1).value == 386400
    meanings = {row[1].value: row for row in book["列"].iter_rows()}
    assert "P3" in meanings["project_name"][5].value


@pytest.mark.parametrize("key", list(datasets()))
def test_every_type_has_a_page_a_file_and_a_dictionary(client, key):
    page = client.get(f"/data/{key}/")
    assert page.status_code == 200 and datasets()[key].label.zh in page.content.decode()
    assert rows(client, f"/data/{key}.json") == []
    schema = json.loads(client.get(f"/data/{key}/schema.json").content)
    head = content(client.get(f"/data/{key}.csv")).decode("utf-8-sig").strip().split(",")
    assert [field["name"] for field in schema["fields"]] == head
    beside = json.loads(client.get(f"/data/{key}.csv-metadata.json").content)
    assert [column["name"] for column in beside["tableSchema"]["columns"]] == head
    told = json.loads(client.get(f"/data/{key}/dictionary.json").content)
    assert [c["name"] for c in told["columns"] if c["table"] == "main"] == head


def test_a_dictionary_is_a_table_as_well_and_a_data_package_names_all_tables(client):
    factories.catalogue_item("P3")
    text = content(client.get("/data/poverty-project/dictionary.csv")).decode("utf-8-sig")
    lines = {(row["table"], row["name"]): row for row in csv.DictReader(io.StringIO(text))}
    assert lines["main", "budget"]["unit"] == "元"
    assert "P3" in lines["main", "project_name"]["sources"]
    assert lines["allocations", "amount"]["type"] == "number"
    package = json.loads(client.get("/data/poverty-project/datapackage.json").content)
    paths = [resource["path"] for resource in package["resources"]]
    assert paths[0] == "http://testserver/data/poverty-project.csv"
    assert len(paths) == 1 + len(row_tables())
    for path in paths:
        assert client.get(path.removeprefix("http://testserver")).status_code == 200
    for key in row_tables():
        schema = client.get(f"/data/poverty-project/{key}/schema.json").json()
        head = content(client.get(f"/data/notice/{key}.csv")).decode("utf-8-sig").strip()
        assert [field["name"] for field in schema["fields"]] == head.split(",")


def test_rows_of_items_are_tables_tied_by_number(client):
    links = [("link_rows", LinkRow(label=f"第{n}", target="https://example.org/")) for n in (1, 2)]
    money = AllocationRow(recipient_unit="农安县", amount="-12.50", purpose="=SUM(A1)")
    item = published(rows=[*links, ("allocation_rows", money)])
    found = rows(client, "/data/notice/links.json")
    assert [(row["number"], row["place"]) for row in found] == [(item.number, 1), (item.number, 2)]
    (row,) = rows(client, "/data/notice/allocations.json")
    assert row["amount"] == -12.5 and row["recipient_unit"] == "农安县"
    text = content(client.get("/data/notice/allocations.csv")).decode()
    assert "-12.50" in text and "'=SUM(A1)" in text
    assert rows(client, "/data/poverty-project/links.json") == []
    page = client.get("/data/notice/").content.decode()
    assert "/data/notice/links.csv" in page and "/data/notice/updates.csv" not in page


def test_a_figure_that_was_hidden_is_told_as_hidden(client):
    hidden = IndicatorRow(name="人数", unit="人", value=None, replaced={"value": "<3"})
    published(rows=[("indicator_rows", hidden)])
    (row,) = rows(client, "/data/notice/indicators.json")
    assert row["value"] is None and row["replaced"] == "value=<3"


def test_rows_about_persons_are_in_no_dataset(client):
    helper = HelperRow(
        helper_name="赵某某", helper_unit="县水利局", helped_household="张*三", village="新安村"
    )
    gift = DonationRow(donor="王某某捐", amount_or_goods="大米", received_on="2018-09-16")
    published(rows=[("helper_rows", helper), ("donation_rows", gift)])
    assert client.get("/data/notice/helpers.json").status_code == 404
    (row,) = rows(client, "/data/notice/donations.json")
    assert "donor" not in row and row["amount_or_goods"] == "大米"
    for kind in ("csv", "json", "jsonl"):
        for table in ("", *(f"/{key}" for key in row_tables())):
            text = content(client.get(f"/data/notice{table}.{kind}")).decode()
            assert "赵某某" not in text and "张*三" not in text and "王某某捐" not in text


def everything(client):
    """All text of all datasets, pages and catalogues of this small site."""
    addresses = [*PAGES, "/data/catalog", "/data/catalog.ttl", "/data/catalog.jsonld"]
    for key in ("notice", "poverty-project", "blacklist"):
        addresses += [f"/data/{key}.{kind}" for kind in ("csv", "json", "jsonl")]
        addresses += [f"/data/{key}/{table}.json" for table in row_tables()]
        addresses += [f"/data/{key}/dictionary.json", f"/data/{key}/datapackage.json"]
    return "\n".join(content(client.get(address)).decode() for address in addresses)


def test_nothing_that_is_not_public_is_in_any_dataset(client):
    item = published(title="公开的公告")
    factories.draft(title="金丝雀起草的", catalogue_item=stories.row())
    cleared = factories.draft(title="金丝雀待发布", catalogue_item=stories.row())
    stories.cleared(cleared)
    for reason in ("privacy", "legal", "expired", "error"):
        withdrawn(reason, title=f"金丝雀撤下{reason}")
    stories.revised(published(title="改前的公告"), title="金丝雀改后的草稿")
    text = everything(client)
    assert "金丝雀" not in text and "改前的公告" in text and item.number in text


def test_an_item_whose_list_is_being_shown_is_in_no_dataset(client):
    item = with_running_list("金丝雀对象公示")
    text = everything(client)
    assert item.number not in text and "金丝雀" not in text and "张*三" not in text
    assert client.get("/data/notice/").context["count"] == 0


def test_an_entry_whose_term_of_publicity_is_over_is_in_no_dataset(client):
    duty = stories.row("X9", "BlacklistPage")
    published(
        page_class=BlacklistPage, title="已过期", display_until="2020-01-01", catalogue_item=duty
    )
    published(
        page_class=BlacklistPage, title="未到期", display_until="2099-01-01", catalogue_item=duty
    )
    published(page_class=BlacklistPage, title="无期限", catalogue_item=duty)
    found = {row["title"] for row in rows(client, "/data/blacklist.json")}
    assert found == {"未到期", "无期限"}


def test_a_withdrawal_empties_every_dataset_at_once(client):
    item = project()
    tag = client.get("/data/poverty-project.csv")["ETag"]
    assert client.get("/data/poverty-project.csv", HTTP_IF_NONE_MATCH=tag).status_code == 304
    publishing.withdraw(item, reason="privacy", by=stories.person("publisher"))
    again = client.get("/data/poverty-project.csv", HTTP_IF_NONE_MATCH=tag)
    assert again.status_code == 200 and item.number not in content(again).decode()
    assert item.number not in everything(client)


def test_filters_narrow_preview_counts_and_files_alike(client):
    project(title="第一个", region=factories.region("220122", name="农安县"))
    project(title="第二个", of=factories.unit("jl-two", "省第二厅"), issued_on="2020-01-01")
    for query, expected in (
        ({"unit": "jl-two"}, ["第二个"]),
        ({"region": "220122"}, ["第一个"]),
        ({"year": "2020"}, ["第二个"]),
        ({"domain": "poverty"}, ["第一个", "第二个"]),
        ({"domain": "health"}, []),
        ({"unit": "jl-two", "region": "220122"}, []),
    ):
        found = sorted(row["title"] for row in rows(client, "/data/poverty-project.json", **query))
        assert found == sorted(expected), query
        page = client.get("/data/poverty-project/", query)
        assert page.context["count"] == len(expected)
    page = client.get("/data/poverty-project/", {"unit": "jl-two"}).content.decode()
    assert "/data/poverty-project.csv?unit=jl-two" in page


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/data/nothing/", 404),
        ("/data/nothing.csv", 404),
        ("/data/notice.pdf", 404),
        ("/data/notice.parquet", 404),
        ("/data/notice/nothing.csv", 404),
        ("/data/notice/recipients.csv", 404),
        ("/data/notice/links.exe", 404),
        ("/data/notice/dictionary.xlsx", 404),
        ("/data/nothing/schema.json", 404),
        ("/data/nothing.csv-metadata.json", 404),
        ("/data/nothing/datapackage.json", 404),
        ("/data/catalog.rdf", 404),
        ("/data/notice.csv?unit=nobody", 400),
        ("/data/notice.csv?page=2", 400),
        ("/data/notice.csv?colour=red", 400),
        ("/data/notice/links.json?year=abc", 400),
        ("/data/notice/?unit=%00", 400),
        ("/data/notice/?page=99999999999999999999", 200),
        ("/data/?q=%00%3Cscript%3E&domain=x", 200),
    ],
)
def test_bad_requests_are_answered_in_words(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    assert "<script>alert" not in answer.content.decode() if not answer.streaming else True


def test_datasets_are_found_by_name_in_both_languages(client):
    project()
    assert "poverty-project" in client.get("/data/", {"q": "扶贫"}).content.decode()
    client.cookies["django_language"] = "en"
    page = client.get("/data/", {"q": "poverty"}).content.decode()
    assert "/data/poverty-project/" in page and "/data/notice/" not in page
    assert client.get("/data/", {"domain": "poverty"}).context["cards"]
    assert not client.get("/data/", {"domain": "health"}).context["cards"]


def test_the_size_of_a_file_is_told_once_it_was_sent_and_while_it_is_the_same(client):
    project()
    size = len(content(client.get("/data/poverty-project.csv")))
    card = client.get("/data/").context["cards"][0]
    assert {file.kind: file.size for file in card.files}["csv"] == size
    assert f'"{size}"' in client.get("/data/catalog").content.decode()
    project(title="又一个")
    card = client.get("/data/").context["cards"][0]
    assert {file.kind: file.size for file in card.files}["csv"] is None


def test_pages_and_files_ask_the_same_number_of_statements_at_1_and_at_12_items(client):
    def statements(address):
        with CaptureQueriesContext(connection) as asked:
            content(client.get(address))
        return len(asked)

    addresses = [*PAGES[:2], "/data/notice.csv", "/data/notice/links.csv", "/data/catalog"]
    link = [("link_rows", LinkRow(label="一", target="https://example.org/"))]
    published(rows=link)
    for address in addresses:
        statements(address)
    few = {address: statements(address) for address in addresses}
    for n in range(11):
        published(title=f"第{n}号公告", rows=[("link_rows", LinkRow(label="一", target="/i/x/"))])
    assert {address: statements(address) for address in addresses} == few
    assert max(few.values()) <= 26, few


def test_on_postgresql_the_rows_come_through_a_cursor_of_the_server():
    """`iterator()` is what makes one; rows are never fetched as a whole."""
    from disclosure.datasets.filters import Filters
    from disclosure.datasets.own_columns import all_columns
    from disclosure.datasets.rows import items_of, rows_of

    for n in range(3):
        published(title=f"第{n}号公告")
    dataset = datasets()["notice"]
    items = items_of(dataset, Filters()).order_by("number")
    reading = rows_of(items, all_columns(NoticePage), "http://x")
    assert next(reading)[0].startswith("jl-test-")
    reading.close()
    assert items._result_cache is None


@pytest.mark.postgres
def test_the_cursor_of_the_server_is_closed_when_the_visitor_goes_away(client, monkeypatch):
    monkeypatch.setattr("disclosure.datasets.rows.BATCH", 1)
    monkeypatch.setattr("disclosure.table_files.PIECE", 1)

    def open_cursors():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_cursors")
            return cursor.fetchone()[0]

    for n in range(5):
        published(title=f"第{n}号公告")
    before = open_cursors()
    answer = client.get("/data/notice.csv")
    pieces = iter(answer.streaming_content)
    next(pieces), next(pieces)
    assert open_cursors() == before + 1
    answer._iterator.close()  # as the answer's own close() does, but the test keeps its connection
    assert open_cursors() == before


def test_every_form_is_answered_with_its_media_type(client):
    published()
    for kind, media in TYPES.items():
        answer = client.get(f"/data/notice.{kind}")
        assert answer["Content-Type"] == media
        assert "filename*=UTF-8''" in answer["Content-Disposition"]
        head = client.head(f"/data/notice.{kind}")
        assert head.status_code == 200 and head["ETag"] == answer["ETag"]
        assert "schema.json" in answer["Link"]
