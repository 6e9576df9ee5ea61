"""From the public's report to all copies green, in a real browser; axe on each screen of it."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.core.cache import cache
from playwright.sync_api import expect

from tests import factories
from tests.flows.test_public_pages_axe import RULES
from tests.workflows import people
from workflows import actions, roles, setup
from workflows.models import Batch, ProblemReport, SecondLook, Takedown
from workflows.standing import running_state

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("MINGJING_PICTURES", "")


@pytest.fixture
def team(transactional_db, settings):
    settings.SECOND_LOOK_SHARE = 1
    cache.clear()
    people.install()
    return people.staff()


def released(team, **fields):
    page = waiting(team, **fields)
    actions.review_and_clear(page, team.reviewer)
    actions.release(page, team.publisher)
    page.refresh_from_db()
    return page


def waiting(team, *, with_file=True, **fields):
    page = people.notice(team, **fields)
    if not with_file:
        draft = page.get_latest_revision_as_object()
        draft.attachment_rows.set([])
        draft.save()
        draft.save_revision(user=team.editor)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    return page


@pytest.fixture
def desk(browser_context, live_server, client):
    """Opens the admin for an account: `desk(user, **options of the context)`."""

    def opened(user, **options):
        client.force_login(user)
        context = browser_context(**{"viewport": {"width": 1440, "height": 900}} | options)
        name = django_settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        context.add_cookies([cookie])
        return context.new_page()

    return opened


def look(page, name: str) -> None:
    """No violation of WCAG 2.2 A and AA; a picture for people, where one is asked for."""
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)
    # Wagtail's own messages fade in: their contrast is measured half way.
    found = Axe().run(page, context={"exclude": [[".messages"]]}, options=RULES)
    found = found.response["violations"]
    told = [(v["id"], [node["html"][:120] for node in v["nodes"][:3]]) for v in found]
    assert told == [], name


def test_a_report_of_a_citizen_ends_with_every_copy_green(team, desk, live_server, browser_context):
    page = released(team)
    citizen = browser_context(viewport={"width": 390, "height": 844}).new_page()
    citizen.goto(f"{live_server.url}/i/{page.number}/")
    citizen.get_by_role("link", name="报告隐私问题").first.click()
    look(citizen, "report-form-390")
    citizen.get_by_label("说明").fill("第二段有身份证号")
    citizen.get_by_role("button", name="提交报告").click()
    expect(citizen.get_by_role("heading", level=1)).to_have_text("报告的进展")
    look(citizen, "report-state-390")
    receipt = ProblemReport.objects.get().receipt
    assert receipt in citizen.inner_text("main")

    reviewer = desk(team.reviewer)
    reviewer.goto(f"{live_server.url}/admin/mingjing/reports/")
    look(reviewer, "reports")
    reviewer.get_by_role("link", name="出现了不该公开的个人信息").click()
    reviewer.get_by_label("打开的理由").fill("核实报告")
    reviewer.get_by_role("button", name="打开").click()
    expect(reviewer.locator("main")).to_contain_text("第二段有身份证号")
    look(reviewer, "report")
    reviewer.get_by_role("link", name="紧急撤下这件信息").click()
    look(reviewer, "take-down")
    reviewer.get_by_label("情况说明").fill("正文第二段写了证件号码。")
    reviewer.get_by_label("身份证号", exact=True).check()
    reviewer.get_by_role("button", name="马上撤下").click()
    expect(reviewer.locator("main")).to_contain_text("处都已确认清除", timeout=30_000)
    look(reviewer, "takedown")
    assert Takedown.objects.get().copies.filter(is_gone=False).count() == 0

    reviewer.get_by_role("link", name="要办的事").click()
    expect(reviewer.get_by_role("heading", name="要办的事")).to_be_visible()
    look(reviewer, "incident")
    citizen.reload()
    expect(citizen.locator("main")).to_contain_text("内容已撤下")
    assert citizen.goto(f"{live_server.url}/i/{page.number}/").status == 410
    look(citizen, "tombstone-390")


def test_the_desk_is_walked_by_keyboard_and_fits_a_phone(team, desk, live_server):
    waiting(team, prose=people.PROSE)
    second = waiting(team)
    reviewer = desk(team.reviewer)
    reviewer.goto(f"{live_server.url}/admin/mingjing/review/")
    look(reviewer, "queue-1440")
    reviewer.keyboard.press("j")
    reviewer.keyboard.press("j")
    with reviewer.expect_navigation():
        reviewer.keyboard.press("c")
    assert reviewer.url.endswith(f"/review/{second.pk}/")
    assert running_state(second).claimant() == team.reviewer
    phone = desk(team.reviewer, viewport={"width": 390, "height": 844})
    phone.goto(f"{live_server.url}/admin/mingjing/review/?cls=RESIDENT_ID")
    look(phone, "queue-390")
    wide = phone.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    dark = desk(team.reviewer, color_scheme="dark")
    dark.goto(f"{live_server.url}/admin/mingjing/review/?tab=mine")
    look(dark, "queue-dark")


def test_a_batch_is_drawn_read_and_cleared_on_screen(team, desk, live_server):
    for _n in range(4):
        waiting(team, with_file=False)
    reviewer = desk(team.reviewer)
    reviewer.goto(f"{live_server.url}/admin/mingjing/review/")
    for box in reviewer.get_by_role("checkbox", name="成批放行").all():
        box.check()
    reviewer.get_by_role("button", name="抽样查看").click()
    look(reviewer, "batch")
    reviewer.get_by_role("link", name="关于调整").first.click()
    look(reviewer, "batch-read")
    reviewer.get_by_role("link", name="没有问题，看下一件").click()
    reviewer.get_by_role("link", name="没有问题，看下一件").click()
    reviewer.get_by_role("link", name="看完了，回到这一批").click()
    reviewer.get_by_role("button", name="放行整批").click()
    expect(reviewer.locator("main")).to_contain_text("放行 4 件")
    look(reviewer, "batch-done")
    assert Batch.objects.get().finished_at


def test_a_second_look_is_noted_and_measured(team, desk, live_server):
    released(team)
    second = factories.user("reviewer-2")
    setup.assign(second, roles.REVIEWER, team.unit)
    reviewer = desk(second)
    reviewer.goto(f"{live_server.url}/admin/mingjing/second-look/")
    look(reviewer, "second-looks")
    reviewer.get_by_role("link", name="关于调整救助服务时间的公告").click()
    look(reviewer, "second-look")
    reviewer.get_by_label("没有问题").check()
    reviewer.get_by_role("button", name="记下结论").click()
    expect(reviewer.locator("main")).to_contain_text("没有等您复审的内容")
    for n in range(30):
        SecondLook.objects.create(
            clearance_id=1000 + n,
            page_id=SecondLook.objects.first().page_id,
            number="x",
            source=("review", "batch", "import")[n % 3],
            outcome="missed" if n in (4, 7) else "right",
            classes=["RESIDENT_ID"] if n == 4 else ["RECIPIENT_NAME"] if n == 7 else [],
            rule={4: "number", 7: "name"}.get(n, ""),
            by_name="x",
        )
    reviewer.goto(f"{live_server.url}/admin/mingjing/miss-rates/")
    look(reviewer, "miss-rates")


def test_the_office_reads_and_prints_incidents(team, desk, live_server):
    from workflows import takedown

    page = released(team)
    incident = takedown.take_down(
        page, by=team.reviewer, note="正文有证件号码。", classes=["RESIDENT_ID"]
    ).incident
    office = factories.user("office")
    setup.assign(office, roles.OFFICE)
    desktop = desk(office)
    desktop.goto(f"{live_server.url}/admin/mingjing/incidents/")
    look(desktop, "incidents")
    desktop.goto(f"{live_server.url}/admin/mingjing/incidents/{incident.serial}/print/")
    look(desktop, "incident-print")
    phone = desk(office, viewport={"width": 390, "height": 844})
    phone.goto(f"{live_server.url}/admin/mingjing/incidents/{incident.serial}/")
    look(phone, "incident-390")
    phone.goto(f"{live_server.url}/admin/mingjing/takedown/{page.pk}/")
    look(phone, "takedown-390")
