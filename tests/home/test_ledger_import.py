"""First start of the log on a site that already has live items."""

import pytest
from django.core.management import call_command
from django.db import transaction

from disclosure.gate import opened
from disclosure.live_check import find_drift
from disclosure.models import Clearance, PublicVersion
from ledger import append_only
from ledger.models import LedgerEntry, LedgerHead, LedgerSeed
from tests.disclosure import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def before_the_log():
    """A live item of a time when there was no log."""
    return forgotten(stories.released())


def forgotten(item):
    """As if the log and every clearance had never been."""
    from django.db import connection

    append_only.remove(connection)
    LedgerEntry.objects.all().delete()
    append_only.install(connection)
    LedgerSeed.objects.all().delete()
    LedgerHead.objects.update(size=0, last_time="")
    PublicVersion.objects.all().delete()
    Clearance.objects.all().delete()
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


def test_what_holds_no_finding_is_cleared_by_the_import_rule(before_the_log):
    call_command("ledger_import")
    (clearance,) = Clearance.objects.all()
    assert clearance.rule == "already-public" and clearance.released_at
    assert list(find_drift()) == []


def test_what_holds_a_finding_is_logged_and_left_to_a_reviewer(capsys):
    item = stories.released()
    with_phone = stories.draft(text="联系人测试甲，电话13900000000。")
    with transaction.atomic(), opened(with_phone.pk):
        type(item).objects.filter(pk=with_phone.pk).update(number="jl-test-2026-00077", live=True)
    forgotten(item)
    with pytest.raises(SystemExit) as status:
        call_command("ledger_import")
    assert status.value.code == 1
    told = capsys.readouterr().out
    assert "待隐私审查：jl-test-2026-00077" in told and "2 条" in told
    assert LedgerEntry.objects.filter(item="jl-test-2026-00077").exists()
    assert {(d.kind, d.item) for d in find_drift()} == {("not_cleared", "jl-test-2026-00077")}
