"""The page that says why a hit ranks where it does."""

import pytest
from django.urls import reverse

from disclosure import outbox, publishing
from search.engines import get_embedded
from search.models import BestBet, SearchDocument, SynonymGroup
from search.query import SearchQuery
from search.record import SearchRecord
from search.staff import relevance
from search.teaching import seeding
from tests.disclosure import stories
from tests.search.conftest import fresh_engine
from workflows import roles

pytestmark = pytest.mark.django_db
PAGE = "search_staff:relevance"


@pytest.fixture
def items(office):
    found = [
        stories.released(title="城乡居民最低生活保障标准公告"),
        stories.released(title="吉林省社会救助条例"),
        stories.released(title="分工方案", doc_no="吉政办函〔2018〕120号"),
    ]
    outbox.drain()
    return found


def ask(client, question, **more):
    response = client.get(reverse(PAGE), {"q": question, **more})
    assert response.status_code == 200
    return response.content.decode()


def test_it_names_the_words_looked_for_and_the_group_they_come_from(office, items):
    seeding.seed_synonyms()
    page = ask(office, "低保标准")
    group = SynonymGroup.objects.filter(words__startswith="最低生活保障 低保").get()
    assert "95%" in page and reverse("synonymgroup:edit", args=[group.pk]) in page
    assert "标题“最低生活保障”" in page and "得分" in page


def test_it_says_what_lowers_and_what_lifts_an_item(office, items):
    assert "法规，没有问法规" in ask(office, "社会救助")
    assert "文号或索引号完全一致" in ask(office, "吉政办函[2018]120号")
    assert "按读音改成“低保”" in ask(office, "低宝")


def test_both_engines_stand_side_by_side_and_a_silent_one_is_said(office, items, settings):
    settings.SEARCH_ENGINE, settings.ELASTICSEARCH_URL = "elastic", "http://127.0.0.1:9"
    page = ask(office, "低保")
    assert "这个引擎现在没有回答" in page and "内置引擎" in page
    assert "城乡居民最低生活保障标准公告" in page


@pytest.mark.elastic
def test_both_engines_give_the_same_reasons(office, items, settings, tmp_path, monkeypatch):
    elastic = fresh_engine("elastic", tmp_path)
    rows = SearchDocument.objects.filter(is_removed=False)
    elastic.put([(row.seq, SearchRecord.from_payload(row.payload)) for row in rows])
    elastic.refresh()
    monkeypatch.setattr("search.staff.relevance.engines", lambda: [elastic, get_embedded()])
    try:
        SynonymGroup.objects.create(words="碳账本", official="最低生活保障")
        first, second = relevance.answers(SearchQuery("碳账本标准"))
        page = ask(office, "碳账本标准")
    finally:
        elastic.drop()
    assert [hit.number for hit in first.hits] == [hit.number for hit in second.hits]
    assert [hit.told for hit in first.hits] == [hit.told for hit in second.hits]
    for one in (first, second):
        scores = {hit.record.number: hit.score for hit in one.found.hits}
        assert {hit.number: hit.told.value for hit in one.hits} == scores
    assert "Elasticsearch" in page and "另一个引擎：第 1 位" in page
    assert page.count("标题“最低生活保障”") == 2


def test_recommendations_are_mentioned(office, items):
    BestBet.objects.create(phrases="低保", numbers=items[0].number)
    assert "这条查询有编辑推荐" in ask(office, "低保")


def test_only_public_items_are_explained(office, items):
    publishing.withdraw(items[0], reason="expired", by=stories.person("publisher"))
    page = ask(office, "最低生活保障")
    assert "城乡居民最低生活保障标准公告" not in page


@pytest.mark.parametrize(
    "question", ["", "的", "zzzz", "<script>alert(1)</script>", "低" * 600, "\ud800", "“" * 50, "*"]
)
def test_hostile_questions_are_answered_with_a_page(office, question):
    assert "<script>alert" not in ask(office, question.encode("utf-8", "replace").decode())
    assert ask(office, "低保", exact="1")


def test_auditors_read_it(as_):
    auditor = as_(roles.AUDITOR)
    assert "低保" in ask(auditor, "低保")
