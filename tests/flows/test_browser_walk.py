"""The whole way on the screens: editor, approver, reviewer, publisher, citizen."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from disclosure import outbox
from disclosure.live_check import find_drift
from disclosure.models import Outbox
from tests.flows import walkers as w

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUESTION = "扶贫资金怎么公示"


@pytest.fixture
def walkers(site_ready, live_server, browser_context, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    unit = w.people("jl-fpb")
    roles = ("editor", "approver", "reviewer", "publisher")
    found = {role: w.Walker(browser_context, live_server.url, role) for role in roles}
    found["citizen"] = w.Walker(browser_context, live_server.url)
    return unit, found


def take_to_release(walkers) -> None:
    unit, people = walkers
    w.draft_and_submit(people["editor"], unit)
    w.open_task(people["approver"])
    w.approve(people["approver"])
    w.review(people["reviewer"])
    w.release(people["publisher"])


def assert_public_and_clean(shown: str) -> None:
    assert w.ID_NUMBER not in shown and w.NAME not in shown and "3600" in shown
    assert w.item().live and list(find_drift()) == []


def test_five_people_take_an_item_from_a_draft_over_a_return_to_a_citizens_screen(walkers):
    unit, people = walkers
    w.draft_and_submit(people["editor"], unit)
    w.open_task(people["approver"])
    w.return_with_reasons(people["approver"], "请在第一段写明补助依据的条款。")
    w.resubmit(people["editor"])
    w.open_task(people["approver"])
    w.approve(people["approver"])
    w.review(people["reviewer"])
    w.release(people["publisher"])
    assert_public_and_clean(w.find(people["citizen"], QUESTION))


def test_the_same_way_with_elasticsearch_stopped(walkers, settings):
    settings.SEARCH_ENGINE = "elastic"
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"  # the discard port: nothing answers there
    people = walkers[1]
    take_to_release(walkers)
    assert_public_and_clean(w.find(people["citizen"], QUESTION))
    people["citizen"].goto(f"/search/?q={QUESTION}")
    assert "正在使用备用搜索" in people["citizen"].page.locator("main").inner_text()
    assert outbox.pending().filter(kind="index").exists()  # still owed to the server


def test_the_same_way_with_the_worker_killed_between_commit_and_index(walkers, settings):
    settings.OUTBOX_INLINE = False
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    people = walkers[1]
    take_to_release(walkers)
    people["citizen"].goto(f"/search/?q={QUESTION}")
    assert w.TITLE not in people["citizen"].page.locator("main").inner_text()
    Outbox.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(SystemExit) as stop:
        call_command("drain_outbox")
    assert stop.value.code == 0
    assert_public_and_clean(w.find(people["citizen"], QUESTION))
