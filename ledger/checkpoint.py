"""A checkpoint: the log's size and root, signed (pure; C2SP tlog-checkpoint, spec §5)."""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from . import note
from .note import ED25519, BadNote, Verifier

_BODY = re.compile(
    r"(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]{0,17})\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`origin` names the log: its URL without scheme, which is also the name of its key."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def signed(self, keys: Iterable[Ed25519PrivateKey]) -> str:
        """The note to publish, signed with every key of a rotation."""
        return note.sign(self.body, keys, self.origin)


def verified(text: str, origin: str, verifiers: Iterable[Verifier]) -> Checkpoint:
    """The checkpoint of this log; BadNote unless one of its own keys signed it."""
    body, signers = note.opened(text, verifiers)
    match = _BODY.fullmatch(body)
    if match is None:
        raise BadNote("not a checkpoint without extension lines")
    if match["origin"] != origin:
        raise BadNote("checkpoint of another log")
    if not any(signer.kind == ED25519 and signer.name == origin for signer in signers):
        raise BadNote("not signed by the log")
    try:
        root = base64.b64decode(match["root"], validate=True)
    except binascii.Error as error:
        raise BadNote("malformed root") from error
    return Checkpoint(origin, int(match["size"]), root)
