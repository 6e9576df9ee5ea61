"""A list out of the vault: every opening is written down, reading it again costs nothing.

The last two lists stay in the memory of the process, known by the digest of their bytes; nothing
of them is written anywhere.
"""

import hashlib
from collections import OrderedDict
from threading import Lock

from privacy import vault
from privacy.policy import DEFAULT_POLICY, FALLBACK, Policy, policy, rule_file
from workflows.lists import reading
from workflows.lists.sheet import Sheet

KEPT = 2
_read: OrderedDict[str, Sheet] = OrderedDict()
_lock = Lock()


def open_list(vault_id, purpose: str) -> Sheet:
    """The list for a job of ours; the opening is written down by the vault."""
    sealed = vault.get(vault_id)
    return sheet_of(vault.open_for_machine(sealed, purpose=purpose))


def open_for(vault_id, by, reason: str) -> Sheet:
    """The list for a person who says why; `VaultRefused` unless they may."""
    return sheet_of(vault.open(vault.get(vault_id), by=by, reason=reason))


def sheet_of(data: bytes) -> Sheet:
    """The sheet in these bytes, read once as long as it is among the last ones."""
    key = hashlib.sha256(data).hexdigest()
    with _lock:
        if key in _read:
            _read.move_to_end(key)
            return _read[key]
    sheet = reading.read(data)
    with _lock:
        _read[key] = sheet
        while len(_read) > KEPT:
            _read.popitem(last=False)
    return sheet


def policy_of(page) -> Policy:
    """The policy of the page's catalogue row; the domain's default where it names none."""
    row = page.catalogue_item
    known = {entry["key"] for entry in rule_file()["policies"]}
    if row is not None and row.privacy_policy in known:
        return policy(row.privacy_policy)
    return policy(DEFAULT_POLICY.get(page.domain or "", FALLBACK))
