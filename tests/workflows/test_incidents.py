"""The record of a leak: duties with clocks, a log that only grows, closing with reasons."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests import factories
from tests.workflows import people
from workflows import actions, incidents, roles, setup, takedown
from workflows.models import IncidentEntry
from workflows.standing import NotAllowed

NOTE = "正文第二段写了不该公开的身份证件号码。"


@pytest.fixture
def incident(team):
    page = people.notice(team)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    actions.review_and_clear(page, team.reviewer)
    actions.release(page, team.publisher)
    return takedown.take_down(page, by=team.reviewer, note=NOTE, classes=["RESIDENT_ID"]).incident


@pytest.fixture
def office(team):
    person = factories.user("office")
    setup.assign(person, roles.OFFICE)
    return person


def address(incident) -> str:
    return f"/admin/mingjing/incidents/{incident.serial}/"


def confirm_copies(incident):
    incident.takedown.copies.update(is_gone=True)
    takedown.look(incident.takedown)


def test_every_duty_names_its_basis_its_day_and_how_sure_it_is(incident):
    known = incidents.duties()
    assert {duty.code for duty in incident.duties.all()} == set(known)
    for duty in known.values():
        assert duty["certainty"] in incidents.CERTAINTIES
        assert duty["basis"]
    assert "个人信息保护法第五十七条" in known["notify_persons"]["basis"]


def test_a_clock_of_working_days_ends_at_midnight_and_does_not_count_the_first_day(incident):
    from disclosure.calendars import current_calendar
    from disclosure.deadlines import add_working_days

    day = add_working_days(timezone.localdate(incident.opened_at), 1, current_calendar())
    due = timezone.localtime(incident.duties.get(code="notify_authority").due_at)
    assert (due.date(), due.hour, due.minute) == (day, 23, 59)


def test_it_is_closed_only_when_every_duty_is_done_or_reasoned_away(incident, team, client):
    client.force_login(team.reviewer)
    client.post(address(incident), {"do": "close"})
    incident.refresh_from_db()
    assert incident.closed_at is None
    confirm_copies(incident)
    for code in incidents.duties():
        client.post(
            address(incident), {"do": "duty", "code": code, "state": "done", "reason": "已办"}
        )
    client.post(address(incident), {"do": "close"})
    incident.refresh_from_db()
    assert incident.closed_at
    assert incident.closed_by_name


def test_a_duty_does_not_apply_only_with_a_reason(incident, team):
    with pytest.raises(NotAllowed):
        incidents.settle(incident, "prevent", by=team.reviewer, state="not_needed", reason=" ")
    done = incidents.settle(
        incident, "prevent", by=team.reviewer, state="not_needed", reason="同一原因已另案办理"
    )
    assert done.state == "not_needed"


def test_the_remedy_is_not_done_while_a_copy_is_red(incident, team):
    incident.takedown.copies.filter(name="page").update(is_gone=False)
    incident.takedown.confirmed_at = None
    incident.takedown.save()
    with pytest.raises(NotAllowed):
        incidents.settle(incident, "remedy", by=team.reviewer, state="done", reason="")


def test_who_did_what_stands_in_the_log_and_nobody_changes_it(incident, team):
    incidents.settle(incident, "assess", by=team.reviewer, state="done", reason="原因是复制粘贴")
    log = IncidentEntry.objects.filter(incident_id=incident.pk)
    assert log.first().action == "opened"
    entry = log.get(action="done:assess")
    assert entry.by_name == "reviewer-jl-test"
    for change in (log.filter(pk=entry.pk).delete, lambda: log.update(note="")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM workflows_incidententry")


def test_a_reason_with_a_persons_data_is_refused_and_told_at_the_duty(incident, team, client):
    client.force_login(team.reviewer)
    answer = client.post(
        address(incident),
        {"do": "duty", "code": "assess", "state": "done", "reason": f"联系了{people.PHONE}"},
    )
    assert "手机号" in answer.content.decode()
    assert people.PHONE not in str(list(IncidentEntry.objects.values()))
    assert incident.duties.get(code="assess").state == "open"


def test_kinds_and_number_of_persons_are_corrected_with_a_trace(incident, team, client):
    client.force_login(team.reviewer)
    client.post(
        address(incident),
        {"do": "correct", "classes": ["RESIDENT_ID", "HEALTH"], "persons": "99", "note": "又查到"},
    )
    incident.refresh_from_db()
    assert (incident.classes, incident.persons) == (["HEALTH", "RESIDENT_ID"], "99")
    assert IncidentEntry.objects.filter(action="corrected", note="又查到").exists()


def test_the_office_sees_all_of_its_government_a_unit_its_own(incident, team, office, client):
    stranger = people.staff("jl-other")
    for person, seen in (
        (office, True),
        (team.reviewer, True),
        (team.publisher, True),
        (team.editor, False),
        (stranger.reviewer, False),
    ):
        client.force_login(person)
        shown = client.get("/admin/mingjing/incidents/").content.decode()
        assert (incident.serial in shown) is seen
        assert client.get(address(incident)).status_code == (200 if seen else 404)


def test_an_auditor_reads_and_changes_nothing(incident, client):
    auditor = factories.user("auditor")
    setup.assign(auditor, roles.AUDITOR)
    client.force_login(auditor)
    assert client.get(address(incident)).status_code == 200
    client.post(address(incident), {"do": "duty", "code": "assess", "state": "done"})
    assert incident.duties.get(code="assess").state == "open"


def test_a_closed_record_stays_as_it_is(incident, team):
    confirm_copies(incident)
    for code in incidents.duties():
        incidents.settle(incident, code, by=team.reviewer, state="done", reason="")
    incidents.close(incident, by=team.reviewer)
    with pytest.raises(NotAllowed):
        incidents.settle(incident, "assess", by=team.reviewer, state="open", reason="")


def test_list_and_print_say_what_is_late(incident, team, client):
    incident.duties.update(due_at=timezone.now() - timedelta(days=1))
    client.force_login(team.reviewer)
    assert "已过期限" in client.get("/admin/mingjing/incidents/").content.decode()
    printed = client.get(f"{address(incident)}print/").content.decode()
    assert incident.serial in printed
    assert "个人信息保护法第五十七条" in printed
    rows = client.get("/admin/mingjing/incidents/?format=csv").content.decode("utf-8-sig")
    assert incident.serial in rows


def test_serials_are_counted_within_the_year(incident):
    assert incident.serial == f"{timezone.localdate().year}-0001"
    assert incidents.next_serial(timezone.now()).endswith("-0002")
    assert incidents.next_serial(timezone.now() + timedelta(days=366)).endswith("-0001")


def test_two_incidents_at_one_moment_get_two_numbers(incident, monkeypatch):
    usual, asked = incidents.next_serial, []

    def late(now):
        asked.append(now)
        return incident.serial if len(asked) == 1 else usual(now)

    monkeypatch.setattr(incidents, "next_serial", late)
    fields = {
        "number": "n",
        "page_id": 1,
        "unit": incident.unit,
        "opened_by": "staff",
        "opened_at": timezone.now(),
    }
    assert incidents._numbered(timezone.now(), **fields).serial.endswith("-0002")


def test_the_immediate_remedy_is_done_when_every_copy_is_confirmed_gone(incident):
    confirm_copies(incident)
    duty = incident.duties.get(code="remedy")
    assert (duty.state, duty.by_name) == ("done", "系统")
