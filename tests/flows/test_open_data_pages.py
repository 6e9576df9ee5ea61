"""The pages of the open data, of feeds and of mails about a search in a real browser."""

import os
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from disclosure import outbox
from search.alerts import signup
from search.models import SavedSearch
from tests.flows.test_public_pages_axe import overflow, violations
from tests.home.published import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VISITORS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "dark": {"viewport": {"width": 1024, "height": 800}, "color_scheme": "dark"},
    "without script": {"viewport": {"width": 768, "height": 900}, "java_script_enabled": False},
}


@pytest.fixture
def item(tmp_path, settings):
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    cache.clear()
    made = published(title="关于白桦林养护的公告")
    outbox.drain()
    return made


def followed():
    """A confirmed wish, as its owner sees it."""
    from search.query import SearchQuery

    query = SearchQuery("白桦林", filters={"domain": ("welfare",)})
    signup.take("li@mail.example", query, "daily", "zh-hans")
    saved = SavedSearch.objects.latest("pk")
    waiting = signup.confirm_token(saved)
    signup.take("li@mail.example", SearchQuery("养护"), "weekly", "zh-hans")
    signup.confirm(signup.confirm_token(SavedSearch.objects.latest("pk")))
    return waiting, signup.manage_token(saved.subscriber), signup.stop_token(saved.subscriber)


@pytest.mark.parametrize("visitor", VISITORS)
def test_the_pages_are_accessible_and_fit(live_server, browser_context, item, visitor):
    waiting, manage, stop = followed()
    addresses = {
        "docs": "/api/",
        "feeds": "/feeds/",
        "search": "/search/?q=白桦林",
        "latest": "/latest/",
        "follow": "/search/alerts/?q=白桦林&domain=welfare",
        "nothing": "/search/alerts/",
        "sent": "/search/alerts/sent/",
        "confirm": f"/search/alerts/confirm/{waiting}/",
        "lapsed": "/search/alerts/confirm/x/",
        "manage": f"/search/alerts/manage/{manage}/",
        "stop": f"/search/alerts/stop/{stop}/",
        "stopped": "/search/alerts/stopped/",
    }
    page = browser_context(**VISITORS[visitor]).new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    problems = {}
    for name, address in addresses.items():
        page.goto(live_server.url + address)
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/{name}-{visitor}.png", full_page=True)
        found = violations(page) if visitor != "without script" else []
        if overflow(page) > 0:
            found.append(f"{overflow(page)} px sideways")
        if found:
            problems[name] = found
    assert problems == {}


def test_an_operation_is_tried_in_place(live_server, browser_context, item):
    page = browser_context(**VISITORS["phone"]).new_page()
    page.goto(f"{live_server.url}/api/")
    form = page.locator("#get_item form")
    form.locator("[name=number]").fill(item.number)
    form.locator("button[type=submit]").click()
    form.locator(".api-status[data-kind=ok]").wait_for()
    assert form.locator(".api-status").inner_text().startswith("200")
    assert item.title in form.locator(".api-body").inner_text()
    assert f"/api/v1/items/{item.number}/'" in form.locator(".api-curl code").inner_text()
    assert "etag:" in form.locator(".api-headers").inner_text()
    assert not page.locator("main [style]").count()
    form.locator("[name=number]").fill("../../x")
    form.locator("button[type=submit]").click()
    form.locator(".api-status[data-kind=bad]").wait_for()
    assert form.locator(".api-status").inner_text().startswith("404")
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/tried.png", full_page=False)


def test_without_script_a_form_leads_to_the_answer(live_server, browser_context, item):
    page = browser_context(**VISITORS["without script"]).new_page()
    page.goto(f"{live_server.url}/api/v1/docs")
    form = page.locator("#list_items form")
    form.locator("[name=domain]").fill("welfare")
    form.locator("button[type=submit]").click()
    assert page.url == f"{live_server.url}/api/v1/items/?domain=welfare"
    assert item.number in page.content()


def test_a_citizen_follows_a_search_from_its_results(live_server, browser_context, item):
    page = browser_context(**VISITORS["phone"]).new_page()
    page.goto(f"{live_server.url}/search/?q=白桦林")
    page.locator(".follow-form [name=address]").fill("li@mail.example")
    page.locator(".follow-form [name=rhythm]").select_option("weekly")
    page.locator(".follow-form button").click()
    assert page.locator("h1").inner_text() == "请看您的邮箱"
    outbox.drain()
    link = re.search(r"(/search/alerts/confirm/\S+/)", mail.outbox[-1].body)[1]
    page.goto(live_server.url + link)
    page.get_by_role("button", name="确认订阅").click()
    assert page.locator("h1").inner_text() == "我的邮件订阅"
    assert "“白桦林”" in page.locator(".alert-list").inner_text()
    saved = SavedSearch.objects.get()
    assert saved.rhythm == "weekly" and saved.confirmed_at <= timezone.now()
    page.get_by_role("button", name="全部停止").click()
    assert page.locator("h1").inner_text() == "已经停止" and not SavedSearch.objects.exists()
