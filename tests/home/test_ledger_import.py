"""First start of the log on a site that already has live items."""

import pytest
from django.core.management import call_command

from disclosure.models import PublicVersion
from ledger import append_only
from ledger.models import LedgerEntry, LedgerHead, LedgerSeed
from tests.disclosure import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def before_the_log():
    """A live item of a time when there was no log."""
    from django.db import connection

    item = stories.released()
    append_only.remove(connection)
    LedgerEntry.objects.all().delete()
    append_only.install(connection)
    LedgerSeed.objects.all().delete()
    LedgerHead.objects.update(size=0, last_time="")
    PublicVersion.objects.all().delete()
    return item


def test_each_live_item_is_logged_once(before_the_log, capsys):
    call_command("ledger_import", "--dry-run")
    assert before_the_log.number in capsys.readouterr().out
    assert LedgerEntry.objects.count() == 0
    call_command("ledger_import")
    assert "1 条" in capsys.readouterr().out
    call_command("ledger_import")
    (entry,) = LedgerEntry.objects.all()
    assert (entry.item, entry.type, entry.rev) == (before_the_log.number, "publish", 1)
    version = PublicVersion.objects.get(number=before_the_log.number)
    assert dict(version.parts)["title"] == before_the_log.title


def test_what_is_in_the_log_already_is_left_alone():
    stories.released()
    call_command("ledger_import")
    assert LedgerEntry.objects.count() == 1
