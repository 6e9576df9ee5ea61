"""The Merkle tree over entries and its proofs (pure; RFC 6962 hashing, RFC 9162 §2.1.3-2.1.4).

A tree is given as `node(level, index)`: the hash of the complete subtree of 2^level leaves that
starts at leaf index * 2^level. Tiles answer that; `nodes_of` answers it for a list of leaves.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache

EMPTY_ROOT = hashlib.sha256(b"").digest()
Node = Callable[[int, int], bytes]


class BadProof(Exception):
    """The proof does not prove what it should."""


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def nodes_of(leaves: Sequence[bytes]) -> Node:
    """A tree in memory; every node is computed once."""

    @cache
    def node(level: int, index: int) -> bytes:
        if level == 0:
            return leaves[index]
        return node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1))

    return node


def root(node: Node, size: int) -> bytes:
    """The tree's hash when it holds `size` leaves."""
    return _range_hash(node, 0, size) if size else EMPTY_ROOT


class Growing:
    """A tree that only grows: its right edge is enough for its root, whatever its size."""

    def __init__(self) -> None:
        self.size = 0
        self._complete: list[bytes] = []  # hashes of complete subtrees, the largest first

    def add(self, leaf: bytes) -> None:
        """Append one leaf."""
        position, found = self.size, leaf
        while position & 1:
            found = node_hash(self._complete.pop(), found)
            position >>= 1
        self._complete.append(found)
        self.size += 1

    def root(self) -> bytes:
        """The hash of the tree as it is now."""
        if not self.size:
            return EMPTY_ROOT
        *larger, found = self._complete
        for complete in reversed(larger):
            found = node_hash(complete, found)
        return found


def inclusion_proof(node: Node, index: int, size: int) -> list[bytes]:
    """Hashes that lead from leaf `index` to the root of `size` leaves, the sibling first."""
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(_range_hash(node, middle, end))
            end = middle
        else:
            path.append(_range_hash(node, start, middle))
            start = middle
    return path[::-1]


def consistency_proof(node: Node, old: int, new: int) -> list[bytes]:
    """Hashes that show the tree of `old` leaves to be the beginning of that of `new`."""
    if not 0 < old <= new:
        raise ValueError("no such trees")
    path: list[bytes] = []
    start, end, known = 0, new, True
    while old != end - start or start:
        if old == end:
            break
        middle = start + _split(end - start)
        if old <= middle:
            path.append(_range_hash(node, middle, end))
            end = middle
        else:
            path.append(_range_hash(node, start, middle))
            start, known = middle, False
    if not known:
        path.append(_range_hash(node, start, end))
    return path[::-1]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected: bytes
) -> None:
    """BadProof unless the leaf stands at `index` of the tree with this root (§2.1.3.2)."""
    if not 0 <= index < size:
        raise BadProof("index beyond the tree")
    fn, sn, found = index, size - 1, leaf
    for step in proof:
        if sn == 0:
            raise BadProof("proof too long")
        if fn & 1 or fn == sn:
            found = node_hash(step, found)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = node_hash(found, step)
        fn, sn = fn >> 1, sn >> 1
    if sn or found != expected:
        raise BadProof("inclusion not proved")


def verify_consistency(
    old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """BadProof unless the tree of `old` leaves is the beginning of the other (§2.1.4.2)."""
    if not 0 < old <= new:
        raise BadProof("no such trees")
    if old == new:
        if proof or old_root != new_root:
            raise BadProof("same size, other tree")
        return
    steps = list(proof) if old & (old - 1) else [old_root, *proof]
    if not steps:
        raise BadProof("proof too short")
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if sn == 0:
            raise BadProof("proof too long")
        if fn & 1 or fn == sn:
            first, second = node_hash(step, first), node_hash(step, second)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            second = node_hash(second, step)
        fn, sn = fn >> 1, sn >> 1
    if sn or first != old_root or second != new_root:
        raise BadProof("consistency not proved")


def _split(size: int) -> int:
    """The largest power of two below `size` (> 1)."""
    return 1 << ((size - 1).bit_length() - 1)


def _range_hash(node: Node, start: int, end: int) -> bytes:
    """The hash of leaves start..end-1, where start is aligned as the recursion leaves it."""
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(size)
    return node_hash(_range_hash(node, start, middle), _range_hash(node, middle, end))
