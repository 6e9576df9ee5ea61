"""Which stretches of two token lists are the same, in order (pure).

Rare common grams anchor long texts, so that a whole notice takes time in proportion to its length.
"""

from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher

Block = tuple[int, int, int]  # start in the published text, start in the copy, length

_GRAM = 6
_SHORT = 200  # tokens; shorter copies are aligned without anchors
# Beyond this many steps a gap is called changed without looking for what is equal inside.
_LARGEST_GAP = 1_500_000
_MOST_PLACES = 3
_CONTEXT = 60  # tokens of slack around the place a quotation comes from


def equal_blocks(a: list[str], b: list[str]) -> list[Block]:
    """Equal blocks (i, j, size) in order, found by rare common grams first, then between them."""
    if len(b) < _SHORT:
        return max((_within(a, b, *place) for place in _places(a, b)), key=_worth)
    low, high = _region(a, b)
    a = a[low:high]
    anchors = _anchors(a, b)
    if not anchors:
        return _within(a, b, 0, len(a))
    blocks: list[Block] = []
    first_i, first_j, _size = anchors[0]
    # Before the first and after the last anchor the published text goes on without the copy.
    blocks += _between(a, b, max(0, first_i - first_j - _CONTEXT), first_i, 0, first_j)
    for (i, j, size), following in zip(anchors, [*anchors[1:], None], strict=True):
        blocks.append((i, j, size))
        if following:
            blocks += _between(a, b, i + size, following[0], j + size, following[1])
        else:
            rest = len(b) - j - size
            blocks += _between(
                a, b, i + size, min(len(a), i + size + rest + _CONTEXT), j + size, len(b)
            )
    return [(low + i, j, size) for i, j, size in _merged(blocks)]


def _within(a: list[str], b: list[str], low: int, high: int) -> list[Block]:
    return _merged(_between(a, b, low, high, 0, len(b)))


def _worth(blocks: list[Block]) -> int:
    """Much that is the same, in few pieces."""
    return sum(size for _i, _j, size in blocks) - 2 * len(blocks)


def _places(a: list[str], b: list[str]) -> list[tuple[int, int]]:
    """Stretches from which a short copy may come: templates repeat the same words in many rows."""
    if len(a) <= len(b) + 8:
        return [(0, len(a))]
    starts: dict[tuple[str, ...], list[int]] = {}
    for at, pair in enumerate(_grams(b, 2)):
        starts.setdefault(pair, []).append(at)
    votes: Counter[int] = Counter()
    for at, pair in enumerate(_grams(a, 2)):
        for start in starts.get(pair, ()):
            votes[at - start] += 1
    slack = len(b) // 3 + _CONTEXT
    found = [_region(a, b)]
    for offset, _n in votes.most_common(_MOST_PLACES):
        found.append((max(0, offset - slack), min(len(a), offset + len(b) + slack)))
        found.append((max(0, offset), min(len(a), offset + len(b) + 2)))
    return list(dict.fromkeys(found))


def _between(a: list[str], b: list[str], i1: int, i2: int, j1: int, j2: int) -> list[Block]:
    if i1 >= i2 or j1 >= j2 or (i2 - i1) * (j2 - j1) > _LARGEST_GAP:
        return []
    matcher = SequenceMatcher(None, a[i1:i2], b[j1:j2], autojunk=False)
    return [(i1 + m.a, j1 + m.b, m.size) for m in matcher.get_matching_blocks() if m.size]


def _merged(blocks: list[Block]) -> list[Block]:
    """Touching blocks as one."""
    found: list[Block] = []
    for i, j, size in blocks:
        if found and found[-1][0] + found[-1][2] == i and found[-1][1] + found[-1][2] == j:
            found[-1] = (found[-1][0], found[-1][1], found[-1][2] + size)
        else:
            found.append((i, j, size))
    return found


def _grams(tokens_: list[str], size: int) -> list[tuple[str, ...]]:
    return list(zip(*(tokens_[at:] for at in range(size)), strict=False))


def _region(a: list[str], b: list[str]) -> tuple[int, int]:
    """The stretch of the published text that holds most of the copy's grams."""
    if len(a) <= 2 * len(b) + 2 * _CONTEXT:
        return 0, len(a)
    for size in (_GRAM, 4, 2):
        wanted = set(_grams(b, size))
        hits = [at for at, gram in enumerate(_grams(a, size)) if gram in wanted]
        if hits:
            break
    else:
        return 0, min(len(a), 2 * len(b))
    width = len(b) + len(b) // 3 + _CONTEXT
    best, start = (0, 0), 0
    for end in range(len(hits)):
        while hits[end] - hits[start] > width:
            start += 1
        best = max(best, (end - start + 1, -hits[start]))
    at = -best[1]
    return max(0, at - len(b) - _CONTEXT), min(len(a), at + width + _CONTEXT)


def _anchors(a: list[str], b: list[str]) -> list[Block]:
    """Grams that stand once in each text, in an order that both share, grown to both sides."""
    ours, theirs = _once(_grams(a, _GRAM)), _once(_grams(b, _GRAM))
    pairs = sorted((ours[gram], at) for gram, at in theirs.items() if gram in ours)
    found: list[Block] = []
    for p, c in _rising(pairs):
        if found and p < found[-1][0] + found[-1][2]:
            continue
        if found and c < found[-1][1] + found[-1][2]:
            continue
        size = _GRAM
        while p + size < len(a) and c + size < len(b) and a[p + size] == b[c + size]:
            size += 1
        found.append((p, c, size))
    return found


def _once(grams: list[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    for at, gram in enumerate(grams):
        found[gram] = -1 if gram in found else at
    return {gram: at for gram, at in found.items() if at >= 0}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs that rises in both members."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, (_p, c) in enumerate(pairs):
        at = bisect_left(tails, c)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(c)
            ends.append(n)
        else:
            tails[at], ends[at] = c, n
    chain = []
    n = ends[-1] if ends else -1
    while n >= 0:
        chain.append(pairs[n])
        n = before[n]
    return chain[::-1]
