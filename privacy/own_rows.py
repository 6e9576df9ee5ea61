"""A person's own row, to be opened by nobody who does not know name and ID number (pure).

An ID number is easy to enumerate, so a hash of it protects nothing by itself. Two things stand in
the way here: a secret that only the vault's keys give (a stolen database alone is useless), and a
slow function in front of it (who has both still needs seconds per thousand guesses and per item).
The row's key comes from the same two, so that the operator's database does not open it either.
"""

import hashlib
import hmac
import json
import re
import unicodedata
from dataclasses import dataclass, field

from .sealing import seal, unseal

# Measured: 17 ms and 4 MB a guess on one core (docs/operator.md). Ten
# thousand rows take some three minutes of one core in the background when a list is cleared.
COST, BLOCK, PARALLEL = 2**12, 8, 1
SLOW_BYTES = 64
# Rows are padded, so that the length of the sealed bytes tells little.
PADDED_TO = 512
LONGEST_NAME, LONGEST_IDENTITY = 60, 40
_GAPS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff-]+")
_DOTS = re.compile(r"[·•・.．‧]")


@dataclass(frozen=True, slots=True)
class Keys:
    """Where a person's row lies, and what opens it."""

    lookup: str
    row: bytes = field(repr=False)


def normalised(name: str, identity: str) -> bytes:
    """Both as one text: widths, blanks, dots and a small x make no difference."""
    name = _DOTS.sub("·", _GAPS.sub("", unicodedata.normalize("NFKC", name)))
    identity = _GAPS.sub("", unicodedata.normalize("NFKC", identity)).upper()
    return f"{name}\n{identity}".encode()


def slow(name: str, identity: str, number: str) -> bytes:
    """The slow part, the same for every list of an item; takes as long whatever is given."""
    salt = hashlib.sha256(f"mingjing own row\n{number}".encode()).digest()
    return hashlib.scrypt(
        normalised(name, identity), salt=salt, n=COST, r=BLOCK, p=PARALLEL, dklen=SLOW_BYTES
    )


def keys(slow_part: bytes, list_secret: bytes) -> Keys:
    """`list_secret` is the vault's secret of the list (`vault.derived_key`)."""
    half = SLOW_BYTES // 2
    lookup = hmac.digest(list_secret, b"lookup" + slow_part[:half], "sha256")
    return Keys(lookup.hex(), hmac.digest(list_secret, b"row" + slow_part[half:], "sha256"))


def sealed_row(row_key: bytes, content: list[list[list[str]]], context: str) -> bytes:
    """`content`: for each row of the person, [label, cell] pairs."""
    text = json.dumps(content, ensure_ascii=False).encode()
    return seal(row_key, text + b" " * (-len(text) % PADDED_TO), context)


def opened_row(row_key: bytes, sealed: bytes, context: str) -> list[list[list[str]]]:
    """CannotUnseal when anything differs."""
    content: list[list[list[str]]] = json.loads(unseal(row_key, sealed, context))
    return content
