"""Side effects are owed with the release, done afterwards, retried, and never undo it."""

import datetime

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from disclosure import outbox
from disclosure.models import Outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler(monkeypatch):
    """A handler of kind `probe` that notes its calls and fails while `fails` is true."""
    calls = []

    def handle(number, payload):
        calls.append((number, payload))
        if handle.fails:
            raise ConnectionError("the outside is down")

    handle.fails = False
    handle.calls = calls
    monkeypatch.setitem(outbox._handlers, "probe", handle)
    return handle


def test_what_is_owed_in_a_rolled_back_transaction_is_never_done(handler):
    with pytest.raises(RuntimeError), transaction.atomic():
        outbox.enqueue("probe", "jl-test-2026-00001")
        raise RuntimeError
    assert outbox.drain() == 0 and handler.calls == []


def test_a_failing_side_effect_waits_longer_each_time_and_is_done_when_the_outside_is_back(handler):
    handler.fails = True
    outbox.enqueue("probe", "jl-test-2026-00001", rev=1)
    assert outbox.drain() == 0
    row = Outbox.objects.get()
    assert row.attempts == 1 and row.last_error == "ConnectionError" and row.due_at > timezone.now()
    assert outbox.drain() == 0 and len(handler.calls) == 1
    handler.fails = False
    Outbox.objects.update(due_at=timezone.now() - datetime.timedelta(seconds=1))
    assert outbox.drain() == 1
    assert handler.calls[-1] == ("jl-test-2026-00001", {"rev": 1})
    assert not outbox.pending().exists()


def test_one_failing_row_does_not_hold_up_the_others(handler, monkeypatch):
    done = []
    monkeypatch.setitem(outbox._handlers, "other", lambda number, payload: done.append(number))
    handler.fails = True
    outbox.enqueue("probe", "a")
    outbox.enqueue("other", "b")
    assert outbox.drain() == 1 and done == ["b"]


def test_the_inline_mode_drains_after_the_commit(handler, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        outbox.enqueue("probe", "a")
        assert handler.calls == []
    assert handler.calls == [("a", {})]


def test_with_a_worker_the_commit_hands_over(handler, settings, django_capture_on_commit_callbacks):
    settings.OUTBOX_INLINE = False
    with django_capture_on_commit_callbacks(execute=True):
        outbox.enqueue("probe", "a")
    assert handler.calls == [("a", {})]  # the tests' task backend works at once


def test_the_command_says_what_is_left(handler, capsys):
    handler.fails = True
    outbox.enqueue("probe", "a")
    with pytest.raises(SystemExit) as stop:
        call_command("drain_outbox")
    assert stop.value.code == 1 and "还有 1 项待办" in capsys.readouterr().out
