"""The log as files that may be cached for ever: C2SP tlog-tiles (pure; spec §5)."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from .tree import Node, node_hash

WIDTH = 256  # hashes in a full tile
_HEIGHT = 8  # levels of the tree in one tile
HASH_BYTES = 32
ENTRIES = -1  # in place of a level
_NUMBER = r"(?:x[0-9]{3}/){0,5}[0-9]{3}"  # 10^18 tiles are enough
PATH = re.compile(
    rf"tile/(?P<level>0|[1-9][0-9]?|entries)/(?P<number>{_NUMBER})(?:\.p/(?P<width>[1-9][0-9]{{0,2}}))?"
)


class BadTile(ValueError):
    """A tile that does not hold what its name says; the text is its path."""


@dataclass(frozen=True, slots=True)
class Tile:
    """`width` hashes of tree level 8 * level from hash 256 * number on; ENTRIES: a bundle."""

    level: int
    number: int
    width: int

    @property
    def path(self) -> str:
        """Below the log's prefix: tile/<L>/<N>[.p/<W>], tile/entries/<N>[.p/<W>]."""
        digits = f"{self.number:d}"
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[start : start + 3] for start in range(0, len(digits), 3)]
        number = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        level = "entries" if self.level == ENTRIES else str(self.level)
        return f"tile/{level}/{number}" + (f".p/{self.width}" if self.width < WIDTH else "")

    @property
    def start(self) -> int:
        return self.number * WIDTH


def parsed(path: str) -> Tile | None:
    """The tile that a request names, None unless in its one spelling."""
    match = PATH.fullmatch(path)
    if match is None:
        return None
    number = int(match["number"].replace("x", "").replace("/", ""))
    level = ENTRIES if match["level"] == "entries" else int(match["level"])
    tile = Tile(level, number, int(match["width"] or WIDTH))
    # x000/001 would be a second name of 001; a width of 256 and more one of the full tile.
    return tile if tile.path == path else None


def is_path(path: str) -> bool:
    """Whether a request names a tile in its one spelling."""
    return parsed(path) is not None


def edge(size: int) -> Iterator[Tile]:
    """The last tile of each level and of the bundles in a log of `size` entries."""
    if size:
        yield _last(ENTRIES, size)
    level = 0
    while size:
        yield _last(level, size)
        size //= WIDTH
        level += 1


def changed(old: int, new: int) -> Iterator[Tile]:
    """Every tile and bundle of a log of `new` entries that one of `old` entries lacks."""
    yield from _between(ENTRIES, old, new)
    level = 0
    while new:
        yield from _between(level, old, new)
        old, new, level = old // WIDTH, new // WIDTH, level + 1


def holding(level: int, index: int, size: int) -> tuple[Tile, int, int]:
    """The tile of a log of `size` entries in which a node lies, and its hashes start..end there."""
    tile_level, inside = divmod(level, _HEIGHT)
    first = index << inside
    number = first // WIDTH
    width = min(WIDTH, (size >> (tile_level * _HEIGHT)) - number * WIDTH)
    start = first % WIDTH
    return Tile(tile_level, number, width), start, start + (1 << inside)


def nodes_in(read: Callable[[Tile], bytes], size: int) -> Node:
    """The tree of a published log; `read` gives a tile's bytes. BadTile when one is cut."""
    held: dict[Tile, list[bytes]] = {}

    def node(level: int, index: int) -> bytes:
        tile, start, end = holding(level, index, size)
        if tile not in held:
            raw = read(tile)
            if len(raw) != tile.width * HASH_BYTES:
                raise BadTile(tile.path)
            held[tile] = split_hashes(raw)
        return subtree(held[tile][start:end])

    return node


def subtree(hashes: Sequence[bytes]) -> bytes:
    """The hash over 2^n hashes of one level."""
    level = list(hashes)
    while len(level) > 1:
        level = [node_hash(*level[at : at + 2]) for at in range(0, len(level), 2)]
    return level[0]


def split_hashes(raw: bytes) -> list[bytes]:
    return [raw[at : at + HASH_BYTES] for at in range(0, len(raw), HASH_BYTES)]


def bundle(entries: Sequence[bytes]) -> bytes:
    """Entries one after the other, each behind its length in two bytes."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unbundle(raw: bytes) -> list[bytes]:
    """The entries of a bundle; ValueError when it is cut."""
    entries, at = [], 0
    while at < len(raw):
        end = at + 2 + int.from_bytes(raw[at : at + 2], "big")
        if end > len(raw) or at + 2 > len(raw):
            raise ValueError("bundle cut short")
        entries.append(raw[at + 2 : end])
        at = end
    return entries


def _last(level: int, hashes: int) -> Tile:
    number, width = divmod(hashes, WIDTH)
    return Tile(level, number, width) if width else Tile(level, number - 1, WIDTH)


def _between(level: int, old: int, new: int) -> Iterator[Tile]:
    if new == old:
        return
    for number in range(old // WIDTH, -(-new // WIDTH)):
        yield Tile(level, number, min(WIDTH, new - number * WIDTH))
