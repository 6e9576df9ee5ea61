"""Envelope encryption for the vault: one data key per object, wrapped by a key of the ring (pure).

AES-256-GCM throughout. The associated data binds every ciphertext to its object and its use, so
that neither files nor wrapped keys can be exchanged between objects unnoticed.
"""

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
MAGIC = b"MJV1"  # first bytes of every sealed file; a later format gets another number


class CannotUnseal(Exception):
    """Wrong key, missing key or bytes that were changed: indistinguishable on purpose."""


class BadKeys(ValueError):
    """The configured keys are unusable; the text never contains a key."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Key-encryption keys by id; the first seals, all of them open."""

    keys: dict[str, bytes]

    @classmethod
    def from_base64(cls, encoded: Iterable[str]) -> "KeyRing":
        """From base64 of 32 bytes each; BadKeys when there is none or one is malformed."""
        keys: dict[str, bytes] = {}
        for number, text in enumerate(encoded, 1):
            try:
                key = base64.b64decode(text, validate=True)
            except (binascii.Error, ValueError) as error:
                raise BadKeys(f"vault key {number} is not base64") from error
            if len(key) != KEY_BYTES:
                raise BadKeys(f"vault key {number} is not 32 bytes")
            keys[key_id(key)] = key
        if not keys:
            raise BadKeys("no vault key is configured")
        return cls(keys)

    @property
    def current(self) -> str:
        return next(iter(self.keys))

    def wrap(self, data_key: bytes, context: str) -> tuple[bytes, str]:
        """The data key sealed under the current key, and that key's id."""
        return seal(self.keys[self.current], data_key, f"wrap {context}"), self.current

    def unwrap(self, wrapped: bytes, wrapping_key_id: str, context: str) -> bytes:
        """The data key; CannotUnseal when its key is not in the ring or is another one."""
        if wrapping_key_id not in self.keys:
            raise CannotUnseal("the wrapping key is not configured")
        return unseal(self.keys[wrapping_key_id], wrapped, f"wrap {context}")


def key_id(key: bytes) -> str:
    """A short public name of a key that says nothing about it."""
    return hashlib.sha256(b"mingjing vault key id\n" + key).hexdigest()[:16]


def new_data_key() -> bytes:
    return os.urandom(KEY_BYTES)


def seal(key: bytes, data: bytes, context: str) -> bytes:
    """Magic, nonce and ciphertext with tag; `context` must be given again to unseal."""
    nonce = os.urandom(NONCE_BYTES)
    return MAGIC + nonce + AESGCM(key).encrypt(nonce, data, context.encode())


def unseal(key: bytes, sealed: bytes, context: str) -> bytes:
    """The data; CannotUnseal when anything about key, bytes or context differs."""
    head, rest = sealed[: len(MAGIC)], sealed[len(MAGIC) :]
    if head != MAGIC or len(rest) < NONCE_BYTES:
        raise CannotUnseal("not a sealed object")
    try:
        return AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], context.encode())
    except InvalidTag as error:
        raise CannotUnseal("wrong key or changed bytes") from error


def fingerprint(data_key: bytes, data: bytes) -> str:
    """Keyed hash of the content. A plain hash of a short list could be guessed."""
    return hmac.digest(data_key, b"mingjing vault fingerprint\n" + data, "sha256").hex()
