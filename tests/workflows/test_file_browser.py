"""Boxes drawn on a page by keyboard and by pointer, in a real browser; axe finds nothing."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from privacy import vault
from tests import factories
from tests.flows.walkers import PASSWORD
from tests.workflows import file_engine, people
from tests.workflows.test_files import TEXT, in_review
from workflows.models import FileMark

pytestmark = pytest.mark.django_db(transaction=True)
MM = 1 / 210  # of the page's width


@pytest.fixture
def reviewer(monkeypatch, live_server, browser_context):
    """(page of the browser on the first page of the file, the item)."""
    file_engine.install(monkeypatch)
    people.install()
    team = people.staff()
    factories.user(team.reviewer.username, vault.VAULT_GROUP)
    team.reviewer.set_password(PASSWORD)
    team.reviewer.save()
    item, file = in_review(team, file_engine.PAGED + TEXT.encode())
    page = browser_context(viewport={"width": 1440, "height": 1000}).new_page()
    page.goto(live_server.url + reverse("wagtailadmin_login"))
    page.fill("input[name=username]", team.reviewer.username)
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("button[type=submit]").click()
    page.goto(live_server.url + reverse("workflows:review_file", args=[item.pk, file.pk]))
    return page


def saved(page, act):
    """Do something and wait until the server has kept it."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        act()
    assert answer.value.status == 200


def test_a_box_is_added_moved_resized_and_removed_by_keyboard(reviewer):
    page = reviewer
    page.locator("[data-mj-page]").focus()
    saved(page, lambda: page.keyboard.press("b"))
    left, top, right, bottom = FileMark.objects.get().boxes[0]
    saved(page, lambda: [page.keyboard.press("ArrowRight") for _ in range(3)])
    moved = FileMark.objects.get().boxes[0]
    assert moved[0] == pytest.approx(left + 3 * MM, abs=MM / 4)
    assert moved[1] == pytest.approx(top, abs=0.001)
    saved(page, lambda: page.keyboard.press("Shift+ArrowLeft"))
    sized = FileMark.objects.get().boxes[0]
    assert sized[2] - sized[0] == pytest.approx(right - left - MM, abs=MM / 4)
    assert sized[3] - sized[1] == pytest.approx(bottom - top, abs=0.001)
    assert page.locator("[data-mj-public] .mj-painted").count() == 1
    saved(page, lambda: page.keyboard.press("Delete"))
    assert not FileMark.objects.exists()
    assert page.locator("[data-mj-public] .mj-painted").count() == 0


def test_a_box_is_drawn_with_the_pointer(reviewer):
    page = reviewer
    ground = page.locator("[data-mj-page]").bounding_box()
    page.mouse.move(ground["x"] + ground["width"] * 0.3, ground["y"] + ground["height"] * 0.4)
    page.mouse.down()
    page.mouse.move(ground["x"] + ground["width"] * 0.5, ground["y"] + ground["height"] * 0.45)
    saved(page, page.mouse.up)
    left, top, right, bottom = FileMark.objects.get().boxes[0]
    assert (left, right) == (pytest.approx(0.3, abs=0.02), pytest.approx(0.5, abs=0.02))
    assert (top, bottom) == (pytest.approx(0.4, abs=0.02), pytest.approx(0.45, abs=0.02))


def test_a_decision_by_key_moves_on_and_the_page_is_accessible(reviewer):
    page = reviewer
    page.goto(page.url + "?page=2")
    assert not Axe().run(page).response["violations"]
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("x")
    page.wait_for_selector(".mj-file-spots .mj-icon-ok")
    assert FileMark.objects.get().action == "remove"
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("u")
    page.wait_for_selector(".mj-file-spots .mj-icon-ok", state="detached")
    assert not FileMark.objects.exists()
