"""Appending one event to the log, inside the transaction that changes what the public sees.

Source: verification specification §4 (order), §8 (appending), §10 (removal).
"""

import os
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from . import alarm, canonical_json, commitments, entry
from .code import code_of
from .commitments import SEED_BYTES, Part
from .models import LedgerEntry, LedgerHead, LedgerSeed
from .opening import forget, narrow

CLOCK_MAY_LAG = timedelta(seconds=600)


class CannotAppend(Exception):
    """The event is refused; nothing of the surrounding transaction may stay."""


class ClockBehind(CannotAppend):
    """The clock is more than 600 s behind the last entry: somebody must look at it first."""


def append(
    *,
    type: str,
    item: str,
    org: str,
    reason: str,
    parts: Iterable[Part],
    now: datetime | None = None,
    remaining: Mapping[int, Collection[str]] | None = None,
) -> LedgerEntry:
    """Append one event and return its entry (index, leaf, code, rev, root).

    Must run inside a transaction, after its content writes. `parts` is the public record, empty
    for a withdrawal. A redaction takes away what opens earlier revisions, except parts whose
    content is the same under the same id in `parts`; `remaining` {rev: ids} names others that
    stay public. CannotAppend, BadEntry or BadParts when the event is refused.
    """
    if not transaction.get_connection().in_atomic_block:
        raise CannotAppend("append outside a transaction")
    parts = list(parts)
    if (type == "withdraw") == bool(parts):
        raise CannotAppend("a withdrawal has no parts, every other event has some")
    head = _locked_head()
    last = LedgerEntry.objects.filter(item=item).order_by("-rev").first()
    if type not in entry.MAY_FOLLOW[last.type if last else None]:
        raise CannotAppend(f"{type} may not follow {last.type if last else 'nothing'}")

    seed = os.urandom(SEED_BYTES)
    manifest = commitments.manifest(seed, parts)
    event = entry.Event(
        type=type,
        item=item,
        org=org,
        reason=reason,
        rev=last.rev + 1 if last else 1,
        prev=last.index if last else -1,
        root=commitments.root(manifest) if parts else "",
        time=_time_after(head.last_time, now or timezone.now()),
    )
    if type == "redact":
        narrow(item, parts, remaining or {})
    if type == "withdraw" and reason in entry.REMOVING_REASONS:
        forget(item)
    written = _write(head, event, manifest, seed if parts else None)
    if settings.OUTBOX_INLINE and settings.LEDGER_PUBLISH_ON_COMMIT:
        transaction.on_commit(_publish, robust=True)
    return written


def _publish() -> None:
    from .publisher import publish_if_embedded

    publish_if_embedded()


def _locked_head() -> LedgerHead:
    """The head row, held until the transaction ends; this lock is what orders the log."""
    locked = LedgerHead.objects.select_for_update()
    try:
        return locked.get(pk=LedgerHead.ONLY)
    except LedgerHead.DoesNotExist:
        # Only after a flush. A second process waits here for the first one's row.
        LedgerHead.objects.bulk_create([LedgerHead(pk=LedgerHead.ONLY)], ignore_conflicts=True)
        return locked.get(pk=LedgerHead.ONLY)


def _time_after(last_time: str, now: datetime) -> str:
    """The larger of clock and last entry, in whole seconds of UTC."""
    if last_time:
        last = datetime.strptime(last_time, entry.TIME_FORMAT).replace(tzinfo=UTC)
        if last - now > CLOCK_MAY_LAG:
            alarm.sound("clock")
            raise ClockBehind(f"clock more than {CLOCK_MAY_LAG.seconds} s behind the last entry")
        now = max(now, last)
    return now.astimezone(UTC).strftime(entry.TIME_FORMAT)


def _write(
    head: LedgerHead, event: entry.Event, manifest: commitments.Manifest, seed: bytes | None
) -> LedgerEntry:
    raw = event.to_bytes()
    leaf = entry.leaf_hash(raw)
    written = LedgerEntry(
        index=head.size,
        item=event.item,
        rev=event.rev,
        type=event.type,
        entry=raw,
        leaf=leaf,
        code=code_of(leaf),
        manifest=canonical_json.dumps(manifest),
    )
    written.save(force_insert=True)
    if seed is not None:
        LedgerSeed(index=head.size, seed=seed).save(force_insert=True)
    head.size += 1
    head.last_time = event.time
    head.save(update_fields=["size", "last_time"])
    return written
