import pytest

from ledger import canonical_json
from ledger.canonical_json import NotCanonical

from .vectors import VECTORS


@pytest.mark.parametrize("case", VECTORS["canon"], ids=repr)
def test_a_value_has_the_published_bytes_and_reads_back(case):
    expected = bytes.fromhex(case["utf8_hex"])

    assert canonical_json.dumps(case["value"]) == expected
    assert canonical_json.loads(expected) == case["value"]


@pytest.mark.parametrize("text", VECTORS["canon_rejected_json"])
def test_a_reader_refuses_what_a_writer_would_not_write(text):
    with pytest.raises(NotCanonical):
        canonical_json.loads(text.encode())


@pytest.mark.parametrize(
    "value", [1.0, True, None, 2**53, {"é": 1}, {1: 1}, ["\ud800"], b"", {"a": {"b": [False]}}]
)
def test_a_writer_refuses_values_without_one_spelling(value):
    with pytest.raises(NotCanonical):
        canonical_json.dumps(value)


@pytest.mark.parametrize("raw", [b"\xff", b"", b"[" * 200_000, b"-0", b"1 ", b"9" * 5000, b"NaN"])
def test_hostile_bytes_are_refused_without_a_crash(raw):
    with pytest.raises(NotCanonical):
        canonical_json.loads(raw)
