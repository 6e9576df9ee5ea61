"""Sealing of addresses and questions, keyed hashes to find them again, and links nobody can guess.

The keys are those of the vault, used through a key of this purpose's own.
"""

import base64
import hmac

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from privacy import sealing
from privacy.sealing import BadKeys, CannotUnseal, KeyRing

_ID = 16  # signs of the key's name in front of the sealed bytes
_SIGNATURE = 18  # bytes
CONFIRM, MANAGE, STOP = "confirm", "manage", "stop"


class CannotKeep(Exception):
    """No usable key: an address can be neither kept nor read now."""


def seal(text: str, context: str) -> bytes:
    """Sealed under the current key, which is named in front; CannotKeep without a key."""
    ring = _ring()
    sealed = sealing.seal(_own_key(ring, ring.current), text.encode(), _context(context))
    return ring.current.encode() + sealed


def unseal(sealed: bytes, context: str) -> str:
    """The text; CannotKeep when its key is not configured any more or the bytes are not ours."""
    ring, raw = _ring(), bytes(sealed)
    name = raw[:_ID].decode("ascii", "replace")
    if name not in ring.keys:
        raise CannotKeep("its key is not configured")
    try:
        return sealing.unseal(_own_key(ring, name), raw[_ID:], _context(context)).decode()
    except CannotUnseal as error:
        raise CannotKeep("changed bytes") from error


def is_under_current_key(sealed: bytes) -> bool:
    return bytes(sealed)[:_ID].decode("ascii", "replace") == _ring().current


def hash_of(text: str, use: str) -> str:
    """A keyed hash: the same text gives the same; without the site's secret it tells nothing."""
    return salted_hmac(f"search.alerts.{use}", text, algorithm="sha256").hexdigest()


def link_token(use: str, key: str) -> str:
    """`key` with a signature that only this site can make, for one use."""
    return f"{key}.{_signature(use, key, settings.SECRET_KEY)}"


def key_in(use: str, token: str) -> str | None:
    """The key in a token of this use, None for anything else."""
    key, _dot, signature = token[:200].rpartition(".")
    if not (key and key.isascii() and signature.isascii()):
        return None
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    is_ours = any(constant_time_compare(signature, _signature(use, key, one)) for one in secrets)
    return key if is_ours else None


def _signature(use: str, key: str, secret: str) -> str:
    made = salted_hmac(f"search.alerts.link.{use}", key, secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made[:_SIGNATURE]).decode()


def _own_key(ring: KeyRing, name: str) -> bytes:
    return hmac.digest(ring.keys[name], b"mingjing alerts v1", "sha256")


def _context(context: str) -> str:
    return f"mingjing alerts v1 {context}"


def _ring() -> KeyRing:
    try:
        return KeyRing.from_base64(settings.VAULT_KEYS)
    except BadKeys as error:
        raise CannotKeep(str(error)) from error
