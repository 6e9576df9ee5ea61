"""Persons, places and organisations in a text as the network sees them."""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from .parameters import HIDDEN, Array, Layer, Network, NoParameters, network

log = logging.getLogger(__name__)
PERSON, PLACE, ORGANISATION = "PER", "LOC", "ORG"
# The form of the texts it was trained on; without it a third of the names is not seen.
INPUT_FORM = str.maketrans({"。": ".", "、": ",", "，": ",", "；": ";", "：": ":", "！": "!", "？": "?",
                            " ": ",", "\t": ","})  # fmt: skip
PIECE = re.compile(r"[^。；！？;!?\n]+[。；！？;!?]?")
HAN = re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")
LONGEST_PIECE = (
    32  # signs; longer sentences are cut at a comma or blank: as many names are found as with 96
)
CUT = re.compile(r"[，、,\t |]")
BATCH = 48  # pieces; more only widen the padding
Indices = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Entity:
    """text[start:end] is taken for a person (PER), a place (LOC) or an organisation (ORG)."""

    start: int
    end: int
    kind: str


@cache
def is_available() -> bool:
    """Whether the parameters can be read; logs once when they cannot."""
    try:
        network()
    except NoParameters as reason:
        log.warning("privacy.second_finder off: %s", reason)
        return False
    return True


def note() -> str:
    """What the operator should know: "" when the finder runs."""
    return "" if is_available() else "第二姓名识别器未启用：已安装的 jieba 软件包不含模型参数。"


def find_entities(text: str) -> tuple[Entity, ...]:
    """Entities in order; nothing when the finder is off."""
    known = _primed.pop(text, None)
    return next(_entities_of([text])) if known is None else known


def prime(texts: Iterable[str]) -> None:
    """Work out many short texts together, about twice as fast as one by one, for the next calls."""
    together = list(dict.fromkeys(texts))
    _primed.clear()
    _primed.update(zip(together, _entities_of(together), strict=True))


_primed: dict[str, tuple[Entity, ...]] = {}


def _entities_of(texts: list[str]) -> Iterator[tuple[Entity, ...]]:
    found: list[list[Entity]] = [[] for _ in texts]
    if is_available():
        net = network()
        forms = [text.translate(INPUT_FORM) for text in texts]
        pieces = [(n, *piece) for n, text in enumerate(texts) for piece in _pieces(text)]
        pieces.sort(key=lambda piece: piece[2] - piece[1])
        for first in range(0, len(pieces), BATCH):
            batch = pieces[first : first + BATCH]
            ids = [
                [net.signs.get(sign, net.unknown) for sign in forms[n][a:b]] for n, a, b in batch
            ]
            for (n, start, _), path in zip(batch, _paths(net, ids), strict=True):
                found[n] += _entities(net, start, path)
    return (tuple(sorted(one, key=lambda entity: entity.start)) for one in found)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Sentences that hold Han signs, none longer than LONGEST_PIECE."""
    for match in PIECE.finditer(text):
        start, end = match.span()
        while end - start > LONGEST_PIECE:
            least = start + LONGEST_PIECE // 3
            cuts = [cut.end() for cut in CUT.finditer(text, least, start + LONGEST_PIECE)]
            middle = cuts[-1] if cuts else start + LONGEST_PIECE
            if HAN.search(text, start, middle):
                yield start, middle
            start = middle
        if HAN.search(text, start, end):
            yield start, end


def _paths(net: Network, ids: list[list[int]]) -> list[list[int]]:
    """The most likely tags of each piece."""
    lengths = np.array([len(piece) for piece in ids])
    width = int(lengths.max())
    signs = np.full((width, len(ids)), net.unknown)
    for column, piece in enumerate(ids):
        signs[: len(piece), column] = piece
    steps = np.arange(width)[:, None]
    # The backward direction reads each piece from its own last sign; padding stays behind.
    reverse = np.where(steps < lengths, lengths - 1 - steps, steps)
    first, second = net.layers
    signal = _recurrent(net.first_input(signs), first, reverse)
    fed = signal.reshape(-1, 2 * HIDDEN) @ second.weight + second.bias
    signal = _recurrent(fed.reshape(width, len(ids), -1), second, reverse)
    return _viterbi(net, signal @ net.emission + net.emission_bias, lengths)


def _recurrent(fed: Array, layer: Layer, reverse: Indices) -> Array:
    """Both directions of a gated layer in one walk; `fed` and the answer are step, piece, value."""
    width, count, _ = fed.shape
    columns = np.arange(count)
    inputs = np.empty((width, 2, count, 3 * HIDDEN), dtype=np.float32)
    inputs[:, 0] = fed[..., : 3 * HIDDEN]
    inputs[:, 1] = fed[reverse, columns, 3 * HIDDEN :]
    states = np.zeros((width + 1, 2, count, HIDDEN), dtype=np.float32)
    gates = np.empty((2, count, 2 * HIDDEN), dtype=np.float32)
    update, reset = gates[..., :HIDDEN], gates[..., HIDDEN:]
    candidate = np.empty((2, count, HIDDEN), dtype=np.float32)
    for step in range(width):
        state, now = states[step], inputs[step]
        np.matmul(state, layer.gates, out=gates)
        gates += now[..., : 2 * HIDDEN]
        np.tanh(gates, out=gates)
        gates += 1.0
        gates *= 0.5
        np.matmul(reset * state, layer.candidate, out=candidate)
        candidate += now[..., 2 * HIDDEN :]
        np.tanh(candidate, out=candidate)
        candidate -= state
        candidate *= update
        np.add(state, candidate, out=states[step + 1])
    both = np.empty((width, count, 2 * HIDDEN), dtype=np.float32)
    both[..., :HIDDEN] = states[1:, 0]
    both[..., HIDDEN:] = states[1:, 1][reverse, columns]
    return both


def _viterbi(net: Network, emission: Array, lengths: Indices) -> list[list[int]]:
    """The best way through the tags: scores forward, the tags themselves only on the way back."""
    width, count, tags = emission.shape
    scores = np.empty_like(emission)
    scores[0] = net.start + emission[0]
    ways = np.empty((count, tags, tags), dtype=np.float32)  # piece, from, to
    for step in range(1, width):
        np.add(scores[step - 1][:, :, None], net.moves, out=ways)
        np.max(ways, axis=1, out=scores[step])
        scores[step] += emission[step]
    paths = np.zeros((width, count), dtype=np.int64)
    final = (scores[lengths - 1, np.arange(count)] + net.stop).argmax(axis=1)
    tag = final
    for step in range(width - 1, -1, -1):
        came = (scores[step] + net.moves[:, tag].T).argmax(axis=1)
        tag = np.where(step < lengths - 1, came, final)
        paths[step] = tag
    return [paths[:length, column].tolist() for column, length in enumerate(lengths.tolist())]


def _entities(net: Network, offset: int, path: list[int]) -> Iterator[Entity]:
    kind, start = "", 0
    for place, number in enumerate([*path, -1]):
        tag = net.tags[number] if number >= 0 else "O"
        name, _, part = tag.partition("-")
        if kind and not (part == "I" and name == kind):
            yield Entity(offset + start, offset + place, kind)
            kind = ""
        if part == "B" and name in (PERSON, PLACE, ORGANISATION):
            kind, start = name, place
