"""check_live finds what neither receivers nor triggers can refuse."""

import pytest
from django.core.management import call_command
from wagtail.models import Page

from disclosure import publishing, triggers
from disclosure.live_check import find_drift
from disclosure.models import PublicVersion
from tests.disclosure import stories

pytestmark = pytest.mark.django_db


def kinds() -> set[str]:
    return {drift.kind for drift in find_drift()}


def test_released_changed_redacted_and_withdrawn_items_are_clean():
    item = stories.released(text="第一段。\n蓝色货车。")
    publishing.redact(
        item, {"b/2": [(0, 3, "***")]}, reason="privacy", by=stories.person("publisher")
    )
    gone = stories.released(title="要撤下的公告")
    publishing.withdraw(gone, reason="error", by=stories.person("publisher"))
    assert kinds() == set()
    call_command("check_live")


def test_a_dropped_trigger_and_what_passed_meanwhile_are_found(capsys):
    item = stories.released()
    triggers.remove()
    Page.objects.filter(pk=item.pk).update(title="偷换的标题")
    assert {"missing_trigger", "content_differs", "not_cleared"} <= kinds()
    with pytest.raises(SystemExit) as stop:
        call_command("check_live", "--json")
    assert stop.value.code == 1
    assert "偷换的标题" not in capsys.readouterr().out
    triggers.install()


def test_a_live_item_without_event_and_an_event_without_live_item_are_found():
    item = stories.released()
    triggers.remove()
    PublicVersion.objects.filter(number=item.number).update(page_id=item.pk + 1000)
    assert {"live_without_event", "event_without_live_item"} <= kinds()
    triggers.install()
