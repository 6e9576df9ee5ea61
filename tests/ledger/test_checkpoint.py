import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger import checkpoint, note
from ledger.checkpoint import Checkpoint
from ledger.note import BadNote, Verifier

from .vectors import LOG

ORIGIN = LOG["origin"]
VERIFIERS = [Verifier.from_vkey(LOG["vkey"]), Verifier.from_vkey(LOG["witness"])]
KEY = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(LOG["log_private_key_hex_for_tests_only"]))
WITNESS = Ed25519PrivateKey.from_private_bytes(
    bytes.fromhex(LOG["witness_private_key_hex_for_tests_only"])
)


@pytest.mark.parametrize("case", LOG["checkpoints"], ids=lambda case: case["why"])
def test_every_published_checkpoint_is_judged_as_published(case):
    if case["ok"]:
        found = checkpoint.verified(case["note"], ORIGIN, VERIFIERS)
        assert (found.origin, found.size) == (ORIGIN, case["size"])
    else:
        with pytest.raises(BadNote):
            checkpoint.verified(case["note"], ORIGIN, VERIFIERS)


def test_signing_gives_the_published_bytes():
    published = LOG["checkpoints"][0]["note"]
    found = checkpoint.verified(published, ORIGIN, VERIFIERS)
    assert found.signed([KEY]) == published


def test_a_witness_signs_the_published_line():
    both = LOG["checkpoints"][1]["note"]
    body, signers = note.opened(both, VERIFIERS)
    assert [signer.kind for signer in signers] == [note.ED25519, note.COSIGNATURE]
    line = both.splitlines(keepends=True)[-1]
    time = int.from_bytes(note.signature(line.rstrip("\n"))[1][4:12], "big")
    assert note.cosignature_line(body, WITNESS, VERIFIERS[1].name, time) == line


def test_a_key_has_the_published_name():
    assert note.verifier_of(KEY, ORIGIN).vkey == LOG["vkey"]
    assert VERIFIERS[1].vkey == LOG["witness"]


@pytest.mark.parametrize(
    "vkey", ["", "a+b", LOG["vkey"][:-4], "x" + LOG["vkey"], LOG["vkey"] + "!"]
)
def test_a_malformed_key_is_refused(vkey):
    with pytest.raises(BadNote):
        Verifier.from_vkey(vkey)


def test_two_keys_sign_during_a_rotation_and_each_is_enough():
    new = Ed25519PrivateKey.generate()
    text = Checkpoint(ORIGIN, 0, bytes(32)).signed([KEY, new])
    for key in (KEY, new):
        assert checkpoint.verified(text, ORIGIN, [note.verifier_of(key, ORIGIN)]).size == 0
