"""The search page and its API, as a citizen and a program see them."""

import pytest
from django.test import Client

from disclosure import outbox, publishing
from search.engines import get_embedded
from tests.disclosure import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen(site_search):
    return Client()


def released(title, **fields):
    item = stories.released(title=title, **fields)
    outbox.drain()
    return item


def text(response):
    return response.content.decode()


def test_a_citizen_finds_the_item_in_everyday_words(citizen):
    item = released("最低生活保障审批办理指南", text="凡共同生活的家庭成员可以申请低保。")
    page = text(citizen.get("/search/", {"q": "低保怎么申请"}))
    assert f"/i/{item.number}/" in page
    assert "<mark>最低生活保障</mark>" in page
    assert "1 条结果" in page
    assert "同时按“最低生活保障”查找" in page


def test_a_document_number_is_shown_as_a_card_of_its_own(citizen):
    released("分工方案", doc_no="吉政办函〔2018〕120号")
    page = text(citizen.get("/search/", {"q": "吉政办函[2018]120号"}))
    assert "文号完全一致" in page
    assert "<mark>吉政办函〔2018〕120号</mark>" in page


def test_a_typing_error_is_understood_and_said(citizen):
    released("最低生活保障审批办理指南")
    page = text(citizen.get("/search/", {"q": "低宝"}))
    assert "已按“低保”查找" in page


def test_filters_show_counts_and_chips_lead_back(citizen):
    released("低保公示")
    page = text(citizen.get("/search/", {"q": "低保", "domain": "welfare", "year": "2026"}))
    assert 'value="welfare" checked' in page
    assert "筛选（2）" in page
    assert "/search/?q=%E4%BD%8E%E4%BF%9D&amp;year=2026" in page


def test_nothing_found_offers_ways_on(citizen):
    released("低保公示")
    page = text(citizen.get("/search/", {"q": "低保", "domain": "health"}))
    assert "没有找到“低保”" in page
    assert "没有找到不等于没有公开" in page
    assert "去掉“基本医疗卫生”" in page
    assert "1 条结果" in page


def test_the_row_of_the_catalogue_says_who_should_publish(citizen):
    row = stories.row("W1-1")
    row.level2, row.publishing_body = "最低生活保障标准", "县级民政部门"
    row.save()
    page = text(citizen.get("/search/", {"q": "低保标准"}))
    assert "县级民政部门" in page


def test_an_index_that_lags_shows_nothing_withdrawn(citizen):
    item = released("关于白桦林养护的公告")
    publishing.withdraw(item, reason="expired", by=stories.person("publisher"))
    page = text(citizen.get("/search/", {"q": "白桦林"}))
    assert item.number not in page


def test_elasticsearch_down_is_said_and_the_results_are_there(citizen, settings):
    item = released("关于白桦林养护的公告")
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elastic", "http://127.0.0.1:9"
    page = text(citizen.get("/search/", {"q": "白桦林"}))
    assert "正在使用备用搜索" in page
    assert item.number in page


@pytest.mark.parametrize(
    "query",
    [
        "q=" + "%E4%BD%8E%E4%BF%9D" * 3000,
        "q=%22%22%27%3B--",
        "q=%ED%A0%80%FF%00",
        "q=低保&page=99999999999999999999",
        "q=低保&page=-1",
        "q=低保&page=abc",
        "q=低保&sort=nonsense&domain=nonsense&unit=x&region=%00&stage=&year=abcd&other=1",
        "q=低保&year=2026" + "&year=1999" * 500,
        "q=<script>alert(1)</script>",
        "q=%3Cmark%3E",
        "q=",
        "page=2",
    ],
)
def test_hostile_addresses_are_answered_with_a_page(citizen, query):
    released("低保公示")
    response = citizen.get(f"/search/?{query}")
    assert response.status_code == 200
    assert "<script>alert" not in text(response)
    assert citizen.get(f"/api/v1/search?{query}").status_code in (200, 422)


def test_only_reading_is_possible(citizen):
    assert citizen.post("/search/", {"q": "低保"}).status_code == 405


def test_a_page_number_past_the_end_shows_the_last_page(citizen):
    for at in range(12):
        stories.released(title=f"第{at}期低保公示")
    outbox.drain()
    page = text(citizen.get("/search/", {"q": "低保", "page": "40"}))
    assert page.count('<article class="result"') == 2


def statements(citizen, django_assert_max_num_queries, address):
    citizen.get(address)
    with django_assert_max_num_queries(100) as asked:
        citizen.get(address)
    return len(asked)


@pytest.mark.parametrize("address", ["/search/?q=低保", "/api/v1/search?q=低保"])
def test_statements_do_not_grow_with_the_results(citizen, django_assert_max_num_queries, address):
    released("第1期低保公示")
    one = statements(citizen, django_assert_max_num_queries, address)
    for at in range(2, 12):
        stories.released(title=f"第{at}期低保公示")
    outbox.drain()
    assert statements(citizen, django_assert_max_num_queries, address) == one


def test_the_api_answers_with_the_shape_of_the_item_list(citizen):
    item = released("低保公示", source_id="syn-1")
    released("体育设施名录")
    answer = citizen.get("/api/v1/search", {"q": "低保", "domain": "welfare"}).json()
    assert (answer["count"], answer["next"]) == (1, None)
    result = answer["results"][0]
    assert result["number"] == item.number
    assert result["url"].endswith(f"/i/{item.number}/")
    assert (result["title"], result["domain"], result["source_id"]) == (
        "低保公示",
        "welfare",
        "syn-1",
    )
    assert result["highlight"]["title"] == "<mark>低保</mark>公示"


def test_the_api_pages_by_address(citizen):
    for at in range(12):
        stories.released(title=f"第{at}期低保公示")
    outbox.drain()
    first = citizen.get("/api/v1/search", {"q": "低保"}).json()
    second = citizen.get(first["next"]).json()
    seen = {row["number"] for row in [*first["results"], *second["results"]]}
    assert (len(seen), second["next"]) == (12, None)


def test_the_page_is_for_people_not_for_other_search_engines(citizen):
    response = citizen.get("/search/", {"q": "低保"})
    assert '<meta name="robots" content="noindex' in text(response)
    assert "private" in response["Cache-Control"]
    assert get_embedded().contents() == {}
