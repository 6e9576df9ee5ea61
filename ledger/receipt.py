"""Receipts: proof that a version was published, checkable without us (pure; spec §6).

A receipt proves "published at that time", not "still valid".
"""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from . import canonical_json, checkpoint, commitments, entry, tree
from .commitments import Manifest
from .note import BadNote, Verifier

HEADER = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,17})")
_HEX = re.compile(r"[0-9a-f]{64}")


class BadReceipt(Exception):
    """The receipt or the copy is refused; `part` names the part that differs, if it is one."""

    def __init__(self, why: str, part: str = ""):
        super().__init__(why)
        self.part = part


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt file says, before anything is checked."""

    entry: bytes
    manifest: Manifest
    salts: dict[str, bytes]
    index: int
    proof: list[bytes]
    checkpoint: str

    def to_text(self) -> str:
        """The file `<item>-r<rev>.tlog-proof`."""
        extra = canonical_json.dumps(
            {
                "entry": self.entry.decode(),
                "manifest": self.manifest,
                "salts": {part_id: salt.hex() for part_id, salt in self.salts.items()},
            }
        )
        hashes = "".join(_b64(step) + "\n" for step in self.proof)
        head = f"{HEADER}\nextra {_b64(extra)}\nindex {self.index}\n"
        return f"{head}{hashes}\n{self.checkpoint}"


def file_name(item: str, rev: int) -> str:
    return f"{item.replace('/', '_')}-r{rev}.tlog-proof"


def parse(text: str) -> Receipt:
    """The receipt in a file; BadReceipt when it is not written exactly as the format says."""
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    index = _INDEX.fullmatch(lines[2]) if len(lines) > 2 else None
    if lines[0] != HEADER or index is None or not lines[1].startswith("extra "):
        raise BadReceipt("not a receipt")
    proof = [_bytes_of(line) for line in lines[3:]]
    if any(len(step) != 32 for step in proof):
        raise BadReceipt("malformed proof")
    try:
        extra = canonical_json.loads(_bytes_of(lines[1].removeprefix("extra ")))
    except canonical_json.NotCanonical as error:
        raise BadReceipt("malformed extra data") from error
    logged, manifest, salts = _checked_extra(extra)
    return Receipt(logged, manifest, salts, int(index[1]), proof, note)


def verify(
    receipt: Receipt,
    copy: Mapping[str, str | bytes] | None,
    *,
    origin: str,
    verifiers: Iterable[Verifier],
) -> str:
    """`entry`, `content`, `partial` or `withdrawn`; BadReceipt refuses and names the part."""
    try:
        head = checkpoint.verified(receipt.checkpoint, origin, verifiers)
        event = entry.parse(receipt.entry)
        tree.verify_inclusion(
            entry.leaf_hash(receipt.entry), receipt.index, head.size, receipt.proof, head.root
        )
    except (BadNote, entry.BadEntry, tree.BadProof) as error:
        raise BadReceipt(str(error)) from error
    if event.type == "withdraw":
        if receipt.manifest or receipt.salts or copy:
            raise BadReceipt("a withdrawal has no content")
        return "withdrawn"
    try:
        fits = commitments.root(receipt.manifest) == event.root
    except commitments.BadParts as error:
        raise BadReceipt(str(error)) from error
    if not fits:
        raise BadReceipt("the manifest is not the one in the log")
    return "entry" if copy is None else _compare(receipt, copy)


def _compare(receipt: Receipt, copy: Mapping[str, str | bytes]) -> str:
    committed = dict(receipt.manifest)
    for part_id, content in copy.items():
        if part_id not in committed:
            raise BadReceipt("the copy has a part that was not published", part_id)
        if part_id not in receipt.salts:
            raise BadReceipt("the copy has a part that was removed", part_id)
        try:
            found = commitments.commitment(receipt.salts[part_id], part_id, content)
        except commitments.BadParts as error:
            raise BadReceipt(str(error), part_id) from error
        if found != committed[part_id]:
            raise BadReceipt("the part differs from what was published", part_id)
    for part_id in committed:
        if part_id not in copy and part_id in receipt.salts:
            raise BadReceipt("the copy lacks a part", part_id)
    return "content" if len(copy) == len(committed) else "partial"


def _checked_extra(extra: object) -> tuple[bytes, Manifest, dict[str, bytes]]:
    if not isinstance(extra, dict) or set(extra) != {"entry", "manifest", "salts"}:
        raise BadReceipt("malformed extra data")
    logged, manifest, salts = extra["entry"], extra["manifest"], extra["salts"]
    if not isinstance(logged, str) or not isinstance(salts, dict):
        raise BadReceipt("malformed extra data")
    if not isinstance(manifest, list) or not all(_is_row(row) for row in manifest):
        raise BadReceipt("malformed manifest")
    if not all(isinstance(salt, str) and _HEX.fullmatch(salt) for salt in salts.values()):
        raise BadReceipt("malformed salt")
    return logged.encode(), manifest, {part: bytes.fromhex(salt) for part, salt in salts.items()}


def _is_row(row: object) -> bool:
    return (
        isinstance(row, list)
        and len(row) == 2
        and all(isinstance(member, str) for member in row)
        and bool(_HEX.fullmatch(row[1]))
    )


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes_of(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error) as error:
        raise BadReceipt("malformed base64") from error
