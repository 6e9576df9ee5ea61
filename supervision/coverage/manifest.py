"""The manifest of an export: what belongs to it, as of when, and the signed note over it (pure).

The note is a C2SP signed note like the log's checkpoint, with the log's own key under a name of its
own (docs/adr/0019): its first line is no log's origin, so it can never pass for a checkpoint.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger import canonical_json, note
from ledger.note import ED25519, BadNote, Verifier

from .facts import DEFINITIONS

DUTIES, UNITS, ROWS, FIGURES = "duties.csv", "units.csv", "rows.csv", "figures.csv"
FILES = (DUTIES, FIGURES, ROWS, UNITS)
MANIFEST, NOTE = "manifest.json", "note.txt"
_HEX = re.compile(r"[0-9a-f]{64}")
_BODY = re.compile(
    r"(?P<name>[^\n]+)\n(?P<day>\d{4}-\d{2}-\d{2})\n(?P<digest>[A-Za-z0-9+/]{43}=)\n"
)
_KEYS = {"v", "definitions", "origin", "as_of", "catalogue", "log", "files"}


class BadManifest(ValueError):
    """A manifest that does not keep to the form; the text says where."""


@dataclass(frozen=True, slots=True)
class LogState:
    """How far the public log had come: every publication that is counted is among its entries."""

    size: int
    root: str  # hex


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files`: name → (SHA-256 in hex, bytes). `catalogue`: the version in force, 0 for none."""

    origin: str
    as_of: date
    catalogue: int
    log: LogState
    files: Mapping[str, tuple[str, int]]

    @property
    def raw(self) -> bytes:
        """The bytes of manifest.json: canonical JSON (verification specification §2)."""
        return canonical_json.dumps(
            {
                "v": 1,
                "definitions": DEFINITIONS,
                "origin": self.origin,
                "as_of": self.as_of.isoformat(),
                "catalogue": self.catalogue,
                "log": {"size": self.log.size, "root": self.log.root},
                "files": {
                    name: {"sha256": digest, "bytes": size}
                    for name, (digest, size) in self.files.items()
                },
            }
        )


def digests(files: Mapping[str, bytes]) -> dict[str, tuple[str, int]]:
    return {name: (hashlib.sha256(raw).hexdigest(), len(raw)) for name, raw in files.items()}


def read(raw: bytes) -> Manifest:
    """The manifest in these bytes. BadManifest for anything else, also for another definition."""
    try:
        found: Any = canonical_json.loads(raw)
    except canonical_json.NotCanonical as error:
        raise BadManifest(str(error)) from error
    if not isinstance(found, dict) or set(found) != _KEYS or found["v"] != 1:
        raise BadManifest("other keys than in the definition")
    if found["definitions"] != DEFINITIONS:
        raise BadManifest("other definitions than this program knows")
    try:
        as_of = date.fromisoformat(found["as_of"])
        log = LogState(_count(found["log"]["size"]), _hex(found["log"]["root"]))
        files = {
            name: (_hex(of_file["sha256"]), _count(of_file["bytes"]))
            for name, of_file in found["files"].items()
        }
        made = Manifest(str(found["origin"]), as_of, _count(found["catalogue"]), log, files)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadManifest("a value is not of its kind") from error
    if set(files) != set(FILES) or made.raw != raw:
        raise BadManifest("other files than in the definition")
    return made


def _hex(value: Any) -> str:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise ValueError("no digest")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("no count")
    return value


def name_of(origin: str) -> str:
    """The name under which the key of a log signs coverage."""
    return f"{origin}/coverage"


def signed(raw: bytes, as_of: date, origin: str, keys: Iterable[Ed25519PrivateKey]) -> str:
    """The note over a manifest, with a signature of every key of a rotation."""
    digest = base64.b64encode(hashlib.sha256(raw).digest()).decode()
    name = name_of(origin)
    return note.sign(f"{name}\n{as_of.isoformat()}\n{digest}\n", keys, name)


def check(text: str, raw: bytes, verifiers: Iterable[Verifier]) -> Manifest:
    """The manifest, once a key of its log signed exactly these bytes for this day.

    `verifiers` are those of the log, as printed. BadNote or BadManifest otherwise.
    """
    made = read(raw)
    ours = [
        Verifier(name_of(one.name), ED25519, one.public)
        for one in verifiers
        if one.kind == ED25519 and one.name == made.origin
    ]
    body, signers = note.opened(text, ours)
    if not signers:
        raise BadNote("not signed by the log")
    match = _BODY.fullmatch(body)
    if match is None or match["name"] != name_of(made.origin):
        raise BadNote("not a note about coverage")
    if match["day"] != made.as_of.isoformat():
        raise BadNote("the note is of another day")
    if match["digest"] != base64.b64encode(hashlib.sha256(raw).digest()).decode():
        raise BadNote("the note is of another manifest")
    return made
