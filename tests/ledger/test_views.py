import pytest

from ledger import publisher
from ledger.models import LedgerEntry

from .events import event, publish_items

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def log(log_folder):
    return log_folder


def test_the_checkpoint_covers_what_was_just_released(client):
    publish_items(2)
    answer = client.get("/ledger/checkpoint")
    assert answer.content.decode().split("\n")[1] == "2"
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert client.get("/ledger/vkeys.txt").content.decode().startswith("gk.test.example/ledger+")


def test_with_a_publisher_process_readers_publish_nothing(client, settings):
    publisher.publish()
    settings.OUTBOX_INLINE = False
    publish_items(1)
    assert client.get("/ledger/checkpoint").content.decode().split("\n")[1] == "0"
    answer = client.get("/ledger/receipt", {"item": "mz-0"})
    assert answer.status_code == 409
    assert answer["Retry-After"] == "60"


def test_tiles_are_served_for_ever_and_nothing_else_is(client):
    publish_items(2)
    client.get("/ledger/checkpoint")

    answer = client.get("/ledger/tile/0/000.p/2")
    expected = b"".join(LedgerEntry.objects.order_by("index").values_list("leaf", flat=True))
    assert b"".join(answer.streaming_content) == expected
    assert "immutable" in answer["Cache-Control"]
    for path in ("0/000", "0/000.p/1", "0/../../checkpoint", "../keys/ledger.pem", "0/000.p/2/"):
        assert client.get(f"/ledger/tile/{path}").status_code == 404


def test_an_item_has_its_events_with_reasons(client):
    event("mz-1")
    event("mz-1", "withdraw", "privacy")
    client.get("/ledger/checkpoint")

    found = client.get("/ledger/item.json", {"item": "mz-1"}).json()

    assert [(e["rev"], e["type"], e["reason"]) for e in found["events"]] == [
        (1, "publish", ""),
        (2, "withdraw", "privacy"),
    ]
    assert found["checkpoint_size"] == 2
    assert client.get("/ledger/item.json", {"item": "x" * 999}).status_code == 404
    assert client.get("/ledger/item.json").status_code == 404


def test_a_receipt_is_a_file_with_a_plain_name(client):
    event("a/b-1")
    event("a/b-1", "revise")
    answer = client.get("/ledger/receipt", {"item": "a/b-1", "rev": "1"})
    assert answer.content.startswith(b"c2sp.org/tlog-proof@v1\n")
    assert 'filename="a_b-1-r1.tlog-proof"' in answer["Content-Disposition"]
    latest = client.get("/ledger/receipt", {"item": "a/b-1"})
    assert "r2" in latest["Content-Disposition"]


@pytest.mark.parametrize("rev", ["x", "-1", "１", "9" * 30, "1.0"])
def test_a_bad_version_number_is_answered_in_words(client, rev):
    event("mz-1")
    answer = client.get("/ledger/receipt", {"item": "mz-1", "rev": rev})
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_the_log_is_read_only(client):
    assert client.post("/ledger/checkpoint").status_code == 405
    assert client.get("/ledger/receipt", {"item": "mz-1", "rev": "7"}).status_code == 404
