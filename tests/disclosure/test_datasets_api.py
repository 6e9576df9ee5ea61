"""Datasets in the API: the same rows as in the files, page by page."""

import pytest
from django.core.cache import cache

from disclosure.models import LinkRow
from tests.home.published import published
from tests.home.test_data import project
from tests.home.test_exports import with_running_list

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/datasets"


@pytest.fixture(autouse=True)
def nobody_has_asked_yet():
    cache.clear()


def told(client, address, status=200, **query):
    answer = client.get(f"{ROOT}{address}", query)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_all_datasets_are_listed_with_their_figures(client):
    project(issued_on="2016-03-01")
    listed = {one["key"]: one for one in told(client, "/")["results"]}
    assert len(listed) == 43
    one = listed["poverty-project"]
    assert (one["count"], one["first"], one["domains"]) == (1, "2016-03-01", ["poverty"])
    assert one["files"]["csv"] == "http://testserver/data/poverty-project.csv"
    for address in (one["url"], one["rows_url"], one["schema_url"], *one["files"].values()):
        assert client.get(address.removeprefix("http://testserver")).status_code == 200
    assert listed["notice"]["count"] == 0 and listed["notice"]["updated_at"] is None
    english = told(client, "/", lang="en")["results"]
    assert {one["key"]: one["title"] for one in english}["notice"].isascii()


def test_a_dataset_has_its_dictionary_and_its_tables(client):
    published(rows=[("link_rows", LinkRow(label="一", target="https://example.org/"))])
    detail = told(client, "/notice/")
    names = [column["name"] for column in detail["columns"]]
    assert names[0] == "number" and names[-1] == "url" and "closed_from" in names
    tables = {table["key"]: table for table in detail["tables"]}
    assert tables["links"]["count"] == 1 and tables["indicators"]["count"] == 0
    assert told(client, "/notice/links/rows")["results"][0]["label"] == "一"


def test_rows_come_page_by_page_and_narrowed(client):
    for n in range(5):
        project(title=f"第{n}个", issued_on=f"20{10 + n}-01-01")
    first = told(client, "/poverty-project/rows", page_size="2")
    assert first["count"] == 5 and first["previous"] is None
    seen, page = [row["title"] for row in first["results"]], first
    while page["next"]:
        page = client.get(page["next"]).json()
        seen += [row["title"] for row in page["results"]]
    assert seen == [f"第{n}个" for n in range(5)]
    assert page["previous"].endswith("page=2")
    (one,) = told(client, "/poverty-project/rows", year="2012")["results"]
    assert one["title"] == "第2个" and one["budget"] == 386400
    assert told(client, "/poverty-project/rows", page="9")["results"] == []


def test_a_row_table_is_paged_with_its_places(client):
    links = [("link_rows", LinkRow(label=f"第{n}", target="/i/x/")) for n in range(5)]
    published(rows=links)
    page = told(client, "/notice/links/rows", page_size="2", page="2")
    assert [(row["place"], row["label"]) for row in page["results"]] == [(3, "第2"), (4, "第3")]
    assert page["count"] == 5 and page["next"].endswith("page=3")


def test_an_item_whose_list_is_being_shown_is_not_there(client):
    item = with_running_list()
    assert told(client, "/notice/rows")["count"] == 0
    assert item.number not in str(told(client, "/")) + str(told(client, "/notice/"))


@pytest.mark.parametrize(
    ("address", "query", "status"),
    [
        ("/nothing/", {}, 404),
        ("/nothing/rows", {}, 404),
        ("/notice/nothing/rows", {}, 404),
        ("/notice/helpers/rows", {}, 404),
        ("/notice/rows", {"page": "0"}, 422),
        ("/notice/rows", {"page": "9" * 30}, 422),
        ("/notice/rows", {"page_size": "100000"}, 422),
        ("/notice/rows", {"unit": "nobody"}, 422),
        ("/notice/rows", {"unit": "\x00"}, 422),
        ("/notice/rows", {"colour": "red"}, 422),
        ("/notice/links/rows", {"year": "abc"}, 422),
    ],
)
def test_bad_questions_are_answered_in_problem_form(client, address, query, status):
    published()
    assert told(client, address, status, **query)["status"] == status


def test_an_unchanged_page_costs_a_304(client):
    published()
    tag = client.get(f"{ROOT}/notice/rows")["ETag"]
    assert client.get(f"{ROOT}/notice/rows", HTTP_IF_NONE_MATCH=tag).status_code == 304
    published(title="又一件")
    assert client.get(f"{ROOT}/notice/rows", HTTP_IF_NONE_MATCH=tag).status_code == 200
