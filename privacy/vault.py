"""The vault: originals with personal data, sealed from upload on (design.md I3, I6).

A person opens an object only as a member of VAULT_GROUP and with a reason; being a superuser does
not help. Every opening is written down before anything is decrypted. Without its keys the vault
stays shut, and whatever needs it stops.
"""

import hmac
import logging
import re
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import sealing, terms, vault_files
from .models import OwnRow, VaultAccess, VaultObject
from .sealing import BadKeys, CannotUnseal, KeyRing

VAULT_GROUP = "保险箱读取"
LONGEST_REASON = 200
_PURPOSE = re.compile(r"[a-z][a-z _.-]{2,49}")

log = logging.getLogger(__name__)


class VaultUnavailable(Exception):
    """Sealing or opening is impossible now (keys, file, disk): do not go on without it."""


class VaultErased(VaultUnavailable):
    """The object's key was destroyed; nobody can open it any more."""


class VaultRefused(PermissionDenied):
    """This person may not open objects, or gave no reason."""


def seal(
    data: bytes,
    *,
    kind: str,
    name: str,
    unit_code: str,
    by,
    retention_until: date | None = None,
    policy: str = "",
) -> VaultObject:
    """Store `data` sealed and return its object; VaultUnavailable leaves nothing behind.

    Kept until `retention_until`, else as long as kind and `policy` say (data/retention.yaml).
    """
    data_key = sealing.new_data_key()
    sealed = VaultObject(
        kind=kind,
        unit_code=unit_code,
        size=len(data),
        fingerprint=sealing.fingerprint(data_key, data),
        created_by=by,
        retention_until=retention_until or terms.until(kind, policy),
    )
    sealed.sealed_name = sealing.seal(data_key, name.encode(), _context(sealed, "name"))
    sealed.wrapped_key, sealed.key_id = _key_ring().wrap(data_key, _context(sealed, "key"))
    try:
        vault_files.write(sealed.pk, sealing.seal(data_key, data, _context(sealed, "data")))
    except OSError as error:
        raise VaultUnavailable(f"cannot write: {type(error).__name__}") from error
    try:
        sealed.save(force_insert=True)
    except BaseException:
        vault_files.delete(sealed.pk)
        raise
    log.info("vault.sealed object=%s kind=%s bytes=%d", sealed.pk, kind, sealed.size)
    return sealed


def get(object_id) -> VaultObject:
    """The object of this id; VaultUnavailable when there is none (I6: do not go on)."""
    try:
        return VaultObject.objects.get(pk=object_id)
    except VaultObject.DoesNotExist as error:
        raise VaultUnavailable(f"no object {object_id}") from error


def open(sealed: VaultObject, *, by, reason: str) -> bytes:
    """The original, for a person; VaultRefused unless a group member says why."""
    _admit(sealed, by, reason)
    return _unsealed(sealed, "data")


def open_name(sealed: VaultObject, *, by, reason: str) -> str:
    """The original file name, under the same rules as the content."""
    _admit(sealed, by, reason)
    return _unsealed(sealed, "name").decode()


def open_for_machine(sealed: VaultObject, *, purpose: str) -> bytes:
    """The original, for a job whose output is cleared rows; `purpose` names the job in the log."""
    if not _PURPOSE.fullmatch(purpose):
        raise VaultRefused("purpose: a short name of the job")
    _record(sealed, VaultAccess.Action.MACHINE, None, purpose)
    return _unsealed(sealed, "data")


def name_for_machine(sealed: VaultObject, *, purpose: str) -> str:
    """The original file name, for a job that must know what the file claims to be."""
    if not _PURPOSE.fullmatch(purpose):
        raise VaultRefused("purpose: a short name of the job")
    return _unsealed(sealed, "name").decode()


def derived_key(sealed: VaultObject, use: str) -> bytes:
    """A secret that only this object's key gives, and that dies with it; opens nothing itself."""
    return hmac.digest(_data_key(get(sealed.pk)), f"mingjing vault {use}\n".encode(), "sha256")


