"""The monitor against logs that are rewritten, cut, slow, huge or elsewhere, and its own state."""

import http.server
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from ledger import keys, monitor, note, publisher, remote
from ledger.entry import parse
from ledger.remote import RemoteLog, Unreachable

from .events import event, publish_items
from .rewriting import rewritten_copy
from .vectors import LOG, VECTORS

ROOT = Path(settings.BASE_DIR)


@pytest.fixture
def log(log_folder, db):
    publish_items(270)
    event("mz-2", "revise", text="新的正文")
    publisher.publish()
    return log_folder


def vkey(log):
    return (log / "vkeys.txt").read_text().strip()


def look(place, key, tmp_path, *more):
    return monitor.main([str(place), key, "--state", str(tmp_path / "state"), *more])


def own_keys(settings):
    return keys.load(Path(settings.LEDGER_KEY_FILE))


# -- a rewritten log ------------------------------------------------------------------------
@pytest.mark.parametrize("index", [0, 2, 255, 256, 270])
def test_a_consistently_rewritten_log_signed_with_the_true_key_is_refused_and_the_entry_named(
    log, settings, tmp_path, capsys, index
):
    assert look(log, vkey(log), tmp_path) == 0
    other = tmp_path / "other"
    rewritten_copy(log, other, index, own_keys(settings), org="另一单位")
    # Who sees it for the first time finds nothing wrong: that is why others must watch.
    assert monitor.main([str(other), vkey(log), "--state", str(tmp_path / "fresh")]) == 0
    capsys.readouterr()
    assert look(other, vkey(log), tmp_path) == 1
    told = capsys.readouterr().err
    assert f"第 {index + 1} 条被改写" in told and f"Entry {index + 1} was rewritten" in told
    assert "示例县民政局" in told and "另一单位" in told  # before and now
    assert f"tile/0/{'000' if index < 256 else '001.p/15'}" in told
    (evidence,) = (tmp_path / "state").glob("contradiction-*.txt")
    both = evidence.read_text(encoding="utf-8")
    assert (log / "checkpoint").read_text() in both and (other / "checkpoint").read_text() in both
    assert look(log, vkey(log), tmp_path) == 0  # the true log goes on being accepted


def test_a_rewrite_hidden_behind_growth_is_found_as_well(log, settings, tmp_path, capsys):
    assert look(log, vkey(log), tmp_path) == 0
    publish_items(300, start=270)
    publisher.publish()
    other = tmp_path / "other"
    rewritten_copy(log, other, 7, own_keys(settings), org="另一单位")
    assert look(other, vkey(log), tmp_path) == 1
    assert "第 8 条被改写：mz-7 第 1 版" in capsys.readouterr().err
    assert look(log, vkey(log), tmp_path) == 0


def test_another_key_is_refused(log, tmp_path, capsys):
    other = tmp_path / "other"
    rewritten_copy(log, other, 0, [Ed25519PrivateKey.generate()], org="另一单位")
    assert look(other, vkey(log), tmp_path) == 1
    told = capsys.readouterr().err
    assert "签名不对" in told and "keys.json" in told


def test_an_earlier_checkpoint_again_and_another_short_log_are_told_apart(
    log, settings, tmp_path, capsys
):
    early = (log / "checkpoint").read_text()
    publish_items(2, start=270)
    publisher.publish()
    assert look(log, vkey(log), tmp_path) == 0
    late = (log / "checkpoint").read_text()
    (log / "checkpoint").write_text(early)
    assert look(log, vkey(log), tmp_path) == 1
    told = capsys.readouterr().err
    assert "变短了" in told and "早先的检查点" in told and "became shorter" in told
    other = tmp_path / "other"
    rewritten_copy(log, other, 3, own_keys(settings), org="另一单位")
    assert look(other, vkey(log), tmp_path) == 1
    assert "留下的部分也不是原来的" in capsys.readouterr().err
    (log / "checkpoint").write_text(late)
    assert look(log, vkey(log), tmp_path) == 0


def test_entries_against_the_rules_are_named(log, settings, tmp_path, capsys):
    other = tmp_path / "other"
    event_of = parse(bytes_of(log, 270))
    rewritten_copy(log, other, 270, own_keys(settings), time="2020-01-01T00:00:00Z")
    assert event_of.item == "mz-2"
    assert look(other, vkey(log), tmp_path) == 1
    assert "第 271 条的时间倒退" in capsys.readouterr().err
    third = tmp_path / "third"
    rewritten_copy(log, third, 270, own_keys(settings), item="mz-3")
    assert look(third, vkey(log), tmp_path) == 1
    assert "第 271 条的次序不对：mz-3" in capsys.readouterr().err


