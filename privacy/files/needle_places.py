"""Where given strings stand in a text, in any width, case and spacing, also across line ends."""

import unicodedata
from collections.abc import Iterable, Sequence

SHORTEST = 2
UNMISTAKABLE = 8  # signs


def places_of(terms: Iterable[str], text: str) -> list[tuple[int, int]]:
    """Half-open ranges of `text` in which one of `terms` stands; blanks and separators are ignored.

    Terms of fewer than two letters or digits are left out: they would hide every text.
    """
    folded, origin = _folded(text)
    found: list[tuple[int, int]] = []
    for term in dict.fromkeys(_folded(term)[0] for term in terms):
        if len(term) < SHORTEST:
            continue
        start = folded.find(term)
        while start >= 0:
            last = start + len(term) - 1
            if len(term) >= UNMISTAKABLE or not _is_within_number(
                text, origin[start], origin[last]
            ):
                found.append((origin[start], origin[last] + 1))
            start = folded.find(term, start + 1)
    return sorted(set(found))


def stands_in(terms: Iterable[str], text: str) -> bool:
    return bool(places_of(terms, text))


def _is_within_number(text: str, first: int, last: int) -> bool:
    """A short number that is only a piece of a longer one."""
    before, after = text[first - 1 : first], text[last + 1 : last + 2]
    return (text[first].isdigit() and before.isdigit()) or (
        text[last].isdigit() and after.isdigit()
    )


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Letters and digits alone, in one width and case, and the offset each came from."""
    signs: list[str] = []
    origin: list[int] = []
    for offset, char in enumerate(text):
        for sign in unicodedata.normalize("NFKC", char).lower():
            if sign.isalnum():
                signs.append(sign)
                origin.append(offset)
    return "".join(signs), origin
