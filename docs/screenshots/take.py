"""Take the README's pictures of a running demo. Usage: docs/screenshots/take.py [ADDRESS]

Start the demo first (make demo). Needs Chromium and the packages of make dev.
"""

import re
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from tests.browser import ARGUMENTS, executable  # noqa: E402

HERE = Path(__file__).parent
ACCOUNTS = (PROJECT / "home/demo/accounts.py").read_text(encoding="utf-8")
PASSWORD = re.search(r'PASSWORD = "([^"]+)"', ACCOUNTS)[1]
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}


def keep(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(HERE / f"{name}.png"))
    sys.stdout.write(f"  {name}.png\n")


def visitor(browser: Browser, size: dict[str, int]) -> Page:
    context = browser.new_context(viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai")
    context.set_default_timeout(30_000)
    return context.new_page()


def staff(browser: Browser, origin: str, account: str) -> Page:
    page = visitor(browser, DESKTOP)
    page.goto(f"{origin}/admin/login/")
    page.fill("input[name=username]", account)
    page.fill("input[name=password]", PASSWORD)
    page.locator("button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/admin/$"))
    return page


def public(browser: Browser, origin: str) -> None:
    page = visitor(browser, DESKTOP)
    page.goto(f"{origin}/")
    keep(page, "home")
    page.goto(f"{origin}/search/?q=低保标准")
    keep(page, "search")
    first = page.locator("main a[href^='/i/']").first.get_attribute("href")
    page.goto(origin + first)
    keep(page, "item")
    phone = visitor(browser, PHONE)
    phone.goto(origin + first)
    keep(phone, "item-phone")


def review(browser: Browser, origin: str) -> None:
    page = staff(browser, origin, "reviewer")
    page.goto(f"{origin}/admin/mingjing/review/")
    keep(page, "queue")
    page.locator("a[href*='/mingjing/review/']").filter(has_text=re.compile(r"\S")).last.click()
    keep(page, "review")


def main() -> None:
    origin = (sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000").rstrip("/")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        public(browser, origin)
        review(browser, origin)
        browser.close()


if __name__ == "__main__":
    main()
