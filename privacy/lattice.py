"""Where in a run of Han signs a name reads better than words: a word lattice of log probabilities."""

from collections.abc import Iterator
from dataclasses import dataclass

from . import lexicon
from .word_model import LONGEST_WORD, WordModel

# A dotless Mongol, Manchu, Uygur or Tibetan name from known syllable blocks.
LOG_BLOCKS = -15.0
LOG_NICKNAME = -14.0
COMMON_GIVEN = -6.5
NICKNAME_HEADS = frozenset("老小大阿")


Reading = tuple[int, float, str, str]  # end, log probability, surname, kind


@dataclass(frozen=True, slots=True)
class Candidate:
    """run[start:end] may be a name; `margin` is its gain (log) over reading words only."""

    start: int
    end: int
    margin: float
    surname: str
    kind: str = "name"  # name, blocks, nickname


def candidates(run: str, model: WordModel) -> list[Candidate]:
    """All readings of parts of `run` as a name, with their margins."""
    ahead, behind = _best_words(run, model)
    whole = ahead[-1]
    found = []
    for start in range(len(run)):
        for end, score, surname, kind in _names_at(run, start, model):
            margin = ahead[start] + score + behind[end] - whole
            found.append(Candidate(start, end, margin, surname, kind))
    return found


def word_score(run: str, model: WordModel) -> float:
    """Log probability of the best reading of `run` as words."""
    return _best_words(run, model)[0][-1]


def _best_words(run: str, model: WordModel) -> tuple[list[float], list[float]]:
    """For each place the score of the best words before it and after it."""
    size, words, unknown = len(run), model.words, model.unknown
    edges: list[list[tuple[int, float]]] = []
    for start in range(size):
        here = [(start + 1, words.get(run[start], unknown))]
        for end in range(start + 2, min(start + LONGEST_WORD, size) + 1):
            score = words.get(run[start:end])
            if score is not None:
                here.append((end, score))
        edges.append(here)
    ahead = [0.0] + [float("-inf")] * size
    for start, here in enumerate(edges):
        base = ahead[start]
        for end, score in here:
            if base + score > ahead[end]:
                ahead[end] = base + score
    behind = [0.0] * (size + 1)
    for start in range(size - 1, -1, -1):
        behind[start] = max(score + behind[end] for end, score in edges[start])
    return ahead, behind


def _names_at(run: str, start: int, model: WordModel) -> Iterator[Reading]:
    """(end, log probability, surname, kind) of every name that could begin at `start`."""
    surname = run[start]
    if surname in model.surnames:
        for length in (1, 2):
            given = run[start + 1 : start + 1 + length]
            if len(given) == length:
                yield start + 1 + length, model.name_score(surname, given), surname, "name"
        yield from _double_surname(run, start, model)
    if run[start : start + 2] in model.surnames:
        surname = run[start : start + 2]
        for length in (1, 2):
            given = run[start + 2 : start + 2 + length]
            if len(given) == length:
                yield start + 2 + length, model.name_score(surname, given), surname, "name"
    if run[start] in NICKNAME_HEADS and run[start + 1 : start + 2] in model.surnames:
        score = LOG_NICKNAME + model.surnames[run[start + 1]] / 2
        yield start + 2, score, run[start + 1], "nickname"
        if run[start + 2 : start + 3] in ("头", "太"):
            yield start + 3, score + 1, run[start + 1], "nickname"
    if run[start] == "小" and model.last.get(run[start + 1 : start + 2], -99) > COMMON_GIVEN:
        yield start + 2, LOG_NICKNAME - 1, "", "nickname"
    yield from _blocks_at(run, start)


def _double_surname(run: str, start: int, model: WordModel) -> Iterator[Reading]:
    """Four signs: the surnames of both parents and two signs."""
    four = run[start : start + 4]
    if len(four) == 4 and four[1] in model.surnames and four[2:] not in model.words:
        score = model.name_score(four[0], four[2:]) + model.surnames[four[1]] - 4
        yield start + 4, score, four[:2], "name"


def _blocks_at(run: str, start: int) -> Iterator[Reading]:
    """One to three known blocks in a row, such as 乌云 + 其木格."""
    end, count = start, 0
    if run[start] not in _block_heads():
        return
    while count < 3 and (block := lexicon.longest_prefix(run[end : end + 6], "minority_names")):
        end, count = end + len(block), count + 1
        yield end, LOG_BLOCKS - (count - 1), "", "blocks"


@lexicon.cached
def _block_heads() -> frozenset[str]:
    return frozenset(word[0] for word in lexicon.words("minority_names"))
