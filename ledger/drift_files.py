"""The published bundles, tiles and checkpoint against the table (spec §12)."""

from collections.abc import Iterator

from . import checkpoint, note, tiles, tree
from .drift import Mismatch
from .log_files import VKEYS, LogFolder
from .models import LedgerEntry
from .receipts import published_size
from .tiles import ENTRIES, WIDTH, Tile


class Published:
    """The files of the log, compared with rows as these are read in their order."""

    def __init__(self, since: int):
        self.folder = LogFolder()
        self.first = since // WIDTH
        try:
            self.size = published_size(self.folder)
        except ValueError:
            self.size = 0
        self._next = self.first  # tile
        # A full look recomputes the whole tree; a partial one must trust the tiles before it.
        self._grown = tree.Growing() if self.first == 0 else None

    def compared(self, rows: list[LedgerEntry]) -> Iterator[Mismatch]:
        """Rows of whole tiles, in order, against the bundles and level 0."""
        by_tile: dict[int, dict[int, LedgerEntry]] = {}
        for row in rows:
            by_tile.setdefault(row.index // WIDTH, {})[row.index] = row
            if self._grown is not None and row.index < self.size:
                self._grown.add(row.leaf)
        for number in sorted(by_tile):
            yield from self._up_to(number)
            if number * WIDTH < self.size:
                yield from self._of_tile(number, by_tile[number])
            self._next = number + 1

    def _up_to(self, number: int) -> Iterator[Mismatch]:
        """Tiles of which the database has nothing."""
        while self._next < number and self._next * WIDTH < self.size:
            yield from self._of_tile(self._next, {})
            self._next += 1

    def _of_tile(self, number: int, held: dict[int, LedgerEntry]) -> Iterator[Mismatch]:
        width = min(WIDTH, self.size - number * WIDTH)
        for level, hashes in ((ENTRIES, False), (0, True)):
            tile = Tile(level, number, width)
            try:
                raw = self.folder.read(tile)
                published = tiles.split_hashes(raw) if hashes else tiles.unbundle(raw)
            except (OSError, ValueError) as error:
                yield Mismatch("file_unreadable", where=tile.path, found=type(error).__name__)
                continue
            for at in range(width):
                row = held.get(tile.start + at)
                mine = (row.leaf if hashes else row.entry) if row else None
                theirs = published[at] if at < len(published) else None
                if mine != theirs:
                    item, rev = (row.item, row.rev) if row else ("", 0)
                    yield Mismatch("published_differs", item, rev, f"{tile.path} {at}")

    def rest(self, rows: int) -> Iterator[Mismatch]:
        """What stands behind the last row, the upper levels and the signed root."""
        text = self.folder.checkpoint()
        if text is None:
            return
        yield from self._up_to(-(-self.size // WIDTH))
        yield from self._of_upper_levels()
        try:
            vkeys = (self.folder.text(VKEYS) or "").split()
            verifiers = [note.Verifier.from_vkey(vkey) for vkey in vkeys]
            signed = checkpoint.verified(text, text.split("\n", 1)[0], verifiers)
            root = tree.root(tiles.nodes_in(self.folder.read, signed.size), signed.size)
        except (note.BadNote, OSError, IndexError, ValueError) as error:
            yield Mismatch("checkpoint_invalid", where="checkpoint", found=type(error).__name__)
            return
        if self._grown is not None and rows >= signed.size:
            root = root if root != signed.root else self._grown.root()
        if root != signed.root:
            yield Mismatch(
                "tree_differs", where="checkpoint", expected=signed.root.hex(), found=root.hex()
            )

    def _of_upper_levels(self) -> Iterator[Mismatch]:
        """Every hash above the leaves is the one over the full tile below it."""
        level, hashes, first = 1, self.size // WIDTH, self.first // WIDTH
        while hashes:
            for number in range(first, -(-hashes // WIDTH)):
                tile = Tile(level, number, min(WIDTH, hashes - number * WIDTH))
                yield from self._of_upper(tile)
            level, hashes, first = level + 1, hashes // WIDTH, first // WIDTH

    def _of_upper(self, tile: Tile) -> Iterator[Mismatch]:
        try:
            found = tiles.split_hashes(self.folder.read(tile))
            expected = [
                tiles.subtree(
                    tiles.split_hashes(
                        self.folder.read(Tile(tile.level - 1, tile.start + at, WIDTH))
                    )
                )
                for at in range(tile.width)
            ]
        except (OSError, ValueError, IndexError) as error:
            yield Mismatch("file_unreadable", where=tile.path, found=type(error).__name__)
            return
        if found != expected:
            yield Mismatch("published_differs", where=tile.path)
