"""Last days of publication move with the calendar, and each move is kept."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from disclosure.due_dates import recount_open
from disclosure.models import CalendarOverride, CatalogueItem, ClockEvent, DisclosurePage
from tests import factories
from tests.disclosure import stories

pytestmark = pytest.mark.django_db
FORMED, DUE, AFTER = date(2026, 11, 23), date(2026, 12, 21), date(2026, 12, 22)
BEFORE = date(2026, 11, 25)


@pytest.fixture
def item():
    row = CatalogueItem.objects.create(
        code="T-1", seq=1, deadline_rules=[{"kind": "working_days", "days": 20}]
    )
    return factories.draft(catalogue_item=row, formed_on=FORMED, due_on=DUE)


def close_a_day():
    return CalendarOverride.objects.create(
        date=date(2026, 12, 1), is_working_day=False, source_document="通知"
    )


def due(item):
    return DisclosurePage.objects.get(pk=item.pk).due_on


def test_a_day_off_moves_the_last_day_once_and_the_move_is_kept(item):
    close_a_day()
    assert [recount_open(BEFORE), recount_open(BEFORE)] == [1, 0]
    event = ClockEvent.objects.get()
    assert (event.page_id, event.before, event.after) == (item.pk, DUE, AFTER)
    assert due(item) == AFTER


def test_a_release_keeps_the_day_that_was_counted_last():
    draft = stories.draft()
    DisclosurePage.objects.filter(pk=draft.pk).update(due_on=DUE)
    draft.refresh_from_db()
    draft.save_revision()
    DisclosurePage.objects.filter(pk=draft.pk).update(due_on=AFTER)  # the calendar moved it
    assert draft.get_latest_revision_as_object().due_on == DUE
    draft.refresh_from_db()
    assert draft.get_latest_revision_as_object().due_on == AFTER
    stories.released(type(draft).objects.get(pk=draft.pk))
    assert due(draft) == AFTER


def test_a_day_that_has_passed_never_moves(item):
    close_a_day()
    assert recount_open(date(2026, 12, 22)) == 0
    assert due(item) == DUE and not ClockEvent.objects.exists()


def test_what_is_public_or_withdrawn_never_moves(item):
    close_a_day()
    DisclosurePage.objects.filter(pk=item.pk).update(withdrawn_on="2026-11-24T00:00:00+08:00")
    assert recount_open(BEFORE) == 0


def test_changing_and_taking_back_a_day_recounts(
    item, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("disclosure.due_dates.today", lambda: BEFORE)
    with django_capture_on_commit_callbacks(execute=True):
        closed = close_a_day()
    assert due(item) == AFTER
    with django_capture_on_commit_callbacks(execute=True):
        closed.delete()
    assert due(item) == DUE and ClockEvent.objects.count() == 2


def test_the_command_says_how_many_moved(item, monkeypatch):
    monkeypatch.setattr("disclosure.due_dates.today", lambda: BEFORE)
    close_a_day()
    told = StringIO()
    call_command("recompute", stdout=told)
    assert told.getvalue().strip() == "改期 1 件。"
