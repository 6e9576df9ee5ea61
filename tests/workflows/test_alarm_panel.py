"""The first page says when the public log has stopped, to those who can see to it."""

import pytest
from django.test import RequestFactory

from ledger import alarm
from tests.workflows import people
from workflows.alarm_panel import AlarmPanel

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(settings, tmp_path):
    settings.LEDGER_DIR = tmp_path / "ledger"
    people.install()
    return people.staff()


def shown_to(user):
    request = RequestFactory().get("/admin/")
    request.user = user
    return AlarmPanel(request).render_html()


def test_while_all_is_well_nobody_sees_anything(team):
    assert shown_to(team.publisher) == ""


def test_it_says_what_happened_and_what_to_do_until_it_is_over(team):
    alarm.sound("database_behind", "3 < 5")
    told = shown_to(team.publisher)
    assert "公开记录停止更新" in told and "ledger_restore" in told and "3 &lt; 5" in told
    assert shown_to(team.editor) == ""
    alarm.end("database_behind")
    assert shown_to(team.publisher) == ""
