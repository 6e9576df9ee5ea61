"""Word lists that staff may extend: `data/*.txt`, blanks or lines between words, # for remarks."""

import re
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


@cache
def words(name: str) -> tuple[str, ...]:
    """All words of `data/<name>.txt` in file order, each once."""
    found: dict[str, None] = {}
    for line in (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        found.update(dict.fromkeys(line.partition("#")[0].split()))
    return tuple(found)


@cache
def word_set(*names: str) -> frozenset[str]:
    """The words of several lists together."""
    return frozenset(word for name in names for word in words(name))


@cache
def pattern(*names: str) -> str:
    """An alternation of the words, the longest first, for use inside a regular expression."""
    ordered = sorted(word_set(*names), key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, ordered)) + ")"


def longest_suffix(text: str, *names: str) -> str:
    """The longest word of the lists with which `text` ends, or ""."""
    known = word_set(*names)
    for length in range(min(len(text), _longest(*names)), 0, -1):
        if text[-length:] in known:
            return text[-length:]
    return ""


def longest_prefix(text: str, *names: str) -> str:
    """The longest word of the lists with which `text` begins, or ""."""
    known = word_set(*names)
    for length in range(min(len(text), _longest(*names)), 0, -1):
        if text[:length] in known:
            return text[:length]
    return ""


@cache
def _longest(*names: str) -> int:
    return max(map(len, word_set(*names)))
