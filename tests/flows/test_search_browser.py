"""The search page in a real browser: finding, completing by keyboard and touch, filters, phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache

from disclosure import outbox
from disclosure.models import AllocationRow
from tests import public_copies
from tests.flows.test_public_pages_axe import RULES
from tests.home.published import published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def site(site_ready, settings, tmp_path, live_server):
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    cache.clear()
    rows = [
        ("allocation_rows", AllocationRow(recipient_unit=name, amount="1200.00"))
        for name in ("第一林场", "红松林补植项目", "第三林场")
    ]
    file = public_copies.row("分配明细", words=[("p1", "白桦林管护费")], html="<h2>明细</h2>")
    published(title="城乡居民最低生活保障标准公告", doc_no="吉测〔2026〕7号", domain="welfare")
    published(title="补助资金分配结果", rows=[*rows, ("attachment_rows", file)])
    for at in range(12):
        published(title=f"第{at}期空气质量月报")
    outbox.drain()
    return live_server.url


def field_of(page):
    return page.locator("#q")


def type_words(page, words):
    field_of(page).click()
    field_of(page).press_sequentially(words)
    page.locator("[role=listbox]:visible").wait_for()


def violations(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def active(page):
    spot = field_of(page).get_attribute("aria-activedescendant")
    return page.locator(f"#{spot}").inner_text() if spot else ""


def test_completions_are_reached_by_keyboard_and_told_to_screen_readers(site, browser_page):
    page = browser_page
    page.goto(f"{site}/search/")
    field = field_of(page)
    assert field.get_attribute("role") == "combobox"
    assert field.get_attribute("aria-expanded") == "false"
    type_words(page, "dbbz")
    assert field.get_attribute("aria-expanded") == "true"
    assert re.search(r"有 \d+ 条提示", page.locator("[role=search] [role=status]").inner_text())
    page.keyboard.press("ArrowDown")
    assert active(page) == "低保标准"
    assert page.locator("[role=option][aria-selected=true]").count() == 1
    assert field.evaluate("node => node === document.activeElement")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=**")
    assert "城乡居民最低生活保障标准公告" in page.locator("main").inner_text()


def test_arrows_go_round_home_end_and_escape_do_what_they_say(site, browser_page):
    page = browser_page
    page.goto(f"{site}/search/")
    type_words(page, "空气")
    labels = page.locator("[role=option]").all_inner_texts()
    assert 2 <= len(labels) <= 10
    page.keyboard.press("ArrowUp")
    assert active(page) == labels[-1]
    page.keyboard.press("ArrowDown")
    assert active(page) == ""
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    assert active(page) == labels[-1]
    page.keyboard.press("Home")
    assert active(page) == labels[0]
    page.keyboard.press("Escape")
    assert page.locator("[role=listbox]").is_hidden()
    assert field_of(page).input_value() == "空气"
    page.keyboard.press("Escape")
    assert field_of(page).input_value() == ""


def test_enter_without_a_choice_searches_for_what_was_typed(site, browser_page):
    page = browser_page
    page.goto(site)
    type_words(page, "空气")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=**")
    assert "12 条结果" in page.locator("#found").inner_text()


def test_a_document_number_leads_straight_to_its_item(site, browser_page):
    page = browser_page
    page.goto(f"{site}/search/")
    type_words(page, "吉测[2026")
    page.keyboard.press("ArrowDown")
    assert active(page) == "吉测〔2026〕7号"
    page.keyboard.press("Enter")
    page.wait_for_url("**/i/**")
    assert page.locator("h1").inner_text() == "城乡居民最低生活保障标准公告"


def test_tab_leaves_without_choosing(site, browser_page):
    page = browser_page
    page.goto(f"{site}/search/")
    type_words(page, "空气")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    assert page.locator("[role=listbox]").is_hidden()
    assert page.url.endswith("/search/")


def test_nothing_typed_is_kept_in_the_browser(site, browser_page):
    page = browser_page
    page.goto(f"{site}/search/")
    type_words(page, "空气")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_finger_chooses_a_completion_on_a_phone(site, browser_context):
    page = browser_context(**PHONE).new_page()
    page.goto(site)
    type_words(page, "空气")
    assert overflow(page) <= 0
    box = page.locator("[role=option]").first.bounding_box()
    assert box["height"] >= 44
    page.locator("[role=option]").last.tap()
    page.wait_for_url("**/i/**")


def test_a_hit_in_a_table_is_shown_in_its_row(site, browser_page):
    page = browser_page
    page.goto(f"{site}/search/?q=红松林补植")
    page.get_by_role("link", name="第 2 行").click()
    row = page.locator("#t1-row")
    assert "红松林补植项目" in row.inner_text()
    assert row.evaluate("node => node.getBoundingClientRect().top < innerHeight")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_filters_are_chosen_and_taken_off(site, browser_context, script):
    page = browser_context(
        viewport={"width": 1280, "height": 900}, java_script_enabled=script
    ).new_page()
    page.goto(f"{site}/search/?q=分配结果")
    page.locator("summary", has_text="附件和表格").click()
    page.get_by_label("有附件").check()
    page.get_by_label("从", exact=True).fill("二〇一八年")
    page.get_by_role("button", name="查看结果").click()
    page.wait_for_url("**holds=files**")
    assert "from=2018" in page.url or "%E4%BA%8C" in page.url
    chips = page.locator(".chosen .chip")
    assert chips.count() == 2
    assert page.locator("article.result").count() == 1
    chips.first.click()
    page.wait_for_url(lambda url: "holds" not in url)
    assert page.locator(".chosen .chip").count() == 1


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_on_a_phone_the_filters_are_a_sheet(site, browser_context, script):
    page = browser_context(**PHONE, java_script_enabled=script).new_page()
    page.goto(f"{site}/search/?q=空气质量")
    sheet = page.locator("#filters")
    assert sheet.is_hidden()
    page.get_by_role("button", name="筛选").tap()
    assert sheet.is_visible()
    page.get_by_label("社会救助和社会福利").tap()
    page.get_by_role("button", name="查看结果").tap()
    page.wait_for_url("**domain=welfare**")
    assert page.locator("#filters").is_hidden()
    assert page.get_by_role("button", name="筛选（1）").is_visible()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_search_page_has_no_barrier(site, browser_context, settings, language, scheme):
    problems = []
    for options in ({"viewport": {"width": 1280, "height": 900}}, PHONE):
        visitor = browser_context(color_scheme=scheme, **options)
        name = settings.LANGUAGE_COOKIE_NAME
        visitor.add_cookies([{"name": name, "value": language, "url": site}])
        page = visitor.new_page()
        for address in ("?q=红松林补植", "?q=低保&domain=welfare&from=2018", "?q=航天飞机&kind=x"):
            page.goto(f"{site}/search/{address}")
            problems += [f"{address} {found}" for found in violations(page)]
            problems += [f"{address} overflow"] * (overflow(page) > 0)
        page.goto(f"{site}/search/")
        type_words(page, "空气")
        page.keyboard.press("ArrowDown")
        problems += [f"list {found}" for found in violations(page)]
        if options is PHONE:
            page.goto(f"{site}/search/?q=空气")
            page.locator(".filters-open").tap()
            problems += [f"sheet {found}" for found in violations(page)]
    assert problems == []
