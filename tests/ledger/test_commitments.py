import pytest

from ledger import commitments
from ledger.commitments import BadParts

from .vectors import VECTORS

SEED = bytes(range(32))


@pytest.mark.parametrize("case", VECTORS["commit"], ids=lambda case: case["root"][:8])
def test_salts_manifest_and_root_are_the_published_ones(case):
    seed = bytes.fromhex(case["seed"])

    made = commitments.manifest(seed, case["parts"])

    assert made == case["manifest"]
    assert commitments.salts(seed, made) == case["salts"]
    assert commitments.root(made) == case["root"]


def test_an_attachment_may_be_given_as_its_digest_or_the_hex_of_it():
    digest = bytes(32)
    given = commitments.manifest(SEED, [("a/1", digest)])
    assert given == commitments.manifest(SEED, [("a/1", digest.hex())])


@pytest.mark.parametrize(
    "part",
    [
        ("a/1", "附件正文"),
        ("a/1", b"short"),
        ("title", b"bytes"),
        ("标题", "甲"),
        ("b/0", "甲"),
        ("f/", "甲"),
        ("f/a\n", "甲"),
        ("x/1", "甲"),
    ],
)
def test_a_part_that_is_none_is_refused_without_repeating_its_content(part):
    with pytest.raises(BadParts) as refusal:
        commitments.manifest(SEED, [part])
    assert "甲" not in str(refusal.value).replace(part[0], "")


def test_a_repeated_id_is_refused_by_writer_and_reader():
    with pytest.raises(BadParts):
        commitments.manifest(SEED, [("title", "甲"), ("title", "乙")])
    with pytest.raises(BadParts):
        commitments.root([["title", "00"], ["title", "11"]])


def test_only_parts_with_the_same_content_open():
    parts = [("title", "公告"), ("b/1", "张三"), ("links", "")]
    made = commitments.manifest(SEED, parts)
    known = {part_id: commitments.salt(SEED, part_id) for part_id, _ in parts}

    opened = commitments.opened_by(
        made, known, [("title", "公告"), ("b/1", "张*"), ("b/2", "张三")]
    )

    assert set(opened) == {"title"}
