"""Hiding commitments: the log fixes every part without revealing it (pure).

Source: verification specification §1 (part ids) and §3. The manifest is public for ever; a seed
or a salt is public only while the content it opens is.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping

from . import canonical_json
from .textnorm import text_v1

SEED_BYTES = 32
PART_ID = re.compile(r"title|links|f/[!-.0-~]+|b/[1-9][0-9]*|t/[!-.0-~]+/[!-.0-~]+|a/[1-9][0-9]*")
SHA256_HEX = re.compile(r"[0-9a-f]{64}")

Part = tuple[str, str | bytes]
Manifest = list[list[str]]


class BadParts(ValueError):
    """Parts or a manifest that cannot be committed to; the text names the id, never content."""


def part_bytes(part_id: str, content: str | bytes) -> bytes:
    """What is hashed for one part: text as text/v1, an attachment as its 32 digest bytes."""
    if not PART_ID.fullmatch(part_id):
        raise BadParts(f"part id {part_id!r} is not one of title, links, f/, b/, t/, a/")
    if not part_id.startswith("a/"):
        if not isinstance(content, str):
            raise BadParts(f"{part_id}: text expected")
        try:
            return text_v1(content).encode()
        except UnicodeEncodeError as error:
            raise BadParts(f"{part_id}: lone surrogate") from error
    if isinstance(content, str) and SHA256_HEX.fullmatch(content):
        return bytes.fromhex(content)
    if isinstance(content, bytes) and len(content) == hashlib.sha256().digest_size:
        return content
    raise BadParts(f"{part_id}: the SHA-256 of the file expected, as 32 bytes or 64 hex digits")


def salt(seed: bytes, part_id: str) -> bytes:
    """The key that opens one part; derived, so that one seed opens all and each can go alone."""
    return _hmac(seed, b"disclosure-salt/v1\n" + part_id.encode())


def commitment(part_salt: bytes, part_id: str, content: str | bytes) -> str:
    """Lower-case hex of the commitment to one part under its salt."""
    hashed = part_bytes(part_id, content)
    return _hmac(part_salt, b"disclosure-part/v1\n" + part_id.encode() + b"\n" + hashed).hex()


def manifest(seed: bytes, parts: Iterable[Part]) -> Manifest:
    """[[id, commitment], ...] in part order; BadParts when an id is repeated."""
    if len(seed) != SEED_BYTES:
        raise BadParts("the seed must be 32 bytes")
    made = [[part_id, commitment(salt(seed, part_id), part_id, text)] for part_id, text in parts]
    refuse_repeated_ids(made)
    return made


def salts(seed: bytes, made: Manifest) -> dict[str, str]:
    """Hex salts of every part of a manifest, as a receipt carries them."""
    return {part_id: salt(seed, part_id).hex() for part_id, _ in made}


def root(made: Manifest) -> str:
    """The 64 hex digits that stand in the entry for all parts and their order."""
    refuse_repeated_ids(made)
    return hashlib.sha256(b"disclosure-manifest/v1\n" + canonical_json.dumps(made)).hexdigest()


def opened_by(
    made: Manifest, known_salts: Mapping[str, bytes], parts: Iterable[Part]
) -> dict[str, bytes]:
    """The salts under which `parts` still open this manifest: same id, same content."""
    committed: dict[str, str] = {row[0]: row[1] for row in made}
    return {
        part_id: known_salts[part_id]
        for part_id, content in parts
        if part_id in committed
        and part_id in known_salts
        and hmac.compare_digest(
            committed[part_id], commitment(known_salts[part_id], part_id, content)
        )
    }


def refuse_repeated_ids(made: Manifest) -> None:
    """BadParts when one id stands twice: the second could hide what the first said."""
    seen: set[str] = set()
    for part_id, _ in made:
        if part_id in seen:
            raise BadParts(f"part id {part_id!r} is repeated")
        seen.add(part_id)


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")
