"""Witnesses' signatures under our own checkpoint."""

import io

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command

from ledger import checkpoint, cosigned_files, cosigning, note, publisher
from ledger.log_files import LogFolder
from ledger.note import COSIGNATURE, BadNote, Verifier

from .events import publish_items

pytestmark = pytest.mark.django_db
KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
NAME = "audit.test.example/w"
WITNESS = note.verifier_of(KEY, NAME, COSIGNATURE)


@pytest.fixture(autouse=True)
def log(log_folder, settings):
    settings.LEDGER_WITNESSES = [WITNESS.vkey]
    publish_items(3)
    publisher.publish()
    return log_folder


def body():
    return note.split(LogFolder().checkpoint())[0]


def cosignature(over=None, key=KEY, name=NAME, time=1_800_000_000):
    return note.cosignature_line(over or body(), key, name, time)


def signers(text, log):
    own = Verifier.from_vkey((log / "vkeys.txt").read_text().split()[0])
    checkpoint.verified(text, own.name, [own, WITNESS])
    return [verifier.name for verifier in note.opened(text, [own, WITNESS])[1]]


def test_a_witness_s_line_is_served_with_the_checkpoint(log, client):
    assert cosigned_files.take(cosignature()).size == 3
    served = client.get("/ledger/checkpoint").content.decode()
    assert signers(served, log) == ["gk.test.example/ledger", NAME]
    assert client.get("/ledger/cosigned").content.decode() == served
    # Doing nothing keeps it.
    publisher.publish()
    assert LogFolder().checkpoint() == served


def test_a_newer_line_of_the_same_witness_takes_the_place_of_the_older(log):
    cosigned_files.take(cosignature())
    cosigned_files.take(cosignature(time=1_800_000_060))
    text = LogFolder().checkpoint()
    assert text.count(NAME) == 1
    assert cosignature(time=1_800_000_060) in text


def test_a_whole_note_does_as_well_and_strangers_in_it_are_ignored(log):
    stranger = Ed25519PrivateKey.generate()
    whole = LogFolder().checkpoint() + cosignature(key=stranger, name="x.example") + cosignature()
    cosigned_files.take(whole)
    assert "x.example" not in LogFolder().checkpoint()
    assert signers(LogFolder().checkpoint(), log)[-1] == NAME


def test_a_line_that_comes_late_is_kept_with_the_checkpoint_it_signs(log):
    line = cosignature()
    publish_items(300, start=3)
    publisher.publish()
    assert cosigned_files.take(line).size == 3
    assert NAME not in LogFolder().checkpoint()
    assert signers(LogFolder().text("cosigned"), log)[-1] == NAME
    assert LogFolder().text("cosigned").split("\n")[1] == "3"
    cosigned_files.take(cosignature())
    late = cosignature(over=line and _body_of(3))
    cosigned_files.take(late)
    assert LogFolder().text("cosigned").split("\n")[1] == "303"


def _body_of(size):
    from ledger import tiles, tree

    root = tree.root(tiles.nodes_in(LogFolder().read, 303), size)
    return checkpoint.Checkpoint("gk.test.example/ledger", size, root).body


def test_nothing_is_taken_from_strangers(log):
    before = LogFolder().checkpoint()
    for text in (cosignature(key=Ed25519PrivateKey.generate()), cosignature(name="other")):
        with pytest.raises(cosigning.NoWitness):
            cosigned_files.take(text)
    assert LogFolder().checkpoint() == before


@pytest.mark.parametrize(
    "over",
    [
        "gk.test.example/ledger\n3\n" + "A" * 43 + "=\n",
        "other.example/ledger\n3\n" + "A" * 43 + "=\n",
    ],
)
def test_a_known_witness_s_signature_under_another_history_refuses(over):
    before = LogFolder().checkpoint()
    with pytest.raises(BadNote):
        cosigned_files.take(cosignature(over=over))
    assert LogFolder().checkpoint() == before


def test_a_damaged_line_refuses():
    line = cosignature()
    for damaged in (line.replace(line[-12:-4], "AAAAAAAA"), "— x\n", "x", ""):
        with pytest.raises((BadNote, cosigning.NoWitness)):
            cosigned_files.take(damaged)


def test_the_command_says_how_it_went(tmp_path, capsys, settings):
    file = tmp_path / "line.txt"
    file.write_text(cosignature(), encoding="utf-8")
    call_command("ledger_cosign", "--add", str(file))
    assert "3" in capsys.readouterr().out
    file.write_text(cosignature(over="gk.test.example/ledger\n3\n" + "B" * 43 + "=\n"), "utf-8")
    for path, status in ((file, 3), (tmp_path / "missing", 2)):
        with pytest.raises(CommandError) as refusal:
            call_command("ledger_cosign", "--add", str(path))
        assert refusal.value.returncode == status
    settings.LEDGER_WITNESSES = []
    with pytest.raises(CommandError) as refusal:
        call_command("ledger_cosign", "--add", str(file), stdout=io.StringIO())
    assert refusal.value.returncode == 1
    with pytest.raises(CommandError) as refusal:
        call_command("ledger_cosign")
    assert refusal.value.returncode == 2


def test_a_log_key_is_no_witness():
    with pytest.raises(BadNote):
        cosigning.witnesses([note.verifier_of(KEY, NAME).vkey])
