"""The open items API shows what is public and nothing else, in constant statements."""

import json
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure import publishing
from disclosure.models import DisclosurePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(tmp_path):
    """A site with items of two domains, one of them only a draft."""
    call_command("setup_site", stdout=StringIO())

    def load(*rows):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        call_command("import_items", str(path), already_public=True, stdout=StringIO())

    load(
        row("w1", "关于调整最低生活保障标准的通知", "吉林省民政厅", "welfare", "2018-06-20"),
        row("w2", "特困人员救助供养办法", "吉林省民政厅", "welfare", "2019-03-04"),
        row("e1", "教育经费使用情况通知", "吉林省教育厅", "education", "2019-05-06"),
        row("d2", "救助对象公告", "吉林省民政厅", "welfare", "2019-05-06")
        | {"text": "申请人郑春梅，身份证号码220102195503160002。"},
    )
    return load


def row(source_id, title, issuer, domain, date):
    return {
        "id": source_id,
        "title": title,
        "text": "第一段。\n第二段。",
        "issuer": issuer,
        "domain": domain,
        "date": date,
    }


def ids(answer):
    return {item["source_id"] for item in answer["results"]}


def test_list_holds_public_items_with_the_fixed_fields(client, public):
    answer = client.get("/api/v1/items/").json()
    assert answer["count"] == 3 and ids(answer) == {"w1", "w2", "e1"} and answer["next"] is None
    first = answer["results"][0]
    assert {"number", "title", "domain", "url", "source_id"} <= first.keys()
    assert first["url"].endswith(f"/i/{first['number']}/")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("domain=welfare", {"w1", "w2"}),
        ("domain=welfare&domain=education", {"w1", "w2", "e1"}),
        ("unit=jl-jyt", {"e1"}),
        ("year=2019", {"w2", "e1"}),
        ("region=220000", {"w1", "w2", "e1"}),
        ("region=220100", set()),
        ("source_id=w1", {"w1"}),
        ("domain=none", set()),
        ("unit=jl-jyt'--", set()),
    ],
)
def test_list_is_filtered_as_search_is(client, public, query, expected):
    assert ids(client.get(f"/api/v1/items/?{query}").json()) == expected


def test_pages_are_bounded_and_linked(client, public):
    one = client.get("/api/v1/items/?page_size=2&sort=number").json()
    assert len(one["results"]) == 2 and "page=2" in one["next"]
    two = client.get(one["next"]).json()
    assert len(two["results"]) == 1 and two["next"] is None and ids(one) & ids(two) == set()


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page_size=1000", "year=abc", "sort=evil", "updated_since=never"]
)
def test_wrong_parameter_is_named_in_problem_form(client, public, query):
    response = client.get(f"/api/v1/items/?{query}")
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert query.split("=")[0] in response.json()["detail"]


def test_one_item_with_elements_and_parts(client, public):
    page = DisclosurePage.objects.get(source_id="w1")
    response = client.get(f"/api/v1/items/{page.number}/")
    answer = response.json()
    assert answer["revision"] == 1 and answer["unit"]["code"] == "jl-mzt"
    parts = {part["id"]: part["content"] for part in answer["parts"]}
    assert parts["title"] == page.title and parts["b/2"] == "第二段。"
    assert any(element["name"] == "issued_on" for element in answer["elements"])
    again = client.get(f"/api/v1/items/{page.number}/", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_unknown_draft_and_withdrawn_items(client, public):
    assert client.get("/api/v1/items/jl-mzt-1999-00001/").status_code == 404
    draft = DisclosurePage.objects.get(source_id="d2")
    assert client.get(f"/api/v1/items/{draft.number}/").status_code == 404
    page = DisclosurePage.objects.get(source_id="w1")
    by = get_user_model().objects.create_user("publisher")
    publishing.withdraw(page, reason="error", by=by)
    response = client.get(f"/api/v1/items/{page.number}/")
    assert response.status_code == 200
    answer = response.json()
    assert (answer["status"], answer["reason"]) == ("withdrawn", "error")
    assert page.title not in response.content.decode() and "parts" not in answer
    page = DisclosurePage.objects.get(source_id="w2")
    publishing.withdraw(page, reason="privacy", by=by)
    response = client.get(f"/api/v1/items/{page.number}/")
    assert response.status_code == 410 and response.json()["reason"] == "privacy"
    assert page.title not in response.content.decode()
    assert client.get("/api/v1/items/").json()["count"] == 1


def test_statements_do_not_grow_with_the_items(client, public):
    client.get("/api/v1/items/")  # content types are cached after the first call
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/api/v1/items/")
    public(*(row(f"x{n}", "教育通知", "吉林省教育厅", "education", "2019-05-06") for n in range(9)))
    with CaptureQueriesContext(connection) as many:
        client.get("/api/v1/items/")
    assert len(many) == len(few) <= 4


def test_description_and_unknown_addresses(client, public):
    description = client.get("/api/v1/openapi.json").json()
    assert "/api/v1/items/" in description["paths"]
    response = client.get("/api/v1/nothing")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert client.post("/api/v1/items/").status_code == 405
