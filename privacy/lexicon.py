"""Word lists: `data/*.txt` as shipped, with the words that staff added or switched off.

Blanks or lines stand between words, # begins a remark. `use` puts other changes in force; every
answer worked out from the lists (`@cached`) is worked out anew then, so the next text is read by
the new words.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class Changes:
    """Words added to and taken from the shipped lists, by the list's name."""

    version: int = 0
    added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dropped: Mapping[str, frozenset[str]] = field(default_factory=dict)


P = ParamSpec("P")
R = TypeVar("R")
_changes = Changes()
_caches: list[Callable[[], None]] = []
_refresh: Callable[[], None] | None = None


def cached(function: Callable[P, R]) -> Callable[P, R]:
    """Like functools.cache, but emptied whenever other changes come into force."""
    remembered = cache(function)
    _caches.append(remembered.cache_clear)
    return remembered  # type: ignore[return-value]  # its own type forgets the parameters


def use(changes: Changes) -> None:
    """Put the changes in force for everything this process reads from now on."""
    global _changes
    _changes = changes
    for clear in _caches:
        clear()


def told() -> dict[str, Any]:
    """The changes in force as plain values, for a process that has no database."""
    return {
        "version": _changes.version,
        "added": {name: list(words) for name, words in _changes.added.items()},
        "dropped": {name: sorted(words) for name, words in _changes.dropped.items()},
    }


def use_told(words: dict[str, Any]) -> None:
    """Put in force what `told` gave in another process."""
    added = {name: tuple(some) for name, some in words.get("added", {}).items()}
    dropped = {name: frozenset(some) for name, some in words.get("dropped", {}).items()}
    use(Changes(int(words.get("version", 0)), added, dropped))


def version() -> int:
    """Of the changes in force; 0 means the shipped lists alone."""
    return _changes.version


def ask_before_use(refresh: Callable[[], None] | None) -> None:
    """Have `refresh` asked before each text: it calls `use` when the stored rows are newer."""
    global _refresh
    _refresh = refresh


def refresh() -> None:
    if _refresh is not None:
        _refresh()


@cached
def shipped(name: str) -> tuple[str, ...]:
    """The words of `data/<name>.txt` in file order, each once."""
    found: dict[str, None] = {}
    for line in (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        found.update(dict.fromkeys(line.partition("#")[0].split()))
    return tuple(found)


@cached
def words(name: str) -> tuple[str, ...]:
    """All words in force of one list: the shipped ones in file order, then those of staff."""
    dropped = _changes.dropped.get(name, frozenset())
    both = dict.fromkeys((*shipped(name), *_changes.added.get(name, ())))
    return tuple(word for word in both if word not in dropped)


@cached
def word_set(*names: str) -> frozenset[str]:
    """The words of several lists together."""
    return frozenset(word for name in names for word in words(name))


@cached
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


@cached
def _longest(*names: str) -> int:
    return max(map(len, word_set(*names)), default=0)


def entry(word: str, *names: str) -> str:
    """`list:word` of the first of the lists that holds the word, "" when none does."""
    return next((f"{name}:{word}" for name in names if word in word_set(name)), "")


@cached
def compiled(*names: str) -> re.Pattern[str]:
    """`pattern` compiled; ask at each use, so that it follows the lists."""
    return re.compile(pattern(*names))
