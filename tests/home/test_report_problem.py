"""The public's way to say that something private stands on a page, and what becomes of it."""

import logging

import pytest
from django.core.cache import cache
from django.test import Client

from disclosure import outbox
from privacy.models import VaultAccess, VaultObject
from tests import factories
from tests.workflows import people
from workflows import actions, reports, roles, setup, takedown
from workflows.models import ProblemReport

TEXT = f"第二段有{people.NAME}的身份证号{people.ID_NUMBER}"
CONTACT = f"请打{people.PHONE}"
GIVEN = {"kind": "leak", "place": "body", "text": TEXT, "contact": CONTACT}


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def team(db):
    people.install()
    return people.staff()


@pytest.fixture
def live(team):
    page = people.notice(team)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    actions.review_and_clear(page, team.reviewer)
    actions.release(page, team.publisher)
    page.refresh_from_db()
    return page


def address(page) -> str:
    return f"/i/{page.number}/report/"


def test_every_item_page_leads_to_its_form(live, client):
    assert f'href="{address(live)}"' in client.get(f"/i/{live.number}/").content.decode()
    shown = client.get(address(live)).content.decode()
    assert "1 个工作日" in shown
    assert "15 个工作日" in shown
    assert "noindex" in shown


def test_a_report_gives_a_receipt_whose_page_says_the_state_and_nothing_else(live, client):
    answer = client.post(address(live), GIVEN)
    report = ProblemReport.objects.get()
    assert answer.url == f"/reports/{report.receipt}/"
    shown = client.get(answer.url).content.decode()
    assert report.receipt in shown
    assert "已收到" in shown
    for value in (people.NAME, people.ID_NUMBER, people.PHONE):
        assert value not in shown
    sloppy = report.receipt.lower().replace("-", " ")
    assert client.get("/reports/", {"receipt": sloppy}).url == answer.url


def test_what_was_written_lies_in_the_vault_alone(live, client, mailoutbox, caplog):
    outbox.drain()
    with caplog.at_level(logging.DEBUG):
        client.post(address(live), GIVEN)
        outbox.drain()
    report = ProblemReport.objects.values().get()
    mails = "".join(f"{mail.subject}{mail.body}{mail.to}" for mail in mailoutbox)
    for value in (people.NAME, people.ID_NUMBER, people.PHONE):
        assert value not in str(report)
        assert value not in mails
        assert value not in caplog.text
    sealed = VaultObject.objects.get(kind="report")
    assert sealed.unit_code == live.unit.code
    assert sealed.created_by is None


def test_reviewers_and_office_are_told(live, client, mailoutbox):
    office = factories.user("office")
    setup.assign(office, roles.OFFICE)
    outbox.drain()
    mailoutbox.clear()
    client.post(address(live), {"kind": "leak", "place": "title"})
    outbox.drain()
    told = {to for mail in mailoutbox for to in mail.to}
    assert told == {"office@example.org", "reviewer-jl-test@example.org"}


def test_a_reviewer_opens_it_with_a_reason_that_is_written_down(live, team, client):
    client.post(address(live), GIVEN)
    report = ProblemReport.objects.get()
    screen = f"/admin/mingjing/reports/{report.receipt}/"
    client.force_login(team.reviewer)
    assert people.ID_NUMBER not in client.get(screen).content.decode()
    assert people.ID_NUMBER not in client.get("/admin/mingjing/reports/").content.decode()
    assert people.ID_NUMBER not in client.post(screen, {"do": "open"}).content.decode()
    shown = client.post(screen, {"do": "open", "reason": "核实报告"})
    assert people.ID_NUMBER in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert VaultAccess.objects.filter(action="opened", reason="核实报告").exists()
    assert "正在核实" in client.get(f"/reports/{report.receipt}/").content.decode()


def test_the_office_handles_a_report_without_opening_it(live, client):
    office = factories.user("office")
    setup.assign(office, roles.OFFICE)
    client.post(address(live), GIVEN)
    report = ProblemReport.objects.get()
    client.force_login(office)
    shown = client.post(
        f"/admin/mingjing/reports/{report.receipt}/", {"do": "open", "reason": "看"}
    )
    assert people.ID_NUMBER not in shown.content.decode()
    client.post(
        f"/admin/mingjing/reports/{report.receipt}/", {"do": "settle", "outcome": "nothing"}
    )
    assert "没有发现个人信息" in client.get(f"/reports/{report.receipt}/").content.decode()


def test_strangers_see_no_report(live, client):
    client.post(address(live), GIVEN)
    report = ProblemReport.objects.get()
    for person in (people.staff("jl-other").reviewer, people.staff("jl-third").editor):
        client.force_login(person)
        assert client.get(f"/admin/mingjing/reports/{report.receipt}/").status_code == 404


