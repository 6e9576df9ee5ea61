"""A copy of a log in which one entry was rewritten, with every trace removed.

Whoever holds the private key and all files can do no better than this: the entry, its leaf, every
hash above it and the signature fit together. Who saw the log before is not deceived.
"""

import shutil
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger import entry, tiles, tree
from ledger.checkpoint import Checkpoint
from ledger.log_tiles import entries_in
from ledger.tiles import ENTRIES, Tile


def rewritten_copy(
    log: Path, into: Path, index: int, signing: list[Ed25519PrivateKey], **changes: str
) -> Checkpoint:
    """Copy the log's folder to `into` (which must not exist) with entry `index` changed.

    `changes` are keys of the entry, e.g. org="另一单位"; BadEntry when they make none. The copy is
    signed with `signing`; given the log's true keys, nothing in the copy itself looks wrong.
    """
    shutil.copytree(log, into, ignore=shutil.ignore_patterns(".*"))
    text = (log / "checkpoint").read_text(encoding="utf-8")
    origin, size = text.split("\n", 2)[0], int(text.split("\n", 2)[1])
    entries = list(entries_in(lambda tile: (log / tile.path).read_bytes(), 0, size))
    event = entry.parse(entries[index])
    entries[index] = replace(event, **changes).to_bytes()
    node = tree.nodes_of([entry.leaf_hash(raw) for raw in entries])
    for file in (into / "tile").rglob("*"):
        if not file.is_file():
            continue
        tile = _tile_at(file, into)
        if _end(tile) > size:
            file.unlink()  # of a later checkpoint than the one that is copied
        else:
            _write(file, _content(tile, entries, node))
    made = Checkpoint(origin, size, tree.root(node, size))
    (into / "checkpoint").write_text(made.signed(signing), encoding="utf-8")
    return made


def _tile_at(file: Path, base: Path) -> Tile:
    found = tiles.parsed(file.relative_to(base).as_posix())
    if found is None:
        raise ValueError(f"{file.name} is no file of a log")
    return found


def _end(tile: Tile) -> int:
    """How many entries a log has at least that holds this tile."""
    return (tile.start + tile.width) << (0 if tile.level == ENTRIES else 8 * tile.level)


def _content(tile: Tile, entries: list[bytes], node: tree.Node) -> bytes:
    if tile.level == ENTRIES:
        return tiles.bundle(entries[tile.start : tile.start + tile.width])
    return b"".join(node(8 * tile.level, tile.start + at) for at in range(tile.width))


def _write(file: Path, content: bytes) -> None:
    if file.read_bytes() != content:
        file.write_bytes(content)
