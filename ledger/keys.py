"""The log's private keys: one file, for the publisher alone (spec §9).

The file holds one key in PEM, during a rotation the old one and the new one.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

_END = b"-----END PRIVATE KEY-----"


class BadKeyFile(Exception):
    """The key file is missing, open to others, or holds no Ed25519 key; never shows a key."""


def load(path: Path) -> list[Ed25519PrivateKey]:
    """The keys in the file; during a rotation it holds the old and the new one, in PEM."""
    try:
        raw = path.read_bytes()
        mode = path.stat().st_mode
    except OSError as error:
        raise BadKeyFile(f"cannot read the key file: {type(error).__name__}") from error
    if mode & 0o077:
        raise BadKeyFile("the key file can be read by others: chmod 600")
    keys = []
    for block in raw.split(_END)[:-1]:
        try:
            key = load_pem_private_key(block.lstrip() + _END + b"\n", password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise BadKeyFile("the key file is not PEM without a password") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise BadKeyFile("the key is not Ed25519")
        keys.append(key)
    if not keys:
        raise BadKeyFile("the key file holds no key")
    if len({key.public_key().public_bytes_raw() for key in keys}) != len(keys):
        raise BadKeyFile("the key file holds one key twice")
    return keys


def create(path: Path) -> Ed25519PrivateKey:
    """Write a new key; an existing file is never touched (FileExistsError)."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(_pem(key))
        _to_disk(file)
    return key


def store(path: Path, kept: Iterable[Ed25519PrivateKey]) -> None:
    """Put exactly these keys in place of the file's, at once or not at all."""
    unfinished = path.with_name(f".{path.name}.new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(b"".join(_pem(key) for key in kept))
            _to_disk(file)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _to_disk(file) -> None:
    file.flush()
    os.fsync(file.fileno())
