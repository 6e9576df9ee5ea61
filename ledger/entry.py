"""One event as bytes: canonical JSON of exactly nine keys (pure; verification specification §4)."""

import hashlib
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache

from . import canonical_json

VERSION = 1
LARGEST_ENTRY = 4096  # bytes
LONGEST_ORG = 200  # characters
TYPES = ("publish", "revise", "redact", "withdraw", "restore")
REASONS = frozenset(
    {"correction", "update", "privacy", "expired", "repealed", "error", "legal", "review"}
)
REMOVING_REASONS = frozenset({"privacy", "legal"})  # withdrawals that take the content away (§10)

# What may come after an item's last event; None: it has none yet.
MAY_FOLLOW: dict[str | None, frozenset[str]] = {
    None: frozenset({"publish"}),
    "publish": frozenset({"revise", "redact", "withdraw"}),
    "revise": frozenset({"revise", "redact", "withdraw"}),
    "redact": frozenset({"revise", "redact", "withdraw"}),
    "restore": frozenset({"revise", "redact", "withdraw"}),
    "withdraw": frozenset({"restore"}),
}

TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}Z")
_ITEM = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]{0,63}")
_ROOT = re.compile(r"[0-9a-f]{64}")


class BadEntry(ValueError):
    """The event breaks a rule of §4; the text names the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One publish, revise, redact, withdraw or restore of an item, checked when made."""

    type: str
    item: str
    rev: int
    org: str
    time: str
    prev: int
    root: str
    reason: str
    v: int = VERSION

    def __post_init__(self) -> None:
        _refuse_wrong_kinds(self)
        _refuse_malformed(self)
        _refuse_contradictions(self)

    def to_bytes(self) -> bytes:
        """The entry as logged; BadEntry when it would be longer than 4096 bytes."""
        raw = canonical_json.dumps(asdict(self))
        if len(raw) > LARGEST_ENTRY:
            raise BadEntry("entry longer than 4096 bytes")
        return raw


@lru_cache(maxsize=2048)  # a batch of rows is asked for the same events again and again
def parse(raw: bytes) -> Event:
    """The event in these bytes; BadEntry unless they are exactly what `to_bytes` writes."""
    if len(raw) > LARGEST_ENTRY:
        raise BadEntry("entry longer than 4096 bytes")
    try:
        found = canonical_json.loads(raw)
    except canonical_json.NotCanonical as error:
        raise BadEntry(str(error)) from error
    if not isinstance(found, dict) or set(found) != set(Event.__slots__):
        raise BadEntry("not an object of the nine keys")
    return Event(**found)


def leaf_hash(raw: bytes) -> bytes:
    """RFC 6962 hash of an entry, the leaf of the tree (§5)."""
    return hashlib.sha256(b"\x00" + raw).digest()


def _refuse_wrong_kinds(event: Event) -> None:
    for key in ("v", "rev", "prev"):
        if type(getattr(event, key)) is not int:
            raise BadEntry(f"{key}: not an integer")
    for key in ("type", "item", "org", "time", "root", "reason"):
        if not isinstance(getattr(event, key), str):
            raise BadEntry(f"{key}: not a string")


def _refuse_malformed(event: Event) -> None:
    if event.v != VERSION:
        raise BadEntry("v: not 1")
    if event.type not in TYPES:
        raise BadEntry("type: unknown")
    if not _ITEM.fullmatch(event.item):
        raise BadEntry("item: not a number of the register")
    if not 1 <= len(event.org) <= LONGEST_ORG:
        raise BadEntry("org: 1 to 200 characters")
    if not _TIME.fullmatch(event.time):
        raise BadEntry("time: not YYYY-MM-DDThh:mm:ssZ")
    try:
        # Only asked whether it exists; strptime would take ten times as long.
        datetime.fromisoformat(event.time)
    except ValueError as error:
        raise BadEntry("time: no such moment") from error


def _refuse_contradictions(event: Event) -> None:
    first = event.type == "publish"
    if first != (event.rev == 1) or event.rev < 1:
        raise BadEntry("rev: 1 for publish and only for publish")
    if first != (event.prev == -1) or event.prev < -1:
        raise BadEntry("prev: -1 for publish and only for publish")
    if (event.reason != "") if first else (event.reason not in REASONS):
        raise BadEntry("reason: empty for publish, else one of the eight codes")
    if (event.root != "") if event.type == "withdraw" else not _ROOT.fullmatch(event.root):
        raise BadEntry("root: 64 hex digits, empty for withdraw")
