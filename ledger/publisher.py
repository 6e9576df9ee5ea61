"""Publishing the log: tiles first, the signed checkpoint last (spec §9).

The publisher signs only what continues its own last checkpoint. It may be killed anywhere and run
again: the log in the folder is valid at every moment.
"""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from . import alarm, checkpoint, cosigning, entry, key_states, keys, note, tiles, tree
from .append import CLOCK_MAY_LAG
from .checkpoint import Checkpoint
from .keys import BadKeyFile
from .log_files import CHECKPOINT, LogFolder, RewriteRefused
from .models import LedgerEntry, LedgerHead
from .refusals import RefusedToSign, refusal_of
from .tiles import ENTRIES, WIDTH, Tile

log = logging.getLogger(__name__)
__all__ = ["AlreadyRunning", "RefusedToSign", "publish", "publish_if_embedded"]
UNFIT = (
    RefusedToSign,
    RewriteRefused,
    BadKeyFile,
    note.BadNote,
    tree.BadProof,
    OSError,
    ValueError,
)
ADVISORY_LOCK = 0x6D6A6C67  # "mjlg": any number that nothing else in the database uses
REFUSALS = ("database_behind", "other_entries", "tree", "rewrite", "checkpoint")
TROUBLES = ("key", "disk", "files")


class AlreadyRunning(Exception):
    """Another publisher is at work; it will do."""


def publish() -> Checkpoint:
    """Bring the published log up to the database; does nothing when it already is.

    RefusedToSign, with an alarm that stands until it is over, when that is not possible.
    """
    folder = LogFolder()
    try:
        with only_runner(folder.base):
            folder.sweep()
            done = _publish(folder, _keys(folder))
    except UNFIT as error:
        refusal = refusal_of(error)
        alarm.sound(refusal.kind, refusal.detail)
        raise refusal from error
    alarm.end(*REFUSALS, *TROUBLES)
    _look_at_the_clock()
    return done


def publish_if_embedded() -> None:
    """Without a publisher process: publish after a commit, or when somebody asks for the log.

    Troubles are left to the alarm; the reader gets the last good checkpoint.
    """
    if settings.OUTBOX_INLINE:
        try:
            publish()
        except (AlreadyRunning, RefusedToSign):
            return


def _publish(folder: LogFolder, signing: list[keys.Ed25519PrivateKey]) -> Checkpoint:
    verifiers = [note.verifier_of(key, settings.LEDGER_ORIGIN) for key in signing]
    old = own_last(folder, verifiers)
    head = LedgerHead.objects.filter(pk=LedgerHead.ONLY).first()
    size = head.size if head else 0
    if size < old.size:
        raise RefusedToSign("database_behind", f"{size} < {old.size}")
    _refuse_other_leaves(folder, old)
    vkeys = [verifier.vkey for verifier in verifiers]
    states = key_states.after(key_states.known(folder), vkeys, datetime.now(UTC))
    if size == old.size and _is_signed_by_all(folder, verifiers):
        key_states.publish(folder, states)
        return old
    for tile in tiles.changed(old.size, size):
        folder.write(tile, _content(folder, tile))
    new = Checkpoint(
        settings.LEDGER_ORIGIN, size, tree.root(tiles.nodes_in(folder.read, size), size)
    )
    if old.size:
        _refuse_other_history(folder, old, new)
    key_states.publish(folder, states)
    # The last step: from here on the world sees the larger log.
    folder.put_text(CHECKPOINT, new.signed(signing) + cosigning.lines_on(folder.checkpoint(), new))
    folder.prune(size)
    log.debug("ledger.published size=%d", size)
    return new


def _keys(folder: LogFolder) -> list[keys.Ed25519PrivateKey]:
    path = Path(settings.LEDGER_KEY_FILE)
    # Only the one-command start makes its own key, and only for a log that was never signed.
    if settings.OUTBOX_INLINE and not path.exists() and folder.checkpoint() is None:
        keys.create(path)
    return keys.load(path)


def own_last(folder: LogFolder, verifiers: list[note.Verifier]) -> Checkpoint:
    """Our last checkpoint, verified and equal to its tiles; an empty log before the first."""
    text = folder.checkpoint()
    if text is None:
        return Checkpoint(settings.LEDGER_ORIGIN, 0, tree.EMPTY_ROOT)
    found = checkpoint.verified(text, settings.LEDGER_ORIGIN, verifiers)
    if tree.root(tiles.nodes_in(folder.read, found.size), found.size) != found.root:
        raise RefusedToSign("tree")
    return found


def _is_signed_by_all(folder: LogFolder, verifiers: list[note.Verifier]) -> bool:
    """Whether the published checkpoint bears a signature of every key and of no other of ours."""
    text = folder.checkpoint()
    if text is None:
        return False
    _body, signers = note.opened(text, verifiers)
    ours = [name for name, _raw in note.signatures(text) if name == settings.LEDGER_ORIGIN]
    return set(signers) == set(verifiers) and len(ours) == len(verifiers)


def _refuse_other_leaves(folder: LogFolder, old: Checkpoint) -> None:
    """The database must still say what the last tile of leaves says."""
    for tile in tiles.edge(old.size):
        if tile.level == 0 and folder.read(tile) != _content(folder, tile):
            raise RefusedToSign("other_entries", tile.path)


def _refuse_other_history(folder: LogFolder, old: Checkpoint, new: Checkpoint) -> None:
    node = tiles.nodes_in(folder.read, new.size)
    proof = tree.consistency_proof(node, old.size, new.size)
    tree.verify_consistency(old.size, new.size, proof, old.root, new.root)


def _content(folder: LogFolder, tile: Tile) -> bytes:
    """What a tile must hold: from the database, above the leaves from the full tiles below."""
    if tile.level > 0:
        below = (Tile(tile.level - 1, tile.start + at, WIDTH) for at in range(tile.width))
        return b"".join(tiles.subtree(tiles.split_hashes(folder.read(full))) for full in below)
    rows = LedgerEntry.objects.filter(index__gte=tile.start, index__lt=tile.start + tile.width)
    found = list(rows.order_by("index").values_list("index", "entry", "leaf"))
    if [index for index, _, _ in found] != list(range(tile.start, tile.start + tile.width)):
        raise RefusedToSign("other_entries", tile.path)
    if any(entry.leaf_hash(raw) != leaf for _, raw, leaf in found):
        raise RefusedToSign("other_entries", tile.path)
    if tile.level == ENTRIES:
        return tiles.bundle([raw for _, raw, _ in found])
    return b"".join(leaf for _, _, leaf in found)


def _look_at_the_clock() -> None:
    """An alarm before the next release is refused, and its end when the clock is right again."""
    head = LedgerHead.objects.filter(pk=LedgerHead.ONLY).first()
    if head is None or not head.last_time:
        return
    last = datetime.strptime(head.last_time, entry.TIME_FORMAT).replace(tzinfo=UTC)
    if last - timezone.now() > CLOCK_MAY_LAG:
        alarm.sound("clock")
    else:
        alarm.end("clock")


@contextmanager
def only_runner(base: Path) -> Iterator[None]:
    """An advisory lock on PostgreSQL, for publishers on several machines; else a locked file.

    AlreadyRunning when somebody else holds it.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_LOCK])
            if not cursor.fetchone()[0]:
                raise AlreadyRunning
        try:
            yield
        finally:
            if not connection.needs_rollback:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])
        return
    base.mkdir(parents=True, exist_ok=True)
    with (base / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning from error
        yield
