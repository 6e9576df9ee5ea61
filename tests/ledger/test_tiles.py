import hashlib

import pytest

from ledger import tiles, tree
from ledger.tiles import ENTRIES, Tile

from .vectors import LEAVES, LOG, VECTORS

ENTRY_BYTES = [text.encode() for text in VECTORS["entries"]]


def content(tile):
    """The bytes of a tile of the published sample log."""
    if tile.level == ENTRIES:
        return tiles.bundle(ENTRY_BYTES[tile.start : tile.start + tile.width])
    node = tree.nodes_of(LEAVES)
    return b"".join(node(8 * tile.level, tile.start + at) for at in range(tile.width))


def test_the_files_of_the_sample_log_come_out_byte_for_byte():
    published = {}
    for old, new in zip(
        [0, *LOG["checkpoint_sizes_published"]], LOG["checkpoint_sizes_published"], strict=False
    ):
        for tile in tiles.changed(old, new):
            published[tile.path] = hashlib.sha256(content(tile)).hexdigest()

    assert published == LOG["tiles"]


@pytest.mark.parametrize("size", [1, 255, 256, 257, 511, 530])
def test_the_tree_can_be_read_from_the_tiles_alone(size):
    node = tiles.nodes_in(content, size)
    assert tree.root(node, size) == tree.root(tree.nodes_of(LEAVES), size)
    for index in {0, size // 2, size - 1}:
        proof = tree.inclusion_proof(node, index, size)
        assert proof == tree.inclusion_proof(tree.nodes_of(LEAVES), index, size)


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 1234067, 256), "tile/0/x001/x234/067"),
        (Tile(1, 0, 2), "tile/1/000.p/2"),
        (Tile(ENTRIES, 5, 7), "tile/entries/005.p/7"),
        (Tile(0, 1000, 256), "tile/0/x001/000"),
    ],
)
def test_a_tile_has_one_path(tile, path):
    assert tile.path == path
    assert tiles.is_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/00/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/x000/000",
        "tile/0/../../checkpoint",
        "tile/entries/000.p/1/",
        "tile/-1/000",
        "tile/0/000\n",
    ],
)
def test_another_spelling_names_nothing(path):
    assert not tiles.is_path(path)


def test_the_edge_is_the_last_tile_of_each_level():
    assert [tile.path for tile in tiles.edge(530)] == [
        "tile/entries/002.p/18",
        "tile/0/002.p/18",
        "tile/1/000.p/2",
    ]
    assert [tile.path for tile in tiles.edge(256)] == [
        "tile/entries/000",
        "tile/0/000",
        "tile/1/000.p/1",
    ]
    assert list(tiles.edge(0)) == []


def test_a_bundle_reads_back_and_a_cut_one_is_refused():
    raw = tiles.bundle(ENTRY_BYTES[:3])
    assert tiles.unbundle(raw) == ENTRY_BYTES[:3]
    for cut in (raw[:-1], raw[:1]):
        with pytest.raises(ValueError, match="cut short"):
            tiles.unbundle(cut)
