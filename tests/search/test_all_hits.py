"""All results of a question, beyond what the pages reach, in both engines and as files."""

import json

import pytest
from django.core.cache import cache

from disclosure import outbox
from search.engines import all_hits
from search.page import export_view
from search.query import SearchQuery
from search.record import SearchRecord
from tests.home.published import published, withdrawn
from tests.home.test_exports import with_running_list

MANY = 700  # more than a statement's values, a ranked window and fifty pages of ten


def record(n: int) -> SearchRecord:
    return SearchRecord(
        number=f"jl-{n:05}",
        title=f"第{n}号城乡低保标准公告" if n % 3 else f"第{n}号图书馆开放公告",
        text="低保标准每人每月七百元。" if n % 2 else "开放时间不变。",
        domain="welfare" if n % 5 else "education",
        published_on=f"2026-{1 + n % 12:02}-{1 + n % 28:02}",
    )


def numbers(engine, query, most=100_000):
    return engine.numbers(query, most)


@pytest.fixture(scope="module")
def filled(module_engine):
    module_engine.put((n, record(n)) for n in range(1, MANY + 1))
    module_engine.refresh()
    return module_engine


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        SearchQuery("低保标准"),
        SearchQuery("低保标准", sort="date"),
        SearchQuery("公告", filters={"domain": ("education",)}),
        SearchQuery(""),
        SearchQuery("", sort="date", filters={"domain": ("welfare",)}),
        SearchQuery("jl-00007"),
        SearchQuery("没有这样的事情吧"),
    ],
    ids=lambda query: f"{query.text or 'all'}-{query.sort}-{len(query.filters)}",
)
def test_all_numbers_are_there_once_and_begin_like_the_first_pages(filled, query):
    found = numbers(filled, query)
    first = filled.find(query)
    assert len(found) == len(set(found)) == max(first.total, len(first.hits))
    pages = [
        hit.record.number
        for page in (1, 2)
        for hit in filled.find(
            SearchQuery(query.text, query.filters, sort=query.sort, page=page)
        ).hits
    ]
    assert found[: len(pages)] == pages


@pytest.mark.django_db
def test_no_more_are_read_than_asked_for(filled):
    assert len(numbers(filled, SearchQuery("低保标准"), most=250)) == 250
    assert len(numbers(filled, SearchQuery(""), most=3)) == 3


def test_values_of_a_statement_are_given_in_parts():
    assert [len(some) for some in all_hits._parts(list(range(1200)))] == [500, 500, 200]


def taken(client, **query):
    answer = client.get("/search/export.json", query)
    assert answer.status_code == 200
    return json.loads(b"".join(answer.streaming_content))


@pytest.fixture
def citizen(client, site_search):
    cache.clear()
    return client


@pytest.mark.django_db
def test_a_search_is_taken_away_with_its_filters(citizen):
    published(title="低保标准公告一")
    published(title="低保标准公告二", issued_on="2018-01-02")
    outbox.drain()
    assert {row["title"] for row in taken(citizen, q="低保标准")} == {
        "低保标准公告一",
        "低保标准公告二",
    }
    assert [row["title"] for row in taken(citizen, q="低保标准", year="2018")] == ["低保标准公告二"]
    assert taken(citizen, q="完全没有的词") == []
    assert len(taken(citizen, q="低保标准", page="40")) == 2
    answer = citizen.get("/search/export.csv", {"q": "低保"})
    assert "private" in answer["Cache-Control"] and "ETag" not in answer


@pytest.mark.django_db
def test_a_search_file_holds_nothing_withdrawn_and_no_running_list(citizen):
    withdrawn("privacy", title="低保标准撤下")
    item = with_running_list("低保标准对象公示")
    outbox.drain()
    assert taken(citizen, q="低保标准") == []
    assert taken(citizen, q=item.number) == []


@pytest.mark.django_db
@pytest.mark.parametrize("query", ['"', "*", "低" * 10_000, "\ud800", "AND OR NOT (", "\x00"])
def test_a_hostile_question_gives_a_file(citizen, query):
    assert isinstance(taken(citizen, q=query.encode("utf-8", "ignore").decode()), list)


@pytest.mark.django_db
def test_bad_filters_and_forms_are_refused(citizen, monkeypatch):
    assert citizen.get("/search/export.csv", {"q": "x", "unit": "nobody"}).status_code == 400
    assert citizen.get("/search/export.pdf", {"q": "x"}).status_code == 404
    assert citizen.post("/search/export.csv").status_code == 405
    monkeypatch.setattr(export_view, "MOST_PER_MINUTE", 0)
    busy = citizen.get("/search/export.csv", {"q": "x"})
    assert busy.status_code == 429 and busy["Retry-After"]