def test_a_takedown_answers_the_reports_of_the_leak(live, team, client):
    client.post(address(live), GIVEN)
    client.post(address(live), {"kind": "delete", "place": "body"})
    takedown.take_down(live, by=team.reviewer, note="正文有证件号码。", classes=[])
    leak, right = ProblemReport.objects.order_by("pk")
    assert (leak.state, leak.outcome) == ("done", "taken_down")
    assert right.state == "new"
    assert "内容已撤下" in client.get(f"/reports/{leak.receipt}/").content.decode()


@pytest.mark.parametrize(("kind", "days"), [("leak", 1), ("correct", 15), ("delete", 15)])
def test_each_kind_has_its_working_days(live, client, kind, days):
    from django.utils import timezone

    from disclosure.calendars import current_calendar
    from disclosure.deadlines import working_days_between

    client.post(address(live), {"kind": kind, "place": "unknown"})
    due = ProblemReport.objects.get().due_on
    assert working_days_between(timezone.localdate(), due, current_calendar()) == days


def test_ten_megabytes_are_refused_in_words_and_not_sent_back(live, client):
    answer = client.post(address(live), GIVEN | {"text": "长" * 3_400_000})
    assert answer.status_code == 400
    assert "最多 2000 个字" in answer.content.decode()
    assert len(answer.content) < 60_000
    assert not ProblemReport.objects.exists()


def test_control_characters_are_left_out(live, team, client):
    client.post(address(live), GIVEN | {"text": "第二段\x00\x07\x1b[31m有号码\r\n第三行"})
    report = ProblemReport.objects.get()
    told = reports.open_told(report, by=team.reviewer, reason="核实")
    assert told.text == "第二段[31m有号码\n第三行"


@pytest.mark.parametrize(
    "wrong", [{"kind": "x"}, {"kind": ""}, {"place": "nowhere"}, {"contact": "长" * 201}]
)
def test_a_wrong_field_is_told_and_what_was_written_stays(live, client, wrong):
    answer = client.post(address(live), GIVEN | {"text": "第二段有号码"} | wrong)
    assert answer.status_code == 400
    assert "第二段有号码" in answer.content.decode()
    assert not ProblemReport.objects.exists()


def test_a_program_that_fills_in_everything_is_asked_to_leave_one_field(live, client):
    answer = client.post(address(live), GIVEN | {"website": "https://example.org/"})
    assert answer.status_code == 400
    assert not ProblemReport.objects.exists()


def test_without_the_token_of_the_form_nothing_is_taken(live):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(live), GIVEN).status_code == 403
    assert not ProblemReport.objects.exists()


@pytest.mark.parametrize(
    "number", ["jl-test-2018-99999", "x%00y", "../../etc", "<script>", "a" * 300]
)
def test_unknown_numbers_are_unknown(live, client, number):
    assert client.get(f"/i/{number}/report/").status_code == 404
    assert client.post(f"/i/{number}/report/", GIVEN).status_code == 404


def test_a_draft_that_was_never_public_has_no_form(team, client):
    page = people.notice(team)
    actions.submit(page, team.editor)
    page.refresh_from_db()
    assert client.get(address(page)).status_code == 404


def test_a_flood_is_slowed_down_and_loses_nothing(live, client):
    for _n in range(5):
        assert client.post(address(live), GIVEN).status_code == 302
    answer = client.post(address(live), GIVEN | {"text": "再说一次"})
    assert answer.status_code == 429
    assert "再说一次" in answer.content.decode()
    assert ProblemReport.objects.count() == 5


def test_without_the_vault_a_report_without_words_still_arrives(live, client, settings):
    settings.VAULT_KEYS = []
    assert client.post(address(live), GIVEN).status_code == 503
    assert not ProblemReport.objects.exists()
    assert client.post(address(live), {"kind": "leak", "place": "body"}).status_code == 302
    assert ProblemReport.objects.get().vault_id is None


@pytest.mark.parametrize("receipt", ["", "AAAA-BBBB-CCCC", "%27%20OR%201=1", "长" * 50])
def test_an_unknown_receipt_is_told_so(db, client, receipt):
    answer = client.get("/reports/", {"receipt": receipt})
    assert answer.status_code == (404 if receipt else 200)


def test_the_form_speaks_english(live, client):
    client.cookies["django_language"] = "en"
    shown = client.get(address(live)).content.decode()
    assert "Report a privacy problem" in shown


def test_the_first_page_of_the_admin_names_what_waits_for_the_reviewer(live, team, client):
    client.force_login(team.reviewer)
    assert "隐私问题报告等待处理" not in client.get("/admin/").content.decode()
    client.post(address(live), {"kind": "leak", "place": "title"})
    assert "有 1 份隐私问题报告等待处理" in client.get("/admin/").content.decode()
    takedown.take_down(live, by=team.publisher, note="标题有姓名。", classes=[])
    client.force_login(team.editor)
    assert "mj-watch" not in client.get("/admin/").content.decode()