def bytes_of(log, index):
    from ledger.log_files import LogFolder
    from ledger.log_tiles import entries_in

    return list(entries_in(LogFolder(log).read, 0, 271))[index]


def test_who_cosigned_is_told(log, tmp_path, capsys):
    key = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
    file = log / "checkpoint"
    body, _lines = note.split(file.read_text())
    line = note.cosignature_line(body, key, "audit.test.example/w", 1_800_000_000)
    file.write_text(file.read_text() + line)
    witness = note.verifier_of(key, "audit.test.example/w", note.COSIGNATURE).vkey
    assert monitor.main([str(log), witness, vkey(log), "--state", str(tmp_path / "state")]) == 0
    assert "audit.test.example/w" in capsys.readouterr().out
    file.write_text(file.read_text().replace(line[-9:-3], "AAAAAA"))
    assert monitor.main([str(log), witness, vkey(log), "--state", str(tmp_path / "state")]) == 1


# -- the monitor's own state ----------------------------------------------------------------
def test_a_changed_or_cut_state_vouches_for_nothing(log, tmp_path, capsys):
    assert look(log, vkey(log), tmp_path) == 0
    file = tmp_path / "state" / "seen.sqlite3"
    with sqlite3.connect(file) as database:
        database.execute("UPDATE entry SET raw = x'00' WHERE number = 5")
    assert look(log, vkey(log), tmp_path) == 2
    with sqlite3.connect(file) as database:
        database.execute("DELETE FROM entry WHERE number = 5")
    assert look(log, vkey(log), tmp_path) == 2
    file.write_bytes(b"no database" * 100)
    assert look(log, vkey(log), tmp_path) == 2
    assert "own state is damaged" in capsys.readouterr().err


def test_a_monitor_killed_in_the_middle_goes_on_from_what_it_knew(log, tmp_path, monkeypatch):
    publish_items(300, start=270)
    publisher.publish()
    script = (
        "import os, signal, sys\n"
        "from ledger import monitor, monitor_state\n"
        "plain, count = monitor_state.State.add, 0\n"
        "def add(*given):\n"
        "    global count\n"
        "    count += 1\n"
        "    if count == int(sys.argv[1]): os.kill(os.getpid(), signal.SIGKILL)\n"
        "    plain(*given)\n"
        "monitor_state.State.add = add\n"
        "sys.exit(monitor.main(sys.argv[2:]))\n"
    )
    for at in (1, 300):
        done = subprocess.run(
            [sys.executable, "-c", script, str(at), str(log), vkey(log), "--state",
             str(tmp_path / "state")],
            cwd=ROOT, check=False, capture_output=True, env=os.environ,
        )  # fmt: skip
        assert done.returncode == -signal.SIGKILL
    assert look(log, vkey(log), tmp_path) == 0


def test_it_runs_without_django_and_says_both_languages(log, tmp_path):
    code = (
        "import sys; sys.modules['django'] = None\n"
        "from ledger.monitor import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(log), vkey(log), "--once", "--state", str(tmp_path / "s")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "没有改写，共 271 条" in done.stdout and "Nothing was rewritten" in done.stdout


def test_the_published_sample_log_is_accepted_from_its_vectors(tmp_path, capsys):
    """The entries of the vectors as a log of their own, read from a folder."""
    from ledger import tiles, tree
    from ledger.checkpoint import Checkpoint
    from ledger.entry import leaf_hash

    raws = [text.encode() for text in VECTORS["entries"]]
    node = tree.nodes_of([leaf_hash(raw) for raw in raws])
    for tile in tiles.edge(len(raws)):
        for number in range(tile.number + 1):
            width = tile.width if number == tile.number else 256
            one = tiles.Tile(tile.level, number, width)
            file = tmp_path / "log" / one.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(
                tiles.bundle(raws[one.start : one.start + width])
                if tile.level == tiles.ENTRIES
                else b"".join(node(8 * tile.level, one.start + at) for at in range(width))
            )
    made = Checkpoint(LOG["origin"], len(raws), tree.root(node, len(raws)))
    assert made.signed([]).startswith(LOG["checkpoints"][0]["note"].split("\n\n")[0])
    (tmp_path / "log" / "checkpoint").write_text(LOG["checkpoints"][0]["note"])
    assert look(tmp_path / "log", LOG["vkey"], tmp_path) == 0, capsys.readouterr().err


# -- servers ----------------------------------------------------------------------------------
class Hostile(http.server.BaseHTTPRequestHandler):
    """Answers as its class attribute says."""

    way = "404"

    def do_GET(self):
        if self.way == "redirect":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
        elif self.way == "huge":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(10_000):
                    self.wfile.write(b"x" * 65_536)
            except OSError:
                pass
        elif self.way == "garbage":
            self.wfile.write(b"\x00\xff no http at all\r\n\r\n")
        elif self.way == "cut":
            self.send_response(200)
            self.send_header("Content-Length", "5000")
            self.end_headers()
            self.wfile.write(b"x")
        elif self.way == "binary":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"\xff\xfe" * 50)
        else:
            self.send_error(int(self.way))

    def log_message(self, *_given):
        pass


