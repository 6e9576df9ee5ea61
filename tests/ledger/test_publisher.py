import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ledger import (
    append_only,
    checkpoint,
    keys,
    note,
    publisher,
    receipt,
    receipts,
    tiles,
    tree,
)
from ledger.log_files import LogFolder
from ledger.models import LedgerEntry, LedgerHead
from ledger.publisher import RefusedToSign

from .events import event, parts, publish_items

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def log(log_folder):
    return log_folder


def verifiers(settings):
    return [
        note.verifier_of(key, settings.LEDGER_ORIGIN)
        for key in keys.load(Path(settings.LEDGER_KEY_FILE))
    ]


def test_the_published_log_holds_every_entry_and_its_signed_root(settings):
    entries = publish_items(5)

    publisher.publish()

    folder = LogFolder()
    found = checkpoint.verified(folder.checkpoint(), settings.LEDGER_ORIGIN, verifiers(settings))
    assert found.size == 5
    leaves = [entry.leaf for entry in entries]
    assert found.root == tree.root(tree.nodes_of(leaves), 5)
    raw = folder.read(tiles.Tile(tiles.ENTRIES, 0, 5))
    assert tiles.unbundle(raw) == [entry.entry for entry in entries]
    assert (settings.LEDGER_DIR / "vkeys.txt").read_text() == verifiers(settings)[0].vkey + "\n"


def test_an_empty_log_is_published_too_and_nothing_changes_without_entries(settings):
    publisher.publish()
    first = LogFolder().checkpoint()
    assert publisher.publish().size == 0
    assert LogFolder().checkpoint() == first


def test_growth_over_a_full_tile_stays_consistent(settings):
    sizes = [3, 255, 256, 257, 300]
    checkpoints, done = [], 0
    for size in sizes:
        publish_items(size - done, start=done)
        done = size
        checkpoints.append(publisher.publish())

    node = tiles.nodes_in(LogFolder().read, done)
    for old in checkpoints:
        proof = tree.consistency_proof(node, old.size, done)
        tree.verify_consistency(old.size, done, proof, old.root, checkpoints[-1].root)
    # A reader that still holds the first checkpoint finds its tile.
    assert len(LogFolder().read(tiles.Tile(0, 0, 3))) == 96


def test_old_partial_tiles_go_when_the_full_one_stands(settings):
    publish_items(3)
    publisher.publish()
    partial = settings.LEDGER_DIR / "tile/0/000.p/3"
    publish_items(254, start=3)
    publisher.publish()
    assert partial.exists()
    os.utime(partial.parent, (0, 0))
    publish_items(1, start=257)
    publisher.publish()

    assert not partial.exists()
    assert (settings.LEDGER_DIR / "tile/0/001.p/2").exists()
    assert len(LogFolder().read(tiles.Tile(0, 0, 3))) == 96
    assert len(tiles.unbundle(LogFolder().read(tiles.Tile(tiles.ENTRIES, 0, 3)))) == 3


def changed_database():
    append_only.remove(connection)
    return LedgerEntry.objects


def test_a_database_behind_the_log_is_refused(caplog):
    publish_items(2)
    publisher.publish()
    changed_database().filter(index=1).delete()
    LedgerHead.objects.update(size=1)

    with pytest.raises(RefusedToSign):
        publisher.publish()
    assert "ledger.alarm kind=database_behind" in caplog.text


@pytest.mark.parametrize("index", [0, 2])
def test_a_changed_entry_is_refused_published_or_not(index):
    publish_items(2)
    publisher.publish()
    event("new")
    row = changed_database().get(index=index)
    row.entry = row.entry.replace("示例县".encode(), "别的县".encode())
    row.save()

    with pytest.raises(RefusedToSign):
        publisher.publish()


