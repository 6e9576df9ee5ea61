"""The network's numbers, read by path from the installed package; its modules are never imported."""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[np.float32]]
FOLDER = "lac_small"
HIDDEN = 128
HEADER = 20  # bytes: version (4), depth (8), version (4), length of the description (4), all little-endian
FLOAT32 = 5


class NoParameters(RuntimeError):
    """The installed package does not carry the parameter files, or not in the known form."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Both directions of one recurrent layer side by side, forward first."""

    weight: Array  # (input, 2 · 3·HIDDEN): update, reset, candidate of each direction
    bias: Array
    gates: Array  # (2, HIDDEN, 2·HIDDEN)
    candidate: Array  # (2, HIDDEN, HIDDEN)


@dataclass(frozen=True, slots=True)
class Network:
    signs: dict[str, int]
    unknown: int
    tags: tuple[str, ...]
    embedding: Array
    layers: tuple[Layer, Layer]
    emission: Array
    emission_bias: Array
    start: Array
    stop: Array
    moves: Array
    # What the first layer is fed for each sign, worked out when the sign is first met.
    fed: Array
    is_fed: np.ndarray[Any, np.dtype[np.bool_]]

    def first_input(self, signs: np.ndarray[Any, np.dtype[np.int64]]) -> Array:
        new = np.unique(signs[~self.is_fed[signs]])
        if new.size:
            first = self.layers[0]
            self.fed[new] = self.embedding[new] @ first.weight + first.bias
            self.is_fed[new] = True
        return self.fed[signs]


@cache
def network() -> Network:
    """The network, read once per process; NoParameters when it cannot be."""
    folder = _folder()
    try:
        return _read(folder)
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise NoParameters(f"unreadable: {type(error).__name__}") from error


def _folder() -> Path:
    spec = find_spec("jieba")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / FOLDER
        if (folder / "model_baseline" / "crfw").exists():
            return folder
    raise NoParameters("missing")


def _read(folder: Path) -> Network:
    model = folder / "model_baseline"
    signs = {sign: int(number) for number, sign in _rows(folder / "word.dic")}
    tags = tuple(tag for _, tag in _rows(folder / "tag.dic"))
    weights = _tensor(model / "crfw")
    embedding = _tensor(model / "word_emb")
    return Network(
        signs=signs,
        unknown=signs["OOV"],
        tags=tags,
        embedding=embedding,
        layers=(_layer(model, 0, 1), _layer(model, 2, 3)),
        emission=_tensor(model / "fc_4.w_0"),
        emission_bias=_tensor(model / "fc_4.b_0"),
        start=weights[0],
        stop=weights[1],
        moves=np.ascontiguousarray(weights[2:]),
        fed=np.empty((len(embedding), 6 * HIDDEN), dtype=np.float32),
        is_fed=np.zeros(len(embedding), dtype=np.bool_),
    )


def _rows(path: Path) -> list[list[str]]:
    lines = (line.split("\t") for line in path.read_text(encoding="utf-8").split("\n"))
    return [parts for parts in lines if len(parts) == 2]


def _layer(model: Path, forward: int, backward: int) -> Layer:
    both = (forward, backward)
    recurrent = [_tensor(model / f"gru_{n}.w_0").ravel() for n in both]
    size = HIDDEN * 2 * HIDDEN
    biases = [
        _tensor(model / f"fc_{n}.b_0").ravel() + _tensor(model / f"gru_{n}.b_0").ravel()
        for n in both
    ]
    # The gates' share is halved: sigmoid(x) = (1 + tanh(x / 2)) / 2, and tanh is the faster one.
    halved = np.concatenate([np.full(2 * HIDDEN, 0.5), np.ones(HIDDEN)]).astype(np.float32)
    return Layer(
        weight=np.hstack([_tensor(model / f"fc_{n}.w_0") * halved for n in both]),
        bias=np.hstack([bias * halved for bias in biases]),
        # One buffer: first the weights of both gates, then those of the candidate.
        gates=np.stack([part[:size].reshape(HIDDEN, 2 * HIDDEN) for part in recurrent])
        * np.float32(0.5),
        candidate=np.stack([part[size:].reshape(HIDDEN, HIDDEN) for part in recurrent]),
    )


def _tensor(path: Path) -> Array:
    """One parameter file: a header, a description (type, sizes), the numbers."""
    raw = path.read_bytes()
    length = int.from_bytes(raw[16:HEADER], "little")
    fields = list(_varints(raw[HEADER : HEADER + length]))
    if any(raw[:16]) or fields[0::2] != [8, *[16] * (len(fields) // 2 - 1)] or fields[1] != FLOAT32:
        raise ValueError(path.name)
    return np.frombuffer(raw, dtype="<f4", offset=HEADER + length).reshape(fields[3::2])


def _varints(raw: bytes) -> list[int]:
    numbers, value, shift = [], 0, 0
    for byte in raw:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append(value)
            value, shift = 0, 0
    return numbers
