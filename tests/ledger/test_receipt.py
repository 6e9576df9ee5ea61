import pytest

from ledger import receipt
from ledger.note import Verifier
from ledger.receipt import BadReceipt

from .vectors import LOG

TRUSTED = {"origin": LOG["origin"], "verifiers": [Verifier.from_vkey(LOG["vkey"])]}
WHOLE = LOG["receipts"][0]


@pytest.mark.parametrize("case", LOG["receipts"], ids=lambda case: case["why"])
def test_every_published_receipt_is_judged_as_published(case):
    if case["ok"]:
        given = receipt.parse(case["receipt"])
        assert receipt.verify(given, case.get("parts"), **TRUSTED) == case["result"]
        assert given.to_text() == case["receipt"]
    else:
        with pytest.raises(BadReceipt):
            receipt.verify(receipt.parse(case["receipt"]), case.get("parts"), **TRUSTED)


def test_a_refusal_names_the_part_that_differs():
    copy = WHOLE["parts"] | {"b/1": "另一段"}
    with pytest.raises(BadReceipt) as refusal:
        receipt.verify(receipt.parse(WHOLE["receipt"]), copy, **TRUSTED)
    assert refusal.value.part == "b/1"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v1",
        WHOLE["receipt"].replace("@v1", "@v2"),
        WHOLE["receipt"].replace("index 21", "index 021"),
        WHOLE["receipt"].replace("extra ", "extra !"),
        WHOLE["receipt"].replace("extra ", "extra e30=", 1),
        WHOLE["receipt"].replace("\n", "\r\n"),
    ],
)
def test_what_is_no_receipt_is_refused(text):
    with pytest.raises(BadReceipt):
        receipt.verify(receipt.parse(text), None, **TRUSTED)


def test_the_file_name_carries_no_slash():
    assert receipt.file_name("jl/mzt-1", 2) == "jl_mzt-1-r2.tlog-proof"
