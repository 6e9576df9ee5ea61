"""编辑推荐: what staff pin to a question, shown for every way of asking it, and only while public."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from disclosure import outbox, publishing
from search.models import BestBet, SynonymGroup
from search.query import SearchQuery
from search.teaching import knowledge
from search.teaching.recommending import analysed, meant_by, recommended
from tests.disclosure import stories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def citizen(site_search):
    return Client()


def released(title, **fields):
    item = stories.released(title=title, **fields)
    outbox.drain()
    return item


def bet(phrases, **fields):
    made = BestBet.objects.create(phrases=phrases, **{"text": "请看专题", **fields})
    knowledge.refresh()
    return made


def is_meant(question):
    return bool(meant_by(analysed(question), TODAY))


@pytest.mark.parametrize(
    "question",
    [
        "低保怎么申请",
        "怎么申请低保",
        "低保 怎么申请？",
        "請問低保怎麼申請呢",
        "低保如何申请",
        "最低生活保障怎么申请",
        "低保怎么申请\u200b",
    ],
)
def test_every_way_of_asking_the_same_is_meant(question):
    bet("低保怎么申请")
    assert is_meant(question)


@pytest.mark.parametrize("question", ["低保", "医保怎么申请", "低保怎么申请 长春", "申请", ""])
def test_another_question_is_not_meant(question):
    bet("低保怎么申请")
    assert not is_meant(question)


def test_a_longer_question_is_meant_where_staff_say_so():
    bet("低保", also_longer=True)
    assert is_meant("长春低保标准") and not is_meant("医保")


def test_words_that_staff_made_synonyms_later_are_meant_as_well():
    bet("温室气体核算")
    assert not is_meant("碳账本")
    SynonymGroup.objects.create(words="碳账本 温室气体核算")
    knowledge.refresh()
    assert is_meant("碳账本")


def test_a_bet_holds_between_its_dates():
    bet("低保", starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31))
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [bool(meant_by(analysed("低保"), day)) for day in days] == [False, True, True, False]


def test_the_page_shows_the_items_in_the_order_of_staff_and_says_who_chose_them(citizen):
    first, second = released("关于春耕的公告"), released("关于秋收的公告")
    bet("低保", numbers=f"{second.number}\n{first.number}", link="/domains/", link_label="专题")
    page = citizen.get("/search/", {"q": "低保"}).content.decode()
    assert "编辑推荐" in page and "请看专题" in page and 'href="/domains/"' in page
    assert page.index("关于秋收的公告") < page.index("关于春耕的公告")
    citizen.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Recommended" in citizen.get("/search/", {"q": "低保"}).content.decode()


def test_what_is_withdrawn_or_was_never_public_does_not_appear(citizen):
    item, draft = released("关于春耕的公告"), stories.draft(title="关于草稿的公告")
    bet("低保", numbers=f"{item.number}\n{draft.number or 'MJ-0'}\nMJ-NOWHERE", text="")
    assert "关于春耕的公告" in citizen.get("/search/", {"q": "低保"}).content.decode()
    publishing.withdraw(item, reason="expired", by=stories.person("publisher"))
    page = citizen.get("/search/", {"q": "低保"}).content.decode()
    assert "关于春耕的公告" not in page and "编辑推荐" not in page and "草稿" not in page


def test_later_pages_and_filtered_answers_recommend_nothing():
    bet("低保")
    asked = analysed("低保")
    assert recommended(SearchQuery("低保"), asked)
    assert not recommended(SearchQuery("低保", page=2), asked)
    assert not recommended(SearchQuery("低保", filters={"year": ("2026",)}), asked)


def test_no_bet_costs_no_statement_and_bets_cost_one(django_assert_num_queries):
    bet("低保", numbers="\n".join(f"MJ-{n}" for n in range(5)))
    with django_assert_num_queries(0):
        assert not recommended(SearchQuery("体育馆"), analysed("体育馆"))
    with django_assert_num_queries(1):
        assert recommended(SearchQuery("低保"), analysed("低保")).notes


def test_the_text_of_a_bet_is_no_markup(citizen):
    bet("低保", text="<script>alert(1)</script>", link="javascript:alert(1)")
    page = citizen.get("/search/", {"q": "低保"}).content.decode()
    assert "<script>alert" not in page and 'href="javascript' not in page


def test_the_api_keeps_recommendations_apart_from_results(citizen):
    item = released("关于春耕的公告")
    bet("低保", numbers=item.number, link="https://example.org/", link_label="专题")
    answer = citizen.get("/api/v1/search", {"q": "低保"}).json()
    assert [one["number"] for one in answer["recommended"]["items"]] == [item.number]
    assert answer["recommended"]["notes"] == [
        {"text": "请看专题", "link": "https://example.org/", "label": "专题"}
    ]
    assert answer["count"] == 0
    later = citizen.get("/api/v1/search", {"q": "低保", "page": "2"}).json()
    assert later["recommended"] == {"items": [], "notes": []}


def test_a_removal_sees_that_no_recommendation_shows_the_item(citizen):
    from search.upkeep.copies import in_recommendations

    item = released("关于春耕的公告")
    bet("低保", numbers=item.number)
    assert in_recommendations(item.number, [])
    publishing.withdraw(item, reason="privacy", by=stories.person("publisher"))
    assert not in_recommendations(item.number, [])
