import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import tree
from ledger.tree import BadProof

from .vectors import LEAVES, LOG

NODE = tree.nodes_of(LEAVES)
sizes = st.integers(1, len(LEAVES))


def hashes(proof):
    return [bytes.fromhex(step) for step in proof]


@pytest.mark.parametrize(("size", "expected"), LOG["roots"].items())
def test_the_roots_are_the_published_ones(size, expected):
    assert tree.root(NODE, int(size)).hex() == expected


def test_every_published_inclusion_proof_is_judged_as_published():
    for case in LOG["inclusion"]:
        proof, root = hashes(case["proof"]), tree.root(NODE, case["size"])
        leaf = LEAVES[min(case["index"], len(LEAVES) - 1)]
        if case["ok"]:
            tree.verify_inclusion(leaf, case["index"], case["size"], proof, root)
            assert tree.inclusion_proof(NODE, case["index"], case["size"]) == proof
        else:
            with pytest.raises(BadProof):
                tree.verify_inclusion(leaf, case["index"], case["size"], proof, root)


def test_every_published_consistency_proof_is_judged_as_published():
    for case in LOG["consistency"]:
        old, new, proof = case["old"], case["new"], hashes(case["proof"])
        roots = tree.root(NODE, old), tree.root(NODE, new)
        if case["ok"]:
            tree.verify_consistency(old, new, proof, *roots)
            assert tree.consistency_proof(NODE, old, new) == proof
        else:
            with pytest.raises(BadProof):
                tree.verify_consistency(old, new, proof, *roots)


@given(sizes, st.data())
def test_every_leaf_of_every_tree_can_be_proved_and_no_other(size, data):
    index = data.draw(st.integers(0, size - 1))
    proof, root = tree.inclusion_proof(NODE, index, size), tree.root(NODE, size)
    tree.verify_inclusion(LEAVES[index], index, size, proof, root)
    with pytest.raises(BadProof):
        tree.verify_inclusion(
            LEAVES[index - 1] if size > 1 else root[::-1], index, size, proof, root
        )


@given(sizes, sizes)
def test_every_tree_is_the_beginning_of_every_larger_one(one, other):
    old, new = sorted((one, other))
    proof = tree.consistency_proof(NODE, old, new)
    tree.verify_consistency(old, new, proof, tree.root(NODE, old), tree.root(NODE, new))


@pytest.mark.parametrize(("old", "new"), [(0, 1), (2, 1), (-1, 1)])
def test_trees_that_cannot_be_compared_are_refused(old, new):
    with pytest.raises(ValueError, match="no such trees"):
        tree.consistency_proof(NODE, old, new)
    with pytest.raises(BadProof):
        tree.verify_consistency(old, new, [], b"", b"")
