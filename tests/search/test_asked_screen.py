"""The statistics of questions, and the one press from a question to a synonym or recommendation."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from disclosure import outbox
from search.models import AskedDay, AskedQuery, AskedTotal, BestBet, SynonymGroup
from tests import factories
from tests.disclosure import stories
from workflows import roles

pytestmark = pytest.mark.django_db
PAGE = "search_staff:asked"


def asked(text, times, days_ago=0, **counts):
    day = timezone.localdate() - timedelta(days=days_ago)
    row, _made = AskedQuery.objects.get_or_create(
        digest=f"digest {text}", defaults={"text": text, "last_on": day}
    )
    AskedQuery.objects.filter(pk=row.pk).update(asked=row.asked + times)
    AskedDay.objects.create(query=row, day=day, asked=times, **counts)
    total, _made = AskedTotal.objects.get_or_create(day=day, way="page")
    for name, value in {"asked": times, **counts}.items():
        setattr(total, name, getattr(total, name) + value)
    total.save()
    return row


def text(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def questions():
    asked("煤改气", 12, empty=12)
    asked("煤改气", 5, days_ago=3, empty=5)
    asked("低保", 40, audible=30, opened=12)
    asked("公租房怎么分", 9, loose=9, audible=9, opened=9)
    asked("旧话", 99, days_ago=200, empty=99)
    AskedQuery.objects.create(digest="rare", asked=1, last_on=timezone.localdate())


def test_each_kind_lists_its_questions_the_most_frequent_first(office, questions):
    page = text(office.get(reverse(PAGE)))
    assert "煤改气" in page and "旧话" not in page and "公租房怎么分" not in page
    assert '<td class="mj-num" data-label="次数">17</td>' in page
    left = text(office.get(reverse(PAGE), {"kind": "left"}))
    assert "低保" in left and ">18</td>" in left and "公租房怎么分" not in left
    assert "公租房怎么分" in text(office.get(reverse(PAGE), {"kind": "loose"}))
    assert "旧话" in text(office.get(reverse(PAGE), {"days": "365"}))


def test_the_trend_is_a_drawing_with_its_numbers_as_a_table(office, questions):
    page = text(office.get(reverse(PAGE), {"days": "30"}))
    assert page.count('class="mj-trend__asked"') == 30
    assert f'<th scope="row">{timezone.localdate():%Y-%m-%d}</th>' in page
    assert text(office.get(reverse(PAGE), {"days": "365"})).count('class="mj-trend__asked"') == 53


def test_a_question_becomes_a_synonym_with_a_near_official_term(office, questions):
    factories.catalogue_item("W1-1")
    row = AskedQuery.objects.get(text="煤改气")
    page = text(office.get(reverse(PAGE)))
    assert f"{reverse('synonymgroup:add')}?words=%E7%85%A4%E6%94%B9%E6%B0%94" in page
    form = text(
        office.get(
            reverse("synonymgroup:add"),
            {"words": row.text, "official": "燃气管理", "from": "asked"},
        )
    )
    assert "煤改气" in form and "燃气管理" in form
    sent = {"words": "煤改气", "official": "燃气管理", "active": "on", "note": ""}
    office.post(reverse("synonymgroup:add") + "?from=asked", sent)
    assert SynonymGroup.objects.get().source == "asked"


def test_near_official_terms_are_offered_by_characters_and_by_sound(office):
    row = AskedQuery.objects.create(
        digest="x", text="高岭津帖", asked=9, last_on=timezone.localdate()
    )
    page = text(office.get(reverse("search_staff:asked_one", args=[row.pk])))
    assert "高龄津贴" in page


def test_a_question_becomes_a_recommendation_with_items_at_hand(office, questions):
    item = stories.released(title="关于煤改气补贴的公告")
    outbox.drain()
    form = text(office.get(reverse("bestbet:add"), {"phrases": "煤改气"}))
    assert item.number in form and "煤改气" in form
    sent = {"phrases": "煤改气", "numbers": item.number, "text": "", "link": "", "active": "on"}
    assert office.post(reverse("bestbet:add"), sent).status_code == 302
    assert BestBet.objects.get().added_by is not None


def test_a_question_that_was_dealt_with_is_listed_no_more(office, questions):
    row = AskedQuery.objects.get(text="煤改气")
    page = text(office.post(reverse(PAGE), {"query": row.pk, "act": "settle"}, follow=True))
    assert "没有要处理的查询" in page
    assert "煤改气" in text(office.get(reverse(PAGE), {"kind": "all"}))
    office.post(reverse(PAGE), {"query": row.pk, "act": "reopen"})
    assert "煤改气" in text(office.get(reverse(PAGE)))


def test_rare_questions_are_in_the_totals_alone(office, questions):
    rare = AskedQuery.objects.get(digest="rare")
    assert office.get(reverse("search_staff:asked_one", args=[rare.pk])).status_code == 404


def test_auditors_look_and_press_nothing(as_, questions):
    auditor, row = as_(roles.AUDITOR), AskedQuery.objects.get(text="煤改气")
    page = text(auditor.get(reverse(PAGE)))
    assert "煤改气" in page and "设为同义词" not in page
    assert auditor.post(reverse(PAGE), {"query": row.pk, "act": "settle"}).status_code == 404
    assert "接近的正式说法" in text(auditor.get(reverse("search_staff:asked_one", args=[row.pk])))


@pytest.mark.parametrize(
    "query", ["days=abc&kind=<b>&p=-1", "days=99999999999999999999", "p=9999999", "kind=%00"]
)
def test_hostile_addresses_show_the_page(office, questions, query):
    assert "检索统计" in text(office.get(f"{reverse(PAGE)}?{query}"))
    assert office.post(reverse(PAGE), {"query": "9" * 30, "act": "settle"}).status_code == 404


def test_without_questions_the_page_says_so(office):
    assert "没有要处理的查询" in text(office.get(reverse(PAGE)))


def test_statements_do_not_grow_with_the_questions(office, django_assert_max_num_queries):
    def statements():
        with django_assert_max_num_queries(100) as counted:
            text(office.get(reverse(PAGE)))
        return len(counted)

    asked("第一", 9, empty=9)
    statements()
    one = statements()
    for at in range(20):
        asked(f"第{at}问", 9, days_ago=at, empty=9)
    assert statements() == one


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("phrases", "低保\n13900000000", "第 2 行：像是有个人信息"),
        ("phrases", "的", "第 1 行：里面没有可以查找的词"),
        ("phrases", "\n".join(f"第{n}种低保" for n in range(31)), "最多 30 行"),
        ("numbers", "MJ-NOWHERE", "第 1 行：没有索引号是"),
        ("link", "javascript:alert(1)", "https://"),
        ("link", "//evil.example/", "https://"),
        ("link", "https://user@evil.example/", "https://"),
        ("text", "请打13900000000", "像是有个人信息"),
        ("text", "", "请至少写一个索引号"),
        ("ends_on", "2020-01-01", "早于开始日期"),
    ],
)
def test_a_bad_recommendation_is_refused_in_words(office, field, value, told):
    good = {
        "phrases": "低保",
        "numbers": "",
        "text": "请看专题",
        "link": "/domains/",
        "starts_on": "2026-01-01",
        "active": "on",
    }
    if field == "text" and not value:
        good["link"] = ""
    page = text(office.post(reverse("bestbet:add"), {**good, field: value}))
    assert told in page
    assert not BestBet.objects.exists()


def test_the_list_says_which_recommendation_lost_an_item(office):
    BestBet.objects.create(phrases="低保", numbers="MJ-NOWHERE")
    BestBet.objects.create(phrases="医保", text="请看", active=False)
    page = text(office.get(reverse("bestbet:index")))
    assert "有条目已撤下" in page and "MJ-NOWHERE" in page and "已停用" in page
