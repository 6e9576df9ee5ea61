"""The office's screens about the search, and a recommendation, in a real browser."""

import random
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from disclosure import outbox
from search.models import AskedDay, AskedQuery, AskedTotal, BestBet, SynonymGroup
from search.teaching import seeding
from tests.disclosure import stories
from tests.search.staff_people import account
from tests.workflows import people
from tests.workflows.test_list_browser import picture, violations
from workflows import roles

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
QUESTIONS = (
    ("煤改气补贴", 38, 38, 0, 30, 0), ("残疾车燃油费", 17, 17, 0, 15, 0), ("低保", 240, 0, 0, 180, 121),
    ("高岭津帖", 12, 12, 0, 9, 0), ("公租房怎么分", 41, 0, 41, 36, 20), ("[姓名]低保", 9, 9, 0, 9, 0),
)  # fmt: skip
TITLES = (
    "城乡居民最低生活保障标准公告", "最低生活保障审批办理指南", "吉林省社会救助条例",
    "2025年第三季度城市低保对象名单公示", "高龄津贴发放情况公示", "公共租赁住房配租结果公告",
)  # fmt: skip


@pytest.fixture
def site(db, site_search):
    people.install()
    seeding.seed_synonyms()
    items = [stories.released(title=title) for title in TITLES]
    outbox.drain()
    today, dice = timezone.localdate(), random.Random(7)
    for at in range(30):
        asked = dice.randint(60, 220)
        AskedTotal.objects.create(
            day=today - timedelta(days=at), way="page", asked=asked, empty=asked // 7,
            loose=asked // 9, audible=asked * 3 // 4, opened=asked // 3, wordless=9,
        )  # fmt: skip
    for text, asked, empty, loose, audible, opened in QUESTIONS:
        row = AskedQuery.objects.create(digest=text, text=text, asked=asked, last_on=today)
        AskedDay.objects.create(
            query=row, day=today, asked=asked, empty=empty, loose=loose, audible=audible, opened=opened
        )  # fmt: skip
    BestBet.objects.create(
        phrases="低保怎么申请\n低保\n", numbers="\n".join(i.number for i in items[:2]),
        text="申请低保可在“吉事办”网上提交，也可到户籍所在地街道办理。",
        link="/domains/", link_label="办理入口",
    )  # fmt: skip
    BestBet.objects.create(phrases="医保", numbers="MJ-2020-000001", also_longer=True)
    SynonymGroup.objects.create(words="煤改气", official="燃气管理", source="asked")
    yield items


@pytest.fixture
def visit(live_server, browser_context, client, site):
    def open_as(role, language="zh-hans", **options):
        context = browser_context(**options)
        if role:
            client.force_login(account(role))
            value = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        name = settings.LANGUAGE_COOKIE_NAME
        context.add_cookies([{"name": name, "value": language, "url": live_server.url}])
        return context.new_page()

    return open_as


def addresses():
    row = AskedQuery.objects.get(text="高岭津帖")
    group = SynonymGroup.objects.exclude(shipped_line="").first()
    relevance = reverse("search_staff:relevance")
    return {
        "asked": reverse("search_staff:asked"),
        "asked-one": reverse("search_staff:asked_one", args=[row.pk]),
        "relevance": f"{relevance}?q=低保标准 2025",
        "relevance-empty": relevance,
        "import": reverse("search_staff:synonyms_import"),
        "synonyms": reverse("synonymgroup:index"),
        "synonym-add": reverse("synonymgroup:add") + "?words=高岭津帖&from=asked",
        "synonym-edit": reverse("synonymgroup:edit", args=[group.pk]),
        "bets": reverse("bestbet:index"),
        "bet-add": reverse("bestbet:add") + "?phrases=公租房怎么分",
    }


def test_the_screens_are_accessible(live_server, visit):
    page = visit(roles.OFFICE, viewport=DESKTOP)
    for name, address in addresses().items():
        page.goto(live_server.url + address)
        picture(page, f"search-{name}", full_page=True)
        assert not violations(page), name


def test_the_screens_fit_a_phone(live_server, visit):
    page = visit(roles.OFFICE, viewport=PHONE)
    for name, address in addresses().items():
        page.goto(live_server.url + address)
        picture(page, f"search-{name}-390", full_page=True)
        wide = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
        assert wide <= 0, name


def test_a_question_becomes_a_synonym_with_two_presses_by_keyboard(live_server, visit):
    page = visit(roles.OFFICE, viewport=DESKTOP)
    page.goto(live_server.url + addresses()["asked-one"])
    page.get_by_role("link", name="高岭津帖 → 高龄津贴").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_words")
    assert page.input_value("#id_words") == "高岭津帖"
    page.locator("button[name='preview']").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".mj-effects")
    picture(page, "search-preview", full_page=True)
    assert page.get_by_text("高龄津贴发放情况公示").count() == 2
    assert not violations(page)
    page.locator("button.button-longrunning").click()
    page.wait_for_url("**/synonymgroup/")
    assert SynonymGroup.objects.filter(words="高岭津帖", source="asked").exists()


def test_a_recommendation_is_seen_as_one(live_server, visit):
    for name, options in (("desktop", DESKTOP), ("phone", PHONE)):
        page = visit(None, viewport=options)
        page.goto(f"{live_server.url}/search/?q=低保怎么申请")
        picture(page, f"recommended-{name}", full_page=True)
        assert page.get_by_role("heading", name="编辑推荐").is_visible()
        assert not violations(page, ".recommended")
    page = visit(None, "en", viewport=DESKTOP)
    page.goto(f"{live_server.url}/search/?q=低保怎么申请")
    assert page.get_by_role("heading", name="Recommended").is_visible()


def test_the_screens_speak_english(live_server, visit):
    page = visit(roles.OFFICE, "en", viewport=DESKTOP)
    user = roles.users_with(roles.OFFICE).get()
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "en"
    profile.save()
    for name in ("asked", "relevance"):
        page.goto(live_server.url + addresses()[name])
        picture(page, f"search-{name}-en", full_page=True)
    assert page.get_by_text("How it was understood").is_visible()
