"""Every kind of public page in a real browser: no WCAG 2.2 AA violation, no sideways scrolling."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from disclosure.models import LinkRow, RecipientTable
from tests.home.published import published, withdrawn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    },
    "resultTypes": ["violations"],
}
PAGES = [
    "/",
    "/domains/",
    "/domains/welfare/",
    "/latest/",
    "/notices/",
    "/units/",
    "/units/jl-test/",
    "/regions/",
    "/catalogue/",
    "/data/",
    "/data/notice/",
    "/about/",
    "/accessibility/",
    "/privacy/",
    "/sitemap/",
    "/search/?q=公示",
    "/search/?q=没有这样的词",
    "/nothing-here/",
]
VISITORS = {
    "desktop": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "dark": {"viewport": {"width": 1024, "height": 800}, "color_scheme": "dark"},
    "without script": {"viewport": {"width": 768, "height": 900}, "java_script_enabled": False},
}
COOKIES = {"large": "large", "black": "large3-black"}


@pytest.fixture
def addresses():
    """A small site with every kind of item, and the addresses to look at."""
    today = timezone.localdate()
    names = [["张*三", "3", "2,220"], ["其他20户（合并）", "38", "—"]]
    wide = [f"第{n}列" for n in range(9)]
    full = published(
        title="2026年第三季度最低生活保障资金发放情况" * 2,
        doc_no="吉民函〔2026〕47号",
        is_reprint=True,
        is_example=True,
        rows=[
            ("recipient_tables", RecipientTable(columns=["户主", "人数", "元"], rows=names)),
            ("recipient_tables", RecipientTable(columns=wide, rows=[["一"] * 9] * 60)),
            ("link_rows", LinkRow(label="办法", relation="basis", target="https://example.org/")),
        ],
    )
    published(
        title="拟确认对象公示",
        publicity_from=today,
        publicity_to=today + timedelta(days=9),
    )
    gone, removed = withdrawn("expired"), withdrawn("privacy")
    return [*PAGES, *[f"/i/{item.number}/" for item in (full, gone, removed)]]


def violations(page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


def overflow(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.slow
def test_no_public_page_has_a_barrier(live_server, browser_context, addresses):
    problems = []
    for visitor, options in VISITORS.items():
        page = browser_context(**options).new_page()
        for address in addresses:
            page.goto(live_server.url + address)
            if options.get("java_script_enabled", True):
                problems += [f"{visitor} {address} {found}" for found in violations(page)]
            else:
                assert page.locator("h1").count() == 1, address
    assert problems == []


@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_must_be_scrolled_sideways(live_server, browser_context, addresses, width):
    page = browser_context(viewport={"width": width, "height": 800}).new_page()
    problems = []
    for address in addresses:
        page.goto(live_server.url + address)
        problems += [address] * (overflow(page) > 0)
    assert problems == []


@pytest.mark.parametrize("cookie", COOKIES.values(), ids=COOKIES.keys())
def test_large_type_has_no_barrier_either(live_server, browser_context, addresses, cookie):
    visitor = browser_context(viewport={"width": 390, "height": 844})
    visitor.add_cookies([{"name": "mode", "value": cookie, "url": live_server.url}])
    page, problems = visitor.new_page(), []
    for address in [addresses[0], addresses[2], *addresses[-3:]]:
        page.goto(live_server.url + address)
        problems += [f"{address} {found}" for found in violations(page)]
        problems += [f"{address} overflow"] * (overflow(page) > 0)
    assert problems == []


def test_the_keyboard_reaches_the_text_first_and_everything_after(
    live_server, browser_page, addresses
):
    browser_page.goto(live_server.url + addresses[-3])
    browser_page.keyboard.press("Tab")
    assert browser_page.evaluate("document.activeElement.className") == "skip"
    browser_page.keyboard.press("Enter")
    assert browser_page.evaluate("document.activeElement.id") == "main"
    seen = set()
    for _step in range(80):
        browser_page.keyboard.press("Tab")
        seen.add(browser_page.evaluate("document.activeElement.outerHTML.slice(0, 90)"))
    links = browser_page.locator("main a:visible, main button:visible, footer a:visible").count()
    assert len(seen) >= min(links, 20)