@pytest.fixture
def server():
    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}/ledger"
    made.shutdown()
    made.server_close()


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("404", "404"),
        ("500", "500"),
        ("redirect", "another address"),
        ("huge", "too large"),
        ("garbage", "checkpoint"),
        ("cut", "checkpoint"),
    ],
)
def test_whatever_a_server_answers_it_is_said_and_bounded(
    server, monkeypatch, tmp_path, capsys, way, words
):
    monkeypatch.setattr(Hostile, "way", way)
    assert look(server, LOG["vkey"], tmp_path) == 2
    assert words in capsys.readouterr().err


def test_what_is_no_note_is_a_wrong_signature(server, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(Hostile, "way", "binary")
    assert look(server, LOG["vkey"], tmp_path) == 1


@pytest.mark.parametrize("reply", [b"", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["headers", "body"])
def test_a_server_that_sends_byte_by_byte_is_given_up(reply):
    listening = socket.create_server(("127.0.0.1", 0))

    def dribble():
        connection, _address = listening.accept()
        try:
            connection.sendall(reply)
            for _ in range(600):
                connection.sendall(b"x")
                time.sleep(0.05)
        except OSError:
            pass

    threading.Thread(target=dribble, daemon=True).start()
    log = RemoteLog(f"http://127.0.0.1:{listening.getsockname()[1]}/ledger", seconds=0.5)
    with pytest.raises(Unreachable, match=r"too slow|Timeout"):
        log.get("checkpoint")
    listening.close()


@pytest.mark.parametrize("path", ["tile/0/001.p/15", "tile/entries/000"])
def test_a_truncated_or_missing_tile_is_named_and_the_state_stays(log, tmp_path, capsys, path):
    file = log / path
    good = file.read_bytes()
    for bad in (good[:-1], b""):
        file.write_bytes(bad)
        assert look(log, vkey(log), tmp_path) == 2
        assert path in capsys.readouterr().err
    file.unlink()
    assert look(log, vkey(log), tmp_path) == 2
    file.write_bytes(good)
    assert look(log, vkey(log), tmp_path) == 0


def test_a_bundle_that_does_not_fit_its_tile_is_named(log, tmp_path, capsys):
    file = log / "tile/entries/000"
    file.write_bytes(file.read_bytes().replace("示例".encode(), "别的".encode(), 1))
    assert look(log, vkey(log), tmp_path) == 1
    assert "第 1 条的内容与它的指纹不符" in capsys.readouterr().err


def test_a_log_of_the_largest_size_is_not_waited_for(tmp_path, capsys):
    """A key holder who signs a size of 10^17 gets no monitor to fetch for ever."""
    key = Ed25519PrivateKey.generate()
    text = note.sign(f"a.example/l\n{10**17}\n{'A' * 43}=\n", [key], "a.example/l")
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "checkpoint").write_text(text)
    assert look(tmp_path / "log", note.verifier_of(key, "a.example/l").vkey, tmp_path) == 2


def test_an_interval_must_be_sensible(tmp_path):
    for wrong in ("0", "-1", "nan", "x", "1e9"):
        with pytest.raises(SystemExit):
            look("http://127.0.0.1:9", LOG["vkey"], tmp_path, "--interval", wrong)
    assert remote.opened(str(tmp_path)).__class__.__name__ == "FolderLog"
