"""What the site serves, read by programs that share no code with it.

Where Go is, `docs/auditor` is built on the public tlog libraries and run; the second reader in
Python (plain_reader.py) looks at the same things everywhere.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from ledger import publisher

from .events import event, parts, publish_items
from .plain_reader import Reader, Refused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PROGRAM = Path(settings.BASE_DIR) / "docs" / "auditor"
GO = shutil.which("go") or "/usr/local/go/bin/go"


@pytest.fixture
def log(log_folder, tmp_path, client):
    """A log over two tiles with every kind of event, an older checkpoint and receipts."""
    publish_items(3)
    publisher.publish()
    (tmp_path / "old").write_text((log_folder / "checkpoint").read_text(), encoding="utf-8")
    event("mz-0", "revise", text="新的正文")
    event("mz-1", "redact", "privacy", text="正*")
    event("mz-2", "withdraw", "privacy")
    publish_items(600, start=3)
    event("mz-3", "withdraw", "expired")
    event("mz-3", "restore", "review")
    publisher.publish()
    for item, rev in (("mz-0", 2), ("mz-1", 1), ("mz-2", 2)):
        answer = client.get("/ledger/receipt", {"item": item, "rev": rev})
        (tmp_path / f"{item}-r{rev}").write_bytes(answer.content)
    (tmp_path / "parts.json").write_text(_json(dict(parts("新的正文"))), encoding="utf-8")
    return log_folder


def _json(value):
    import json

    return json.dumps(value, ensure_ascii=False)


def vkey(log):
    return (log / "vkeys.txt").read_text().strip()


def damaged(log):
    """(what, put right again) for every kind of damage to the files."""
    for path, change in (
        ("tile/entries/000", lambda raw: raw.replace("示例".encode(), "别的".encode(), 1)),
        ("tile/0/000", lambda raw: raw[32:64] + raw[:32] + raw[64:]),
        ("tile/0/001", lambda raw: raw[:-32]),
        ("tile/1/000.p/2", lambda raw: raw[::-1]),
        ("checkpoint", lambda raw: raw.replace(b"\n608\n", b"\n607\n")),
    ):
        file = log / path
        good = file.read_bytes()
        assert change(good) != good
        file.write_bytes(change(good))
        yield path
        file.write_bytes(good)


def test_a_second_reader_finds_every_entry_in_the_signed_tree(log, live_server, tmp_path):

    reader = Reader(f"{live_server.url}/ledger", vkey(log))
    entries, _leaves = reader.everything()
    assert len(entries) == 608
    reader.continues((tmp_path / "old").read_text())
    whole = reader.receipt((tmp_path / "mz-0-r2").read_text(), dict(parts("新的正文")))
    assert (whole["item"], whole["type"]) == ("mz-0", "revise")
    assert reader.receipt((tmp_path / "mz-2-r2").read_text())["type"] == "withdraw"
    left = {part: text for part, text in parts() if part != "b/1"}
    reader.receipt((tmp_path / "mz-1-r1").read_text(), left)
    with pytest.raises((Refused, KeyError)):
        reader.receipt((tmp_path / "mz-1-r1").read_text(), dict(parts()))


@pytest.fixture(scope="session")
def program(tmp_path_factory):
    """The auditor's program, built from the sources that we publish."""
    if not Path(GO).exists():
        pytest.skip("Go is not installed; plain_reader.py looks at the same things")
    built = tmp_path_factory.mktemp("auditor") / "verify"
    environment = {**os.environ, "GOFLAGS": "-buildvcs=false", "GOTOOLCHAIN": "local"}
    for proxy in ({"GOPROXY": "off"}, {}):  # from the module cache, else from the network
        done = subprocess.run(
            [GO, "build", "-o", str(built), "."],
            cwd=PROGRAM, env=environment | proxy, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode == 0:
            return built
    if "no required module" in done.stderr or "dial" in done.stderr or "lookup" in done.stderr:
        pytest.skip("the public Go modules cannot be fetched; plain_reader.py does without them")
    raise AssertionError(done.stderr)


def run(program, *arguments):
    done = subprocess.run(
        [str(program), *map(str, arguments)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_programs_on_the_public_libraries_accept_what_is_served(
    log, live_server, program, tmp_path
):
    url = f"{live_server.url}/ledger"
    status, told = run(
        program, "-old", tmp_path / "old", "-receipt", tmp_path / "mz-0-r2",
        "-parts", tmp_path / "parts.json", url, vkey(log),
    )  # fmt: skip
    assert status == 0, told
    assert "608 entries stands in the tree" in told and "3 entries is the beginning" in told
    assert "revise mz-0" in told
    for name in ("mz-1-r1", "mz-2-r2"):
        assert run(program, "-receipt", tmp_path / name, log, vkey(log))[0] == 0


def test_they_refuse_every_damage(log, program, tmp_path):
    for what in damaged(log):
        status, told = run(program, log, vkey(log))
        assert status == 1, (what, told)
    status, told = run(program, "-receipt", tmp_path / "mz-1-r1", "-parts",
                       tmp_path / "parts.json", log, vkey(log))  # fmt: skip
    assert status == 1 and "REFUSED" in told
    assert run(program, tmp_path / "nowhere", vkey(log))[0] == 2
    assert run(program, log)[0] == 2
