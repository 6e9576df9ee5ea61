"""Another history of the log, made as a forger with the site's own key would make it.

Only for showing, in a folder that is thrown away, that it is refused by whoever saw the first.
"""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from ledger import entry, tiles, tree
from ledger.checkpoint import Checkpoint
from ledger.keys import Ed25519PrivateKey
from ledger.log_files import CHECKPOINT, LogFolder
from ledger.log_tiles import entries_in
from ledger.tiles import ENTRIES, WIDTH, Tile


def entries_of(folder: LogFolder, size: int) -> list[bytes]:
    """The first `size` entries of a published log."""
    return list(entries_in(folder.read, 0, size))


def with_other_content(raw: bytes, words: str) -> bytes:
    """The entry as if other words had been published then: nothing but its root is another."""
    root = sha256(words.encode()).hexdigest()
    return replace(entry.parse(raw), root=root).to_bytes()


def write_log(base: Path, entries: list[bytes], origin: str, keys: list[Ed25519PrivateKey]) -> None:
    """All tiles over these entries and a checkpoint signed for them."""
    folder, size = LogFolder(base), len(entries)
    hashes = {0: [entry.leaf_hash(raw) for raw in entries]}
    for tile in tiles.changed(0, size):
        if tile.level == ENTRIES:
            folder.write(tile, tiles.bundle(entries[tile.start : tile.start + tile.width]))
            continue
        held = _level(hashes, tile)[tile.start : tile.start + tile.width]
        folder.write(tile, b"".join(held))
    root = tree.root(tree.nodes_of(hashes[0]), size)
    folder.put_text(CHECKPOINT, Checkpoint(origin, size, root).signed(keys))


def _level(hashes: dict[int, list[bytes]], tile: Tile) -> list[bytes]:
    """The hashes that tiles of this level hold: one for each full tile below."""
    if tile.level not in hashes:
        below = _level(hashes, Tile(tile.level - 1, 0, 1))
        full = range(0, len(below) - WIDTH + 1, WIDTH)
        hashes[tile.level] = [tiles.subtree(below[at : at + WIDTH]) for at in full]
    return hashes[tile.level]
