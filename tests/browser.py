"""A real Chromium for the tests: Debian's, driven by playwright, cut off from the Internet."""

import os
import shutil
from urllib.parse import urlsplit

import pytest

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--force-device-scale-factor=1",
]
HINT = "Chromium: apt-get install chromium fonts-noto-cjk, or export CHROMIUM=/path/to/chromium"


def executable() -> str | None:
    """Path of the browser: `CHROMIUM`, else what the system has; None when there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    return None


@pytest.fixture(scope="session")
def chromium():
    """The browser itself, started once."""
    path = executable()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"missing under CI=true: {HINT}", pytrace=False)
        pytest.skip(HINT)
    # playwright's loop lives in this thread; Django would take our queries for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@pytest.fixture
def browser_context(chromium):
    """Makes separate visitors (own cookies): `browser_context(**options)`, e.g. `locale="en"`.

    The test fails at its end if a page asked anything of another host.
    """
    contexts, strangers = [], []

    def guard(route):
        if urlsplit(route.request.url).hostname in ("127.0.0.1", "localhost"):
            route.continue_()
        else:
            strangers.append(route.request.url)
            route.abort()

    def visitor(**options):
        context = chromium.new_context(
            **{"locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options}
        )
        context.set_default_timeout(15_000)
        context.route("**/*", guard)
        contexts.append(context)
        return context

    yield visitor
    for context in contexts:
        context.close()
    assert not strangers, f"third-party requests: {strangers}"


@pytest.fixture
def browser_page(browser_context):
    """One page of one visitor, desktop size."""
    return browser_context(viewport={"width": 1280, "height": 900}).new_page()
