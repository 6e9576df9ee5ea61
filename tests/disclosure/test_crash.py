"""kill -9 at each named step of a commit leaves no half-published item (I1, I5)."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection

from disclosure import outbox
from disclosure.live_check import find_drift
from disclosure.models import DisclosurePage, OpenGate, Outbox, PublicVersion
from ledger.models import LedgerEntry
from tests.disclosure import stories

BEFORE_THE_END = ["checked", "saved", "written", "logged", "owed"]


def run(clearance, crash_at: str) -> int:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "MINGJING_CRASH_AT": crash_at,
    }
    command = [
        sys.executable,
        "-m",
        "tests.disclosure.commit_worker",
        str(clearance.pk),
        str(connection.settings_dict["NAME"]),
    ]
    return subprocess.run(command, env=environment, timeout=120, check=False).returncode


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", BEFORE_THE_END)
def test_killed_before_the_end_nothing_is_public_and_it_can_be_done_again(step):
    page = stories.draft()
    clearance = stories.cleared(page)
    stories.person("publisher")
    connection.close()
    assert run(clearance, step) == -signal.SIGKILL
    assert not DisclosurePage.objects.get(pk=page.pk).live
    assert not LedgerEntry.objects.exists() and not PublicVersion.objects.exists()
    assert not OpenGate.objects.exists() and not Outbox.objects.exists()
    connection.close()
    assert run(clearance, "") == 0
    assert DisclosurePage.objects.get(pk=page.pk).live
    assert list(find_drift()) == []


@pytest.mark.django_db(transaction=True)
def test_killed_right_after_the_end_the_item_is_public_and_its_side_effects_are_still_owed():
    page = stories.draft()
    clearance = stories.cleared(page)
    stories.person("publisher")
    connection.close()
    assert run(clearance, "committed") == -signal.SIGKILL
    item = DisclosurePage.objects.get(pk=page.pk)
    assert item.live and list(find_drift()) == []
    assert [row.kind for row in outbox.pending()] == ["index"]
