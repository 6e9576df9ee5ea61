import json

import pytest

from ledger import entry
from ledger.entry import BadEntry, Event

from .vectors import VECTORS


def test_every_published_entry_is_read_and_written_byte_for_byte():
    for text, leaf in zip(VECTORS["entries"], VECTORS["leaf_hashes"], strict=True):
        event = entry.parse(text.encode())
        assert event.to_bytes() == text.encode()
        assert entry.leaf_hash(text.encode()).hex() == leaf


@pytest.mark.parametrize("text", VECTORS["bad_entries"])
def test_every_published_bad_entry_is_refused(text):
    with pytest.raises(BadEntry):
        entry.parse(text.encode())


def altered(**changes):
    return Event(**(json.loads(VECTORS["entries"][0]) | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"org": ""},
        {"org": "民" * 201},
        {"item": "jl-mzt-2026-00001\n"},
        {"item": "a" * 65},
        {"time": "2026-09-21T14:13:60Z"},
        {"time": "２026-09-21T14:13:20Z"},
        {"root": "a" * 63},
        {"rev": True},
        {"prev": -1, "rev": 1, "reason": "update"},
        {"type": "restore"},
        {"type": "revise", "rev": 2, "prev": 0, "reason": ""},
    ],
    ids=str,
)
def test_an_event_that_contradicts_itself_cannot_be_made(changes):
    with pytest.raises(BadEntry):
        altered(**changes)


def test_an_entry_longer_than_the_limit_is_refused():
    # 200 characters of four bytes stay below the limit; only foreign bytes can pass it.
    assert len(altered(org="𠮷" * 200).to_bytes()) < entry.LARGEST_ENTRY
    with pytest.raises(BadEntry):
        entry.parse(b" " * (entry.LARGEST_ENTRY + 1))
