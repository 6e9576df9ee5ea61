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


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/1e30",
        "tile/0/-01",
        "tile/99/000",
        "tile/0/999",
        "tile/x/000",
        "tile/0/" + "x999/" * 400 + "999",
        "tile/0/000.p/99999999999999999999",
        "tile/0/000.p/256",
        "tile/0/000.p/0",
        "tile/entries/x000/000",
        "tile/entries//000",
        "tile/0/%2e%2e/%2e%2e/keys",
        "tile/0/０００",
        "tile/",
        "checkpoint/",
        ".lock",
        ".alarms/disk.json",
        "item.json/x",
    ],
)
def test_hostile_addresses_find_nothing(client, path):
    publish_items(2)
    publisher.publish()
    assert client.get(f"/ledger/{path}").status_code == 404


@pytest.mark.parametrize(
    "item", ["", "\x00", "no/such", "a" * 5000, "../../x", "' OR 1=1 --", "低保"]
)
def test_unknown_items_are_answered_alike(client, item):
    event("mz-1")
    for address in ("/ledger/item.json", "/ledger/receipt"):
        answer = client.get(address, {"item": item})
        assert answer.status_code == 404
        assert item == "" or item not in answer.content.decode()


@pytest.mark.parametrize("rev", ["00000000010000", "1e30", "0x1", "99999999999", "1 ", "１"])
def test_a_number_that_is_too_long_is_not_cut_to_another(client, rev):
    event("mz-1")
    for address in ("/ledger/receipt", "/ledger/parts.json"):
        assert client.get(address, {"item": "mz-1", "rev": rev}).status_code == 400


def test_who_still_asks_for_a_removed_partial_tile_gets_the_beginning_of_the_full_one(
    client, log_folder
):
    import shutil

    publish_items(3)
    publisher.publish()
    wanted = ("tile/0/000.p/3", "tile/entries/000.p/3")
    before = [b"".join(client.get(f"/ledger/{path}").streaming_content) for path in wanted]
    publish_items(254, start=3)
    publisher.publish()
    for path in wanted:
        shutil.rmtree((log_folder / path).parent)
    for path, content in zip(wanted, before, strict=True):
        answer = client.get(f"/ledger/{path}")
        assert answer.content == content
        assert "immutable" in answer["Cache-Control"]


def test_who_asks_the_database_too_often_waits(client, monkeypatch):
    from ledger import limits

    event("mz-1")
    monkeypatch.setattr(limits, "PER_MINUTE", 3)
    who = {"REMOTE_ADDR": "192.0.2.77"}
    statuses = [client.get("/ledger/item.json?item=mz-1", **who).status_code for _ in range(9)]
    assert 429 in statuses and statuses[0] == 200
    assert client.get("/ledger/tile/0/000.p/1").status_code in (200, 404)


def test_a_damaged_log_answers_without_a_crash(client, log_folder):
    publish_items(2)
    publisher.publish()
    (log_folder / "tile/0/000.p/2").write_bytes(b"cut")
    assert client.get("/ledger/receipt", {"item": "mz-1"}).status_code == 503
    (log_folder / "checkpoint").write_text("nonsense")
    assert client.get("/ledger/receipt", {"item": "mz-1"}).status_code == 503
    assert client.get("/ledger/item.json", {"item": "mz-1"}).status_code == 503


def test_who_has_it_already_gets_no_content_again(client):
    publish_items(2)
    for path in ("checkpoint", "vkeys.txt", "keys.json", "tile/0/000.p/2"):
        first = client.get(f"/ledger/{path}")
        assert first.status_code == 200
        again = client.get(f"/ledger/{path}", HTTP_IF_NONE_MATCH=first["ETag"])
        assert again.status_code == 304
