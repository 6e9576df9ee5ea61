"""The publisher killed at every step, two at once, and every kind of damage, on both databases."""

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from ledger import alarm, append_only, publisher, tiles
from ledger.entry import leaf_hash
from ledger.log_files import LogFolder
from ledger.models import LedgerEntry, LedgerHead, LedgerSeed
from ledger.refusals import SAYS, RefusedToSign

from .events import event, publish_items
from .test_append_races import database

WORKER = Path(__file__).parent / "publish_worker.py"


def worked(mode, folder):
    done = subprocess.run(
        [sys.executable, str(WORKER), mode, database(), str(folder)],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=settings.BASE_DIR,
        env={"PYTHONPATH": str(settings.BASE_DIR), "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_at_every_step_and_run_again_the_log_is_valid(tmp_path):
    done = worked("killed", tmp_path)
    assert done["steps"] > 15
    assert done["sizes"] == [3, 300]  # the old log or the new one, nothing between


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_publishers_at_once_leave_one_log_with_every_entry(tmp_path):
    done = worked("racing", tmp_path)
    assert done["statuses"] == [0] * 5
    assert done["size"] == 60


# -- damage -----------------------------------------------------------------------------------
@pytest.fixture
def log(log_folder, db):
    publish_items(300)
    publisher.publish()
    return log_folder


def refused(kind, caplog):
    """Exit status 3, words that say what to do, an alarm; nothing signed."""
    before = LogFolder().checkpoint()
    with pytest.raises(CommandError) as refusal:
        call_command("ledger_publish")
    assert refusal.value.returncode == 3
    assert str(SAYS[kind][1]) in str(refusal.value)
    assert f"ledger.alarm kind={kind}" in caplog.text
    assert [each.kind for each in alarm.standing()] == [kind]
    assert LogFolder().checkpoint() == before


def rewound(index):
    append_only.remove(connection)
    LedgerEntry.objects.filter(index__gte=index).delete()
    append_only.install(connection)
    LedgerSeed.objects.filter(index__gte=index).delete()
    LedgerHead.objects.update(size=index)


def test_a_rewound_database_is_refused(log, caplog):
    rewound(200)
    refused("database_behind", caplog)


def test_a_forked_database_is_refused_even_when_it_is_longer(log, caplog):
    rewound(299)
    event("other-299")
    event("other-300")
    refused("other_entries", caplog)


def test_a_rewritten_last_entry_is_refused(log, caplog):
    append_only.remove(connection)
    row = LedgerEntry.objects.get(index=299)
    row.entry = row.entry.replace("示例县".encode(), "别的县".encode())
    row.leaf = leaf_hash(row.entry)
    row.save()
    refused("other_entries", caplog)


@pytest.mark.parametrize("path", ["tile/0/001.p/44", "tile/1/000.p/1"])
def test_a_tampered_or_truncated_tile_is_refused(log, caplog, path):
    file = log / path
    good = file.read_bytes()
    event("new")
    for bad in (good[::-1], good[:-1], b""):
        file.write_bytes(bad)
        caplog.clear()
        refused("tree", caplog)
    file.unlink()
    caplog.clear()
    with pytest.raises(RefusedToSign) as refusal:
        publisher.publish()
    assert refusal.value.kind == "files"
    file.write_bytes(good)
    assert publisher.publish().size == 301
    assert alarm.standing() == []


def test_a_bundle_of_the_same_size_with_other_bytes_is_never_written_over(log, caplog):
    event("new")
    stray = log / tiles.Tile(tiles.ENTRIES, 1, 45).path
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"\x00\x02{}")
    refused("rewrite", caplog)
    assert stray.read_bytes() == b"\x00\x02{}"


def test_a_tampered_bundle_is_found_by_the_check(log):
    from ledger import drift

    bundle = log / "tile/entries/000"
    raw = bundle.read_bytes()
    bundle.write_bytes(raw.replace("示例县".encode(), "别的县".encode(), 1))
    (found,) = drift.of_the_log()
    assert (found.kind, found.item) == ("published_differs", "mz-0")
    bundle.write_bytes(raw[:-1])
    assert {mismatch.kind for mismatch in drift.of_the_log()} == {"file_unreadable"}


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_is_said_and_leaves_no_litter(log, caplog, monkeypatch, call):
    event("new")
    import os

    def full(*_given, **_named):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, call, full)
        refused("disk", caplog)
    assert list((log / ".unfinished").iterdir()) == []
    assert publisher.publish().size == 301
    assert alarm.standing() == []


def test_a_clock_behind_the_log_sounds_before_the_next_release(log):
    LedgerHead.objects.update(last_time="2099-01-01T00:00:00Z")
    publisher.publish()
    assert [each.kind for each in alarm.standing()] == ["clock"]
    assert "时钟" in alarm.standing()[0].message
    LedgerHead.objects.update(last_time="2026-01-01T00:00:00Z")
    publisher.publish()
    assert alarm.standing() == []


def test_administrators_get_one_mail_for_one_trouble(log, mailoutbox, settings):
    settings.ADMINS = [("a", "a@test.example")]
    rewound(200)
    for _ in range(3):
        with pytest.raises(RefusedToSign):
            publisher.publish()
    assert len(mailoutbox) == 1
    assert "ledger_restore" in mailoutbox[0].body


@pytest.mark.django_db(transaction=True)
def test_a_commit_publishes_where_there_is_no_publisher_process(log_folder, settings):
    settings.LEDGER_PUBLISH_ON_COMMIT = True
    event("mz-1")
    assert LogFolder().checkpoint().split("\n")[1] == "1"
    settings.OUTBOX_INLINE = False
    event("mz-2")
    assert LogFolder().checkpoint().split("\n")[1] == "1"
