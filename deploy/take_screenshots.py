"""Takes the pictures of the documents from a running demo; called by deploy/screenshots.

Each picture has one function; the functions only look, except that the editor's pictures need a
draft of their own, which is made once and found again later.
"""

import re
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from PIL import Image  # noqa: E402
from playwright.sync_api import Browser, Page, Response, sync_playwright  # noqa: E402

from tests.browser import ARGUMENTS, HINT, executable  # noqa: E402

FOLDER = PROJECT / "docs" / "screenshots"
PASSWORD = re.search(
    r'PASSWORD = "([^"]+)"', (PROJECT / "home/demo/accounts.py").read_text(encoding="utf-8")
)[1]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
LIMIT = 200_000  # bytes per picture
COLOURS = 128  # text on plain ground needs no more
QUESTION = "低保标准"
DRAFT = "2026年下半年临时救助款物发放公示（示例）"
PICTURES: dict[str, tuple[str, dict, Callable[[Page, str], None]]] = {}


def picture(name: str, account: str = "", size: dict | None = None, **options):
    """Registers a function that brings the page into view; `account` logs in first."""

    def keep(show: Callable[[Page, str], None]):
        PICTURES[name] = (account, {"viewport": size or DESKTOP, **options}, show)
        return show

    return keep


@picture("home")
@picture("home-phone", size=PHONE)
def home(page: Page, origin: str) -> None:
    page.goto(f"{origin}/")


@picture("search")
@picture("search-phone", size=PHONE)
def search(page: Page, origin: str) -> None:
    page.goto(f"{origin}/search/?q={QUESTION}")


@picture("item")
@picture("item-phone", size=PHONE)
@picture("item-dark", color_scheme="dark")
def item(page: Page, origin: str) -> None:
    search(page, origin)
    page.goto(origin + page.locator("main a[href^='/i/']").first.get_attribute("href"))


@picture("work", account="editor")
@picture("work-phone", account="editor", size=PHONE)
def work(page: Page, origin: str) -> None:
    page.goto(f"{origin}/admin/mingjing/work/")


@picture("choose", account="editor")
def choose(page: Page, origin: str) -> None:
    page.goto(f"{origin}{column_address(page, origin)}?q=救助")


@picture("form", account="editor")
def form(page: Page, origin: str) -> None:
    page.goto(origin + draft_address(page, origin))


@picture("missing", account="editor")
def missing(page: Page, origin: str) -> None:
    page.goto(f"{origin}{draft_address(page, origin)}?check=1")


@picture("upload", account="editor")
def upload(page: Page, origin: str) -> None:
    page.goto(origin + draft_address(page, origin))
    page.goto(origin + page.locator("a[href*='/mingjing/tables/']").first.get_attribute("href"))


@picture("approve", account="approver")
@picture("approve-phone", account="approver", size=PHONE)
def approve(page: Page, origin: str) -> None:
    first_task(page, origin)


@picture("queue", account="reviewer")
def queue(page: Page, origin: str) -> None:
    page.goto(f"{origin}/admin/mingjing/review/")


@picture("review", account="reviewer")
def review(page: Page, origin: str) -> None:
    queue(page, origin)
    open_findings = page.locator("tr", has=page.locator(".mj-badge--warn, .mj-badge--bad"))
    page.goto(origin + open_findings.locator("a.mj-title").first.get_attribute("href"))


@picture("review-pass", account="reviewer")
def review_pass(page: Page, origin: str) -> None:
    review(page, origin)
    page.goto(origin + page.locator("[data-mj-pass]").get_attribute("href"))


@picture("release", account="publisher")
def release(page: Page, origin: str) -> None:
    first_task(page, origin)


@picture("published", account="office")
def published(page: Page, origin: str) -> None:
    page.goto(f"{origin}/admin/mingjing/published/")


def first_task(page: Page, origin: str) -> None:
    work(page, origin)
    page.goto(origin + page.locator("a.mj-title").first.get_attribute("href"))


def column_address(page: Page, origin: str) -> str:
    """Where the editor of the demo unit begins something new."""
    work(page, origin)
    return page.locator("a[href*='/add_subpage/']").first.get_attribute("href")


def draft_address(page: Page, origin: str) -> str:
    """The editor's example draft, made when it is not there yet."""
    work(page, origin)
    known = page.locator("a.mj-title", has_text=DRAFT)
    if not known.count():
        page.goto(f"{origin}{column_address(page, origin)}?q=W8-2")
        page.locator(".mj-choose__list a").first.click()
        page.fill("#id_title", DRAFT)
        page.wait_for_load_state("networkidle")
        with page.expect_navigation():
            page.get_by_role("button", name="保存草稿").click()
        work(page, origin)
    return known.first.get_attribute("href")


def take(browser: Browser, origin: str, name: str) -> int:
    """One picture into its file; returns its size in bytes."""
    account, options, show = PICTURES[name]
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **options)
    context.set_default_timeout(60_000)
    page = context.new_page()
    failed: list[str] = []
    page.on("response", lambda response: failed.extend(error_in(response)))
    if account:
        log_in(page, origin, account)
    show(page, origin)
    page.wait_for_load_state("networkidle")
    if failed:
        sys.exit(f"{name}: {failed[-1]}")
    shot = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    context.close()
    target = FOLDER / f"{name}.png"
    shot.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    return target.stat().st_size


def error_in(response: Response) -> list[str]:
    """What to say of an error page: it is no picture."""
    if response.request.is_navigation_request() and response.status >= 400:
        return [f"{response.url} answers {response.status}"]
    return []


def log_in(page: Page, origin: str, account: str) -> None:
    page.goto(f"{origin}/admin/login/")
    page.fill("input[name=username]", account)
    page.fill("input[name=password]", PASSWORD)
    page.locator("button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/admin/$"))


def main(arguments: list[str]) -> int:
    origin = "http://127.0.0.1:8000"
    if arguments and arguments[0].startswith("http"):
        origin = arguments.pop(0).rstrip("/")
    unknown = sorted(set(arguments) - set(PICTURES))
    if unknown:
        sys.stderr.write(f"No such picture: {', '.join(unknown)}. All: {', '.join(PICTURES)}\n")
        return 2
    path = executable()
    if path is None:
        sys.stderr.write(f"{HINT}\n")
        return 2
    FOLDER.mkdir(exist_ok=True)
    too_large = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for name in arguments or PICTURES:
            size = take(browser, origin, name)
            sys.stdout.write(f"  {name}.png  {size / 1000:.0f} kB\n")
            if size > LIMIT:
                too_large.append(name)
        browser.close()
    if too_large:
        sys.stderr.write(f"Over {LIMIT // 1000} kB: {', '.join(too_large)}\n")
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
