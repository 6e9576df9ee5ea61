"""Taking witnesses' signatures into the served log (spec §9)."""

from pathlib import Path

from django.conf import settings

from . import cosigning, keys, note, tiles, tree
from .checkpoint import Checkpoint
from .log_files import CHECKPOINT, COSIGNED, LogFolder
from .publisher import only_runner, own_last


def take(text: str) -> Checkpoint:
    """Add known witnesses' lines; returns the checkpoint they signed.

    NoWitness when none is known, BadNote when a known one's signature is false or of another
    history; nothing is changed then. AlreadyRunning while the publisher is at work.
    """
    folder = LogFolder()
    known = cosigning.witnesses(settings.LEDGER_WITNESSES)
    with only_runner(folder.base):
        signing = keys.load(Path(settings.LEDGER_KEY_FILE))
        own = own_last(folder, [note.verifier_of(key, settings.LEDGER_ORIGIN) for key in signing])
        found = cosigning.accepted(text, known, _recent(folder, own))
        if found.checkpoint == own:
            served = cosigning.merged(folder.checkpoint() or "", found.lines)
            folder.put_text(COSIGNED, served)
            folder.put_text(CHECKPOINT, served)
        else:
            _keep_older(folder, found, signing)
    return found.checkpoint


def _recent(folder: LogFolder, own: Checkpoint) -> list[Checkpoint]:
    """Our checkpoints of the last sizes, from the tiles: what we could have published then."""
    node = tiles.nodes_in(folder.read, own.size)
    oldest = max(0, own.size - cosigning.SIZES_TRIED)
    return [
        Checkpoint(own.origin, size, tree.root(node, size))
        for size in range(own.size, oldest - 1, -1)
    ]


def _keep_older(folder: LogFolder, found: cosigning.Cosigned, signing: list) -> None:
    standing = folder.text(COSIGNED)
    if standing is not None:
        size = int(standing.split("\n", 2)[1])
        if size > found.checkpoint.size:
            return
        if size == found.checkpoint.size:
            folder.put_text(COSIGNED, cosigning.merged(standing, found.lines))
            return
    folder.put_text(COSIGNED, found.checkpoint.signed(signing) + "".join(found.lines))
