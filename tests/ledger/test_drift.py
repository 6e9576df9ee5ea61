import pytest
from django.db import connection

from ledger import append_only, drift, publisher
from ledger.models import LedgerEntry, LedgerHead, LedgerSeed

from .events import event, publish_items

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(log_folder):
    """A log with every kind of event, published."""
    publish_items(4)
    event("mz-0", "revise", text="新的正文")
    event("mz-1", "redact", "privacy", text="正*")
    event("mz-2", "withdraw", "privacy")
    event("mz-3", "withdraw", "expired")
    event("mz-3", "restore", "review")
    publisher.publish()
    return log_folder


def kinds(since=0):
    return {mismatch.kind for mismatch in drift.of_the_log(since)}


def change(index, **columns):
    append_only.remove(connection)
    LedgerEntry.objects.filter(index=index).update(**columns)
    append_only.install(connection)


def test_an_untouched_log_agrees_with_itself(published):
    assert kinds() == set()
    assert kinds(since=5) == set()
    event("mz-0", "revise")
    assert kinds() == set()


def test_a_missing_trigger_is_reported(published):
    append_only.remove(connection)
    assert kinds() == {"missing_trigger"}


def test_changed_bytes_are_found_and_named(published):
    changed = LedgerEntry.objects.get(index=1).entry.replace("民政".encode(), "教育".encode())
    change(1, entry=changed)
    found = list(drift.of_the_log())
    assert {m.kind for m in found} == {"leaf_differs", "published_differs"}
    assert {m.item for m in found} == {"mz-1"}


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ({"entry": b"{}"}, "entry_malformed"),
        ({"item": "other"}, "columns_differ"),
        ({"code": "0" * 16}, "leaf_differs"),
        ({"manifest": b'[["title","00"]]'}, "root_differs"),
        ({"manifest": b"no json"}, "entry_malformed"),
    ],
)
def test_every_column_of_an_entry_is_checked(published, columns, kind):
    change(0, **columns)
    assert kind in kinds()


def test_a_removed_row_and_a_false_head_are_found(published):
    append_only.remove(connection)
    LedgerEntry.objects.filter(index=2).delete()
    append_only.install(connection)
    assert {"entry_missing", "order_differs", "published_differs"} <= kinds()
    LedgerHead.objects.update(size=99)
    assert "head_differs" in kinds()


def test_openings_that_should_be_gone_or_there_are_found(published):
    LedgerSeed.objects.create(index=2, seed=bytes(32))
    LedgerSeed.objects.filter(index=4).delete()
    found = {(m.kind, m.item, m.rev) for m in drift.of_the_log()}
    assert found == {("seed_left", "mz-2", 1), ("seed_missing", "mz-0", 2)}


def test_a_file_or_checkpoint_that_was_changed_is_found(published):
    tile = published / "tile/0/000.p/9"
    good = tile.read_bytes()
    tile.write_bytes(good[:32] + good[:32] + good[64:])
    assert kinds() == {"published_differs", "tree_differs"}
    tile.unlink()
    assert kinds() == {"file_unreadable", "checkpoint_invalid"}
    tile.write_bytes(good)
    mark = published / "checkpoint"
    mark.write_text(mark.read_text().replace("\n9\n", "\n8\n"))
    assert "checkpoint_invalid" in kinds()