def erase(sealed: VaultObject, *, by=None, reason: str = "retention") -> None:
    """Destroy the object's key now and its file after the transaction; again does nothing."""
    locked = VaultObject.objects.select_for_update()
    with transaction.atomic():
        row = locked.get(pk=sealed.pk)
        if not row.is_erased:
            row.wrapped_key = row.sealed_name = None
            row.fingerprint = ""
            row.erased_at = timezone.now()
            row.save()
            OwnRow.objects.filter(vault_id=row.pk).delete()
            _record(row, VaultAccess.Action.ERASED, by, reason)
        transaction.on_commit(lambda: vault_files.delete(row.pk))
    sealed.refresh_from_db()


def rewrap(sealed: VaultObject) -> bool:
    """Wrap the object's key under the current key; False when it already is, or is erased."""
    ring = _key_ring()
    with transaction.atomic():
        row = VaultObject.objects.select_for_update().get(pk=sealed.pk)
        if row.is_erased or row.key_id == ring.current:
            return False
        data_key = _data_key(row)
        row.wrapped_key, row.key_id = ring.wrap(data_key, _context(row, "key"))
        row.save(update_fields=["wrapped_key", "key_id"])
    return True


def require() -> None:
    """VaultUnavailable unless keys are configured and the folder can be written."""
    _key_ring()
    try:
        vault_files.probe()
    except OSError as error:
        raise VaultUnavailable(f"cannot write: {type(error).__name__}") from error


def may_open(user) -> bool:
    """Whether this person belongs to the vault's readers; says nothing about a superuser."""
    return bool(
        user is not None and user.is_active and user.groups.filter(name=VAULT_GROUP).exists()
    )


def _admit(sealed: VaultObject, by, reason: str) -> None:
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not may_open(by):
        _record(sealed, VaultAccess.Action.REFUSED, by, reason or "-")
        raise VaultRefused(_("您不在“保险箱读取”用户组中，不能打开原件。请联系管理员。"))
    if not reason:
        raise VaultRefused(_("请先填写打开原件的理由。"))
    _record(sealed, VaultAccess.Action.OPENED, by, reason)


def _record(sealed: VaultObject, action: str, by, reason: str) -> None:
    VaultAccess.objects.create(
        vault_object=sealed.pk,
        action=action,
        user_id=by.pk if by else None,
        username=by.get_username() if by else "",
        reason=reason,
    )
    # A second trace: the row disappears when the surrounding transaction is rolled back.
    log.info("vault.%s object=%s user=%s", action, sealed.pk, by.pk if by else "-")


def _unsealed(sealed: VaultObject, use: str) -> bytes:
    # Re-read: an instance in memory may be older than its erasure.
    row = get(sealed.pk)
    data_key = _data_key(row)
    try:
        stored = vault_files.read(row.pk) if use == "data" else row.sealed_name
        return sealing.unseal(data_key, stored, _context(row, use))
    except (CannotUnseal, OSError) as error:
        log.error("vault.unavailable object=%s error=%s", row.pk, type(error).__name__)
        raise VaultUnavailable(f"object {row.pk} cannot be opened") from error


def _data_key(row: VaultObject) -> bytes:
    if row.is_erased or row.wrapped_key is None:
        raise VaultErased(f"object {row.pk} was erased")
    try:
        return _key_ring().unwrap(row.wrapped_key, row.key_id, _context(row, "key"))
    except CannotUnseal as error:
        raise VaultUnavailable(f"the key of object {row.pk} cannot be opened") from error


def _key_ring() -> KeyRing:
    try:
        return KeyRing.from_base64(settings.VAULT_KEYS)
    except BadKeys as error:
        raise VaultUnavailable(str(error)) from error


def _context(sealed: VaultObject, use: str) -> str:
    return f"mingjing vault v1 {use} {sealed.pk} {sealed.kind}"
