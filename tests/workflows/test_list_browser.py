"""The review of a list in a real browser: one press, tabs by keyboard, axe, the sheet on paper."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from tests.workflows import listed
from workflows import actions

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("MJ_PICTURES", "")


def picture(page, name: str, **options) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", **options)


def violations(page, context: str = ".mj") -> list[str]:
    found = Axe().run(page, context=context).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]


@pytest.fixture
def visit(live_server, browser_context, team, client):
    def open_as(user, **options):
        client.force_login(user)
        context = browser_context(**options)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        return context.new_page()

    return open_as


def test_a_reviewer_takes_the_proposed_way(live_server, team, visit):
    item = listed.in_review(listed.with_list(team, listed.households(60)), team)
    listed.decide(item, team)
    page = visit(team.reviewer, viewport={"width": 1440, "height": 1000})
    page.goto(live_server.url + reverse("workflows:review", args=[item.pk]))
    page.wait_for_selector(".mj-way--first")
    picture(page, "list-review", full_page=True)
    assert not violations(page, ".mj-both")
    page.locator(".mj-tab").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".mj-panel").nth(1).is_visible()
    picture(page, "list-board-tab")
    page.locator(".mj-way--first button").click()
    page.wait_for_selector(".mj-way--first", state="detached")
    picture(page, "list-safe", full_page=True)
    assert page.locator(".mj-risk .mj-note--ok").count() == 1


def test_the_review_of_a_list_fits_a_phone(live_server, team, visit):
    item = listed.in_review(listed.with_list(team, listed.households(60)), team)
    page = visit(team.reviewer, viewport={"width": 390, "height": 844})
    page.goto(live_server.url + reverse("workflows:review", args=[item.pk]))
    picture(page, "list-review-390", full_page=True)
    wide = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
    assert wide <= 0


def test_the_sheet_fits_the_paper(live_server, team, visit):
    unit = team.unit
    unit.phone = "0431-80000000"
    unit.save()
    rows = listed.households(60, villages=("东风村", "柳河村"))
    item = listed.in_review(listed.with_list(team, rows, code="W1-3"), team)
    actions.review_and_clear(item, team.reviewer, "proposed")
    item = listed.released(item, team)
    page = visit(team.editor, viewport={"width": 1100, "height": 1200})
    page.goto(live_server.url + reverse("workflows:boards", args=[item.pk]))
    picture(page, "boards", full_page=True)
    assert not violations(page)
    with page.expect_popup() as opened:
        page.locator("form .button").click()
    paper = opened.value
    paper.wait_for_selector(".sheet")
    sheets = paper.locator(".sheet")
    assert sheets.count() == 6
    for n in range(sheets.count()):
        over = sheets.nth(n).evaluate("e => e.scrollHeight - e.clientHeight")
        assert over <= 0
    if PICTURES:
        paper.pdf(path=Path(PICTURES) / "board.pdf", prefer_css_page_size=True)
        picture(paper, "board-sheet", full_page=True)


def test_an_upload_shows_its_progress_and_its_errors_in_place(live_server, team, visit, tmp_path):
    item = listed.draft(team)
    page = visit(team.editor, viewport={"width": 1200, "height": 900})
    page.goto(live_server.url + reverse("workflows:upload", args=[item.pk]))
    bad = tmp_path / "名册.csv"
    bad.write_bytes(b"%PDF-1.7")
    page.set_input_files("input[type='file']", bad)
    page.locator("form .button").first.click()
    page.wait_for_selector(".mj-field--error .error-message")
    picture(page, "upload-error")
    good = tmp_path / "低保名册.csv"
    good.write_bytes(listed.csv_of(listed.households(1_500)))
    page.goto(live_server.url + reverse("workflows:upload", args=[item.pk]))
    page.set_input_files("input[type='file']", good)
    page.locator("form .button").first.click()
    page.wait_for_selector(".mj-columns")
    assert "1,500 行" in page.content() or "1500 行" in page.content()
    assert not violations(page)
    picture(page, "upload-done", full_page=True)
