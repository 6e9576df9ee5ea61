"""Leaves and entries out of tiles, wherever these come from, one tile at a time (pure)."""

from collections.abc import Callable, Iterator

from .tiles import ENTRIES, WIDTH, BadTile, Tile, split_hashes, unbundle

Read = Callable[[Tile], bytes]


def tiles_from(level: int, start: int, size: int) -> Iterator[Tile]:
    """The tiles of a level, or the bundles, that hold start..size-1 of `size` entries."""
    for number in range(start // WIDTH, -(-size // WIDTH)):
        yield Tile(level, number, min(WIDTH, size - number * WIDTH))


def leaves_of(read: Read, tile: Tile) -> list[bytes]:
    """The leaf hashes of one tile. BadTile when it is cut."""
    raw = read(tile)
    if len(raw) != tile.width * 32:
        raise BadTile(tile.path)
    return split_hashes(raw)


def entries_of(read: Read, tile: Tile) -> list[bytes]:
    """The entries of one bundle. BadTile when it is cut or holds too many."""
    bundle = Tile(ENTRIES, tile.number, tile.width)
    try:
        found = unbundle(read(bundle))
    except ValueError as error:
        raise BadTile(bundle.path) from error
    if len(found) != tile.width:
        raise BadTile(bundle.path)
    return found


def leaves_in(read: Read, start: int, size: int) -> Iterator[bytes]:
    """Leaf hashes start..size-1 of a log of `size` entries. BadTile when a tile is cut."""
    for tile in tiles_from(0, start, size):
        yield from leaves_of(read, tile)[max(0, start - tile.start) :]


def entries_in(read: Read, start: int, size: int) -> Iterator[bytes]:
    """Entries start..size-1 of a log of `size` entries. BadTile when a bundle is cut."""
    for tile in tiles_from(ENTRIES, start, size):
        yield from entries_of(read, tile)[max(0, start - tile.start) :]
