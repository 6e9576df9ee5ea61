"""C2SP signed notes with Ed25519 keys, and cosignatures (pure; verification specification §5)."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = 1  # signature type byte of a log's key
COSIGNATURE = 4  # of a witness: signs the time as well
_LINE = re.compile(r"— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/]+={0,2})")


class BadNote(Exception):
    """Not a note, or a known signer's signature is false or missing."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key under its name; `kind` is ED25519 or COSIGNATURE."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(named).digest()[:4]

    @property
    def vkey(self) -> str:
        """name+hex(key id)+base64(kind || key), as it is printed and published."""
        encoded = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{encoded}"

    @classmethod
    def from_vkey(cls, vkey: str) -> "Verifier":
        """BadNote when the text is malformed or its key id does not fit."""
        try:
            name, key_id, encoded = vkey.strip().split("+", 2)
            raw = base64.b64decode(encoded, validate=True)
        except (ValueError, binascii.Error) as error:
            raise BadNote("malformed vkey") from error
        if len(raw) != 33 or raw[0] not in (ED25519, COSIGNATURE):
            raise BadNote("unknown kind of key")
        made = cls(name, raw[0], raw[1:])
        if made.key_id.hex() != key_id:
            raise BadNote("key id does not fit the key")
        return made

    def accepts(self, signature: bytes, body: str) -> bool:
        """Whether the bytes behind the key id sign this body."""
        signed = body.encode()
        if self.kind == COSIGNATURE:
            if len(signature) < 8:
                return False
            time, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            signed = cosigned(body, time)
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, signed)
        except InvalidSignature:
            return False
        return True


def cosigned(body: str, time: int) -> bytes:
    """What a witness signs: it saw this body at this time (seconds since 1970)."""
    return f"cosignature/v1\ntime {time}\n{body}".encode()


def verifier_of(key: Ed25519PrivateKey, name: str, kind: int = ED25519) -> Verifier:
    return Verifier(name, kind, key.public_key().public_bytes_raw())


def sign(body: str, keys: Iterable[Ed25519PrivateKey], name: str) -> str:
    """The body with one signature line per key."""
    lines = []
    for key in keys:
        raw = verifier_of(key, name).key_id + key.sign(body.encode())
        lines.append(f"— {name} {base64.b64encode(raw).decode()}\n")
    return body + "\n" + "".join(lines)


def cosignature_line(body: str, key: Ed25519PrivateKey, name: str, time: int) -> str:
    """A witness's signature line for a body it found consistent with what it saw before."""
    raw = verifier_of(key, name, COSIGNATURE).key_id + time.to_bytes(8, "big")
    raw += key.sign(cosigned(body, time))
    return f"— {name} {base64.b64encode(raw).decode()}\n"


def opened(note: str, verifiers: Iterable[Verifier]) -> tuple[str, list[Verifier]]:
    """The body and who signed it. Unknown signers are ignored; a known one's false one refuses."""
    body, lines = split(note)
    known = {(v.name, v.key_id): v for v in verifiers}
    signers = []
    for line in lines:
        name, raw = signature(line)
        verifier = known.get((name, raw[:4]))
        if verifier is None:
            continue
        if not verifier.accepts(raw[4:], body):
            raise BadNote("false signature")
        signers.append(verifier)
    return body, signers


def split(note: str) -> tuple[str, list[str]]:
    """The body and the signature lines, without their line feeds; nothing is verified."""
    try:
        note.encode()
    except UnicodeEncodeError as error:
        raise BadNote("not a signed note") from error
    body, blank, lines = note.rpartition("\n\n")
    if "\r" in note or not lines.endswith("\n") or not blank:
        raise BadNote("not a signed note")
    return body + "\n", lines[:-1].split("\n")


def signatures(note: str) -> list[tuple[str, bytes]]:
    """(name, key id || signature) of every line, known or not."""
    return [signature(line) for line in split(note)[1]]


def signature(line: str) -> tuple[str, bytes]:
    """(name, key id || signature) of one line; BadNote when it is none."""
    match = _LINE.fullmatch(line)
    if match is None:
        raise BadNote("malformed signature line")
    try:
        raw = base64.b64decode(match["signature"], validate=True)
    except binascii.Error as error:
        raise BadNote("malformed signature") from error
    if len(raw) < 5:
        raise BadNote("signature too short")
    return match["name"], raw
