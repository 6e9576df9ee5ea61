"""Rotating the key that signs the log."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ledger import checkpoint, key_states, keys, publisher
from ledger.log_files import LogFolder
from ledger.note import BadNote, Verifier
from tests.disclosure import stories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def log(settings, tmp_path):
    settings.LEDGER_DIR = tmp_path / "ledger"
    settings.LEDGER_KEY_FILE = str(tmp_path / "keys" / "ledger.pem")
    settings.LEDGER_ORIGIN = "gk.test.example/ledger"


def run(*arguments, capsys):
    capsys.readouterr()
    call_command("ledger_key", *arguments)
    return capsys.readouterr().out


def refused(status, *arguments):
    with pytest.raises(CommandError) as refusal:
        call_command("ledger_key", *arguments)
    assert refusal.value.returncode == status
    return str(refusal.value)


def vkeys():
    return (LogFolder().text("vkeys.txt") or "").split()


def older(days):
    """As if every key had been signing for so long."""
    from dataclasses import replace
    from datetime import UTC, datetime

    since = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    states = [replace(state, since=since) for state in key_states.known(LogFolder())]
    key_states.publish(LogFolder(), states)


def accepts(vkey):
    verifier = Verifier.from_vkey(vkey)
    try:
        return checkpoint.verified(LogFolder().checkpoint(), verifier.name, [verifier])
    except BadNote:
        return None


def test_a_key_is_made_once_and_only_for_its_owner(settings, capsys):
    vkey = run("new", capsys=capsys).split("\n")[0]
    path = Path(settings.LEDGER_KEY_FILE)
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    refused(3, "new")
    publisher.publish()
    path.unlink()
    refused(3, "new")  # a signed log gets no other key this way
    path.write_bytes(before)
    path.chmod(0o640)
    assert "600" in refused(3, "show")
    path.chmod(0o600)
    assert vkey in run("show", capsys=capsys)


def test_old_and_new_sign_together_until_the_new_one_is_known(settings, capsys):
    publisher.publish()
    (old,) = vkeys()
    new = run("rotate", capsys=capsys).split("\n")[0]
    assert vkeys() == [old, new]
    assert accepts(old) and accepts(new)  # the same checkpoint, without any new entry
    assert os.stat(settings.LEDGER_KEY_FILE).st_mode & 0o777 == 0o600
    refused(3, "rotate")
    assert "0" in refused(1, "retire")
    older(89)
    refused(1, "retire")
    older(90)
    assert "公开" in refused(1, "retire")  # not announced yet
    stories.released(title="公开记录启用新的签名公钥", text=f"新的公钥是 {new} 。")
    publisher.publish()
    run("retire", capsys=capsys)
    assert vkeys() == [new]
    assert accepts(new) and not accepts(old)
    assert [state.state for state in key_states.known(LogFolder())] == ["retired", "signing"]
    # What the old key signed in its time is still good.
    assert {verifier.vkey for verifier in key_states.trusted(LogFolder())} == {old, new}


def test_a_stolen_key_goes_at_once_and_is_not_trusted_any_more(capsys):
    publisher.publish()
    new = run("rotate", capsys=capsys).split("\n")[0]
    run("retire", "--compromised", capsys=capsys)
    assert vkeys() == [new] and accepts(new)
    assert [v.vkey for v in key_states.trusted(LogFolder())] == [new]
    assert "已泄露" in run("show", capsys=capsys)


def test_the_only_key_and_an_unknown_one_are_not_retired():
    publisher.publish()
    refused(3, "retire")
    refused(2, "retire", "00000000")


def test_a_key_twice_in_the_file_is_refused(settings):
    publisher.publish()
    path = Path(settings.LEDGER_KEY_FILE)
    path.write_bytes(path.read_bytes() * 2)
    with pytest.raises(keys.BadKeyFile):
        keys.load(path)
