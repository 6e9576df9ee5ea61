"""A text with decisions carried out."""

from collections import defaultdict
from collections.abc import Iterable

from .findings import ACTIONS, GENERALISE, KEEP, MASK
from .masks import NAMES, generalise, mask

Decision = tuple[int, int, str, str]


def apply(text: str, decisions: Iterable[Decision]) -> str:
    """`text` after (start, end, action, cls) decisions; everything else stays as it is.

    keep leaves, mask hides, remove drops, generalise puts the coarser value. Different names that
    look the same once masked get running numbers. ValueError: overlapping or impossible ranges,
    unknown action.
    """
    ordered = sorted(decisions, key=lambda one: (one[0], one[1]))
    _check(text, ordered)
    numbers = _numbers(text, ordered)
    parts, position = [], 0
    for start, end, action, cls in ordered:
        parts += [text[position:start], _replacement(text[start:end], action, cls, numbers)]
        position = end
    return "".join(parts) + text[position:]


def _check(text: str, ordered: list[Decision]) -> None:
    position = 0
    for start, end, action, _cls in ordered:
        if action not in ACTIONS:
            raise ValueError(f"unknown action: {action}")
        if not position <= start < end <= len(text):
            raise ValueError(f"decision {start}-{end} overlaps another or leaves the text")
        position = end


def _replacement(value: str, action: str, cls: str, numbers: dict[str, str]) -> str:
    if action == KEEP:
        return value
    if action == MASK:
        return mask(cls, value) + (numbers.get(_key(value), "") if cls in NAMES else "")
    return generalise(cls, value) if action == GENERALISE else ""


def _key(value: str) -> str:
    return "".join(value.split())


def _numbers(text: str, ordered: list[Decision]) -> dict[str, str]:
    """For every name that shares its masked form with another: its number in order of place."""
    alike: dict[str, dict[str, None]] = defaultdict(dict)
    for start, end, action, cls in ordered:
        if action == MASK and cls in NAMES:
            alike[mask(cls, text[start:end])][_key(text[start:end])] = None
    return {
        name: f"({place})"
        for names in alike.values()
        if len(names) > 1
        for place, name in enumerate(names, 1)
    }
