"""Leaves and entries out of tiles, wherever these come from (pure)."""

from collections.abc import Callable, Iterator

from .tiles import ENTRIES, WIDTH, Tile, split_hashes, unbundle


class BadTile(ValueError):
    """A tile that does not hold what its name says."""


def leaves_in(read: Callable[[Tile], bytes], start: int, size: int) -> list[bytes]:
    """Leaf hashes start..size-1 of a log of `size` entries. BadTile when a tile is cut."""
    return _from(0, lambda tile: split_hashes(read(tile)), start, size)


def entries_in(read: Callable[[Tile], bytes], start: int, size: int) -> list[bytes]:
    """Entries start..size-1 of a log of `size` entries. BadTile when a bundle is cut."""

    def content(tile: Tile) -> list[bytes]:
        try:
            return unbundle(read(tile))
        except ValueError as error:
            raise BadTile(tile.path) from error

    return _from(ENTRIES, content, start, size)


def _from(level: int, content: Callable[[Tile], list[bytes]], start: int, size: int) -> list[bytes]:
    found: list[bytes] = []
    for tile in _tiles(level, start, size):
        held = content(tile)
        if len(held) != tile.width:
            raise BadTile(tile.path)
        found += held[max(0, start - tile.start) :]
    return found


def _tiles(level: int, start: int, size: int) -> Iterator[Tile]:
    for number in range(start // WIDTH, -(-size // WIDTH)):
        yield Tile(level, number, min(WIDTH, size - number * WIDTH))
