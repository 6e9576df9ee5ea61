"""What others do with the log over HTTP: cosigning and watching; and restoring a database."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ledger import append_only, keys, monitor, publisher
from ledger.entry import leaf_hash
from ledger.models import LedgerEntry, LedgerHead, LedgerSeed
from ledger.note import COSIGNATURE, Verifier, opened, verifier_of
from ledger.remote import RemoteLog, Unreachable

from .events import event, publish_items

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def log(log_folder):
    return log_folder


@pytest.fixture
def vkey(log):
    publisher.publish()
    return (log / "vkeys.txt").read_text().strip()


def run(name, *arguments, capsys):
    capsys.readouterr()
    call_command(name, *arguments)
    return capsys.readouterr().out


def rewritten(log, index):
    """Put another history into the folder, signed with the log's own key."""
    changed = replace(LedgerEntry.objects.get(index=index).event, org="另一单位").to_bytes()
    append_only.remove(connection)
    LedgerEntry.objects.filter(index=index).update(entry=changed, leaf=leaf_hash(changed))
    append_only.install(connection)
    for file in [*log.rglob("tile/**/*"), log / "checkpoint"]:
        if file.is_file():
            file.unlink()
    publisher.publish()


def watched(live_server, vkey, tmp_path):
    return monitor.main([f"{live_server.url}/ledger", vkey, "--state", str(tmp_path / "state")])


def test_a_growing_log_is_watched_quietly(live_server, vkey, tmp_path, capsys):
    for start, many in ((0, 3), (3, 300)):
        publish_items(many, start)
        assert watched(live_server, vkey, tmp_path) == 0, capsys.readouterr().err
    assert "没有改写" in capsys.readouterr().out


def test_a_rewritten_entry_is_named(live_server, vkey, log, tmp_path, capsys):
    publish_items(5)
    assert watched(live_server, vkey, tmp_path) == 0
    item = LedgerEntry.objects.get(index=2).item
    rewritten(log, 2)
    assert watched(live_server, vkey, tmp_path) == 1
    assert f"第 3 条被改写：{item}" in capsys.readouterr().err
    assert watched(live_server, vkey, tmp_path) == 1  # it does not forget


def test_a_shorter_log_is_named(live_server, vkey, log, tmp_path, capsys):
    publish_items(2)
    publisher.publish()
    before = (log / "checkpoint").read_text()
    publish_items(2, start=2)
    assert watched(live_server, vkey, tmp_path) == 0
    (log / "checkpoint").write_text(before)
    monkey = RemoteLog(f"{live_server.url}/ledger")
    monkey.get = lambda path: before.encode() if path == "checkpoint" else b""
    report = monitor.watch(monkey, [Verifier.from_vkey(vkey)], monitor.State(tmp_path / "state"))
    assert report.size == 2 and "变短了" in report.problems[0][0]


def test_an_unreachable_log_or_a_false_key_is_said(live_server, vkey, tmp_path, capsys):
    state = str(tmp_path / "state")
    assert monitor.main(["http://127.0.0.1:9/ledger", vkey, "--state", state]) == 2
    assert monitor.main(["file:///etc", vkey, "--state", state]) == 2
    assert monitor.main([live_server.url, "nonsense", "--state", state]) == 1
    with pytest.raises(Unreachable):
        RemoteLog("ftp://x")


def test_a_department_cosigns_what_only_grew(live_server, vkey, settings, tmp_path, capsys):
    settings.VAR_DIR = tmp_path / "var"
    publish_items(3)
    url = f"{live_server.url}/ledger"
    line = run("ledger_cosign", url, vkey, "--name", "witness.example/w", capsys=capsys)
    note = RemoteLog(url).get("checkpoint").decode() + line
    key = keys.load(Path(settings.LEDGER_KEY_FILE))[0]
    witness = verifier_of(key, "witness.example/w", COSIGNATURE)
    _body, signers = opened(note, [Verifier.from_vkey(vkey), witness])
    assert witness in signers
    publish_items(2, start=3)
    assert run("ledger_cosign", url, vkey, capsys=capsys).startswith("— ")


def test_nobody_cosigns_a_rewritten_log(live_server, vkey, log, settings, tmp_path, capsys):
    settings.VAR_DIR = tmp_path / "var"
    publish_items(3)
    url = f"{live_server.url}/ledger"
    run("ledger_cosign", url, vkey, capsys=capsys)
    rewritten(log, 1)
    with pytest.raises(CommandError) as refusal:
        run("ledger_cosign", url, vkey, capsys=capsys)
    assert refusal.value.returncode == 3


# -- restoring ------------------------------------------------------------------------------
def back_to(size):
    """The database as a backup had it when the log held `size` entries."""
    append_only.remove(connection)
    LedgerEntry.objects.filter(index__gte=size).delete()
    LedgerSeed.objects.filter(index__gte=size).delete()
    append_only.install(connection)
    last = LedgerEntry.objects.order_by("-index").first()
    LedgerHead.objects.update(size=size, last_time=last.time if last else "")


def test_a_restored_database_gets_its_entries_back_and_says_what_is_lost(vkey, capsys):
    publish_items(2)
    event("mz-0", "revise", "update")
    event("mz-1", "withdraw", "privacy")
    publisher.publish()
    entries = list(LedgerEntry.objects.order_by("index").values_list("entry", "leaf", "code"))
    back_to(2)
    LedgerSeed.objects.create(index=1, seed=b"\x01" * 32)  # the backup still had it
    with pytest.raises(publisher.RefusedToSign):
        publisher.publish()
    with pytest.raises(SystemExit) as status:
        call_command("ledger_restore", "--json")
    assert status.value.code == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["kind"], each["item"]) for each in found] == [
        ("content_lost", "mz-0"),
        ("removed_content_is_back", "mz-1"),
    ]
    again = list(LedgerEntry.objects.order_by("index").values_list("entry", "leaf", "code"))
    assert again == entries
    assert not LedgerSeed.objects.filter(index=1).exists()
    publisher.publish()
    event("mz-0", "revise", "update")
    assert publisher.publish().size == 5


def test_nothing_is_restored_over_another_history(vkey, capsys):
    publish_items(2)
    publisher.publish()
    back_to(1)
    event("mz-7")
    with pytest.raises(CommandError) as refusal:
        call_command("ledger_restore")
    assert refusal.value.returncode == 3


def test_a_whole_database_has_nothing_to_restore(vkey, capsys):
    publish_items(1)
    publisher.publish()
    assert "没有缺少" in run("ledger_restore", capsys=capsys)
