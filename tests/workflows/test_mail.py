"""Mails say who must do what by when, and never what it is about."""

from django.core import mail as outgoing

from disclosure import outbox
from tests.workflows import people
from workflows import actions


def drain(django_capture_on_commit_callbacks=None):
    outbox.drain()
    return outgoing.outbox


def test_each_step_tells_the_next_person_without_the_title(team):
    page = people.notice(team, title="关于调整供暖补助的公告")
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    actions.return_(page, team.reviewer, "请写明受理地点。")
    sent = drain()
    told = {message.to[0]: message for message in sent}
    assert set(told) == {
        team.approver.email,
        team.reviewer.email,
        team.editor.email,
    }
    page.refresh_from_db()
    for message in sent:
        whole = f"{message.subject}\n{message.body}"
        assert page.title not in whole
        assert "请写明受理地点" not in whole
        assert page.number in whole
        assert "/admin/mingjing/" in whole


def test_wagtails_own_mails_stay_silent(team, django_capture_on_commit_callbacks):
    from tests import factories

    factories.user("chief", is_superuser=True)
    page = people.notice(team)
    with django_capture_on_commit_callbacks(execute=False):
        actions.submit(page, team.editor)
        actions.return_(page, team.approver, "请补充。")
    assert outgoing.outbox == []


def test_whoever_acts_is_not_told_of_it(team):
    page = people.notice(team)
    actions.submit(page, team.editor)
    actions.return_(page, team.approver, "请补充。")
    actions.submit(page, team.editor)
    assert team.editor.email not in [m.to[0] for m in drain() if "待审核" in m.subject]
