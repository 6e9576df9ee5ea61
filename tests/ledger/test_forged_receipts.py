"""Forged receipts of every kind: refused in words that name the part, never a crash, never proved."""

import base64
import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ledger import canonical_json, receipt, verify
from ledger.note import Verifier
from ledger.receipt import BadReceipt

from .vectors import LOG, VECTORS

TRUSTED = {"origin": LOG["origin"], "verifiers": [Verifier.from_vkey(LOG["vkey"])]}
CASES = [case for case in LOG["receipts"] if case["ok"] and case.get("parts")]
WHOLE = CASES[0]["receipt"]
PARTS = CASES[0]["parts"]
HELD = receipt.parse(WHOLE)


def judged(text, copy=None):
    """What the verifier says; None when it refuses."""
    try:
        held = receipt.parse(text)
        return receipt.verify(held, copy, **TRUSTED), held
    except BadReceipt as error:
        assert str(error)
        return None


def says_the_same(held):
    return (held.entry, held.index, held.manifest) == (HELD.entry, HELD.index, HELD.manifest)


@settings(max_examples=400)
@given(st.data())
def test_a_changed_receipt_proves_nothing_else(data):
    place = data.draw(st.integers(0, len(WHOLE) - 1))
    length = data.draw(st.integers(0, 40))
    instead = data.draw(st.text(alphabet='ABab01+/=— \n.{}"\\测\ud800', max_size=40))
    forged = WHOLE[:place] + instead + WHOLE[place + length :]
    assume(forged != WHOLE)
    found = judged(forged)
    # Lines of unknown signers may come and go; whatever still passes says what the true one said.
    assert found is None or says_the_same(found[1])


@settings(max_examples=200)
@given(st.permutations(range(len(WHOLE.split("\n")))), st.integers(1, 6))
def test_lines_in_another_order_or_number_prove_nothing_else(order, cut):
    lines = WHOLE.split("\n")
    for forged in ([lines[at] for at in order], lines[:-cut], lines[cut:], lines + lines[:cut]):
        found = judged("\n".join(forged))
        assert found is None or says_the_same(found[1])


def test_half_of_a_surrogate_pair_is_refused_like_anything_else():
    assert judged(WHOLE.replace("\n\n", "\n\n\ud800", 1)) is None


def with_extra(**changes):
    head, extra, rest = WHOLE.split("\n", 2)
    held = json.loads(base64.b64decode(extra.removeprefix("extra "))) | changes
    try:
        raw = canonical_json.dumps(held)
    except canonical_json.NotCanonical:
        raw = json.dumps(held).encode()
    return f"{head}\nextra {base64.b64encode(raw).decode()}\n{rest}"


OTHERS = [text for text in VECTORS["entries"][:40] if text.encode() != HELD.entry]
SALTS = {part: salt.hex() for part, salt in HELD.salts.items()}


@pytest.mark.parametrize(
    "changes",
    [
        *({"entry": other} for other in OTHERS[:5]),
        *({"entry": bad} for bad in VECTORS["bad_entries"]),
        {"entry": HELD.entry.decode().replace("民政", "教育").replace("县", "市")},
        {"entry": HELD.entry.decode() + " "},
        {"entry": ""},
        {"entry": "\x00" * 5000},
        {"entry": 1},
        {"manifest": []},
        {"manifest": HELD.manifest[1:]},
        {"manifest": HELD.manifest[::-1]},
        {"manifest": HELD.manifest + HELD.manifest[:1]},
        {"manifest": [[HELD.manifest[0][0], "0" * 64], *HELD.manifest[1:]]},
        {"manifest": [["title"]]},
        {"manifest": [["title", 1]]},
        {"manifest": {}},
        {"manifest": None},
        {"salts": []},
        {"salts": {"title": "zz"}},
        {"salts": {"title": None}},
        {"more": 1},
    ],
    ids=lambda changes: f"{next(iter(changes))}",
)
def test_other_extra_data_is_refused(changes):
    assert judged(with_extra(**changes)) is None


@pytest.mark.parametrize("part", list(PARTS))
def test_whichever_part_is_changed_left_out_or_added_it_is_named(part):
    changed = "0" * 64 if part.startswith("a/") else PARTS[part] + "。"
    for copy in (
        PARTS | {part: changed},
        {name: text for name, text in PARTS.items() if name != part},
        PARTS | {part: 1},
        PARTS | {part: None},
        PARTS | {part: "\ud800"},
        PARTS | {part: [PARTS[part]]},
    ):
        with pytest.raises(BadReceipt) as refusal:
            receipt.verify(HELD, copy, **TRUSTED)
        assert refusal.value.part == part
    with pytest.raises(BadReceipt) as refusal:
        receipt.verify(HELD, PARTS | {"b/999": "加一段"}, **TRUSTED)
    assert refusal.value.part == "b/999"


@pytest.mark.parametrize("part", list(PARTS))
def test_with_other_salts_nothing_opens(part):
    forged = with_extra(salts=SALTS | {part: "00" * 32})
    with pytest.raises(BadReceipt) as refusal:
        receipt.verify(receipt.parse(forged), PARTS, **TRUSTED)
    assert refusal.value.part == part
    without = {name: salt for name, salt in SALTS.items() if name != part}
    with pytest.raises(BadReceipt) as refusal:
        receipt.verify(receipt.parse(with_extra(salts=without)), PARTS, **TRUSTED)
    assert refusal.value.part == part


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe",
        b"c2sp.org/tlog-proof@v1\n",
        b"x" * 100_000,
        b"\n\n\n\n",
        WHOLE.encode()[:-9],
    ],
    ids=lambda raw: str(len(raw)),
)
def test_the_program_refuses_in_both_languages(raw, tmp_path, capsys):
    file = tmp_path / "a.tlog-proof"
    file.write_bytes(raw)
    assert verify.main([str(file), "--vkey", LOG["vkey"]]) in (1, 2)
    told = capsys.readouterr().err
    assert ("没有通过" in told and "Refused" in told) or ("用法" in told and "Bad usage" in told)


def test_the_program_refuses_a_copy_that_says_one_part_twice(tmp_path, capsys):
    file, copy = tmp_path / "a.tlog-proof", tmp_path / "parts.json"
    file.write_text(WHOLE, encoding="utf-8")
    good = json.dumps(PARTS)
    copy.write_text(good[:-1] + ', "title": "另一个"}', encoding="utf-8")
    assert verify.main([str(file), str(copy), "--vkey", LOG["vkey"]]) == 1
    assert "title" in capsys.readouterr().err
    copy.write_text(json.dumps(PARTS | {"x/1": "甲"}), encoding="utf-8")
    assert verify.main([str(file), str(copy), "--vkey", LOG["vkey"]]) == 1
    assert "x/1" in capsys.readouterr().err


def test_a_receipt_of_another_log_or_key_is_refused(tmp_path, capsys):
    file = tmp_path / "a.tlog-proof"
    file.write_text(WHOLE, encoding="utf-8")
    status = verify.main([str(file), "--vkey", LOG["vkey"], "--origin", "other.example/ledger"])
    assert status == 1 and "另一份公开记录" in capsys.readouterr().err