def test_a_changed_tile_or_a_false_checkpoint_is_refused(settings):
    publish_items(2)
    publisher.publish()
    tile = settings.LEDGER_DIR / "tile/0/000.p/2"
    good = tile.read_bytes()
    tile.write_bytes(good[::-1])
    with pytest.raises(RefusedToSign):
        publisher.publish()
    tile.write_bytes(good)

    mark = settings.LEDGER_DIR / "checkpoint"
    mark.write_text(mark.read_text().replace("\n2\n", "\n1\n"))
    with pytest.raises(CommandError) as refusal:
        call_command("ledger_publish")
    assert refusal.value.returncode == 3


def test_a_file_that_stands_with_other_bytes_is_never_rewritten(settings):
    publish_items(1)
    stray = settings.LEDGER_DIR / "tile/0/000.p/1"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"x" * 32)
    with pytest.raises(RefusedToSign):
        publisher.publish()
    assert LogFolder().checkpoint() is None


def test_a_key_that_others_can_read_or_that_was_lost_does_not_sign(settings):
    publish_items(1)
    publisher.publish()
    path = Path(settings.LEDGER_KEY_FILE)
    path.chmod(0o644)
    with pytest.raises(RefusedToSign):
        publisher.publish()
    path.unlink()
    # No new key by itself: readers would see another log.
    with pytest.raises(RefusedToSign):
        publisher.publish()
    assert not path.exists()


def test_in_production_no_key_is_made(settings):
    settings.OUTBOX_INLINE = False
    publish_items(1)
    with pytest.raises(RefusedToSign):
        publisher.publish()


def test_both_keys_sign_during_a_rotation(settings):
    publish_items(1)
    publisher.publish()
    path = Path(settings.LEDGER_KEY_FILE)
    old = path.read_bytes()
    path.unlink()
    keys.create(path)
    new = keys.load(path)
    path.write_bytes(old + path.read_bytes())
    publish_items(1, start=1)

    publisher.publish()

    only_new = [note.verifier_of(key, settings.LEDGER_ORIGIN) for key in new]
    assert checkpoint.verified(LogFolder().checkpoint(), settings.LEDGER_ORIGIN, only_new).size == 2
    assert len((settings.LEDGER_DIR / "vkeys.txt").read_text().splitlines()) == 2


def test_what_is_no_key_is_refused_without_showing_it(tmp_path):
    path = tmp_path / "key"
    for content in (
        b"",
        b"secret",
        b"-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n",
    ):
        path.write_bytes(content)
        path.chmod(0o600)
        with pytest.raises(keys.BadKeyFile) as refusal:
            keys.load(path)
        assert "secret" not in str(refusal.value)


@pytest.mark.sqlite
def test_a_second_publisher_leaves_it_to_the_first(settings):
    with publisher.only_runner(settings.LEDGER_DIR), pytest.raises(publisher.AlreadyRunning):
        publisher.publish()


def test_a_receipt_of_ours_is_accepted_by_our_own_verifier(settings):
    publish_items(3)
    entry = event("mz-0", "revise", text="新的正文")
    with pytest.raises(receipts.Pending):
        receipts.receipt_of(entry)
    publisher.publish()

    made = receipt.parse(receipts.receipt_of(entry).to_text())
    trusted = {"origin": settings.LEDGER_ORIGIN, "verifiers": verifiers(settings)}
    assert receipt.verify(made, dict(parts("新的正文")), **trusted) == "content"
    with pytest.raises(receipt.BadReceipt):
        receipt.verify(made, dict(parts("正文")), **trusted)


def test_receipts_after_redaction_and_removal_open_only_what_is_public(settings):
    first = event("mz-0", text="张三")
    event("mz-0", "redact", "privacy", text="张*")
    publisher.publish()
    trusted = {"origin": settings.LEDGER_ORIGIN, "verifiers": verifiers(settings)}
    rest = {name: text for name, text in parts() if name != "b/1"}
    assert receipt.verify(receipts.receipt_of(first), rest, **trusted) == "partial"

    gone = event("mz-0", "withdraw", "privacy")
    publisher.publish()
    assert receipt.verify(receipts.receipt_of(gone), None, **trusted) == "withdrawn"
    assert receipts.receipt_of(first).salts == {}
    assert receipt.verify(receipts.receipt_of(first), None, **trusted) == "entry"
