"""Answers about lists that are dear to work out, kept in the memory of the process for a while.

A reviewer's screen asks the same of fifty thousand rows at every press of a key. The sheets
themselves are not kept alive for it: `opening` alone decides how many raw lists are in memory.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any
from weakref import ref

from workflows.lists.columns import ListColumn
from workflows.lists.sheet import Sheet


class Remembered:
    """The last answers, at most `kept` of them."""

    def __init__(self, kept: int):
        self._kept = kept
        self._known: OrderedDict[Hashable, tuple[list[ref], Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, sheets: tuple[Sheet, ...], about: Hashable, make: Callable[[], Any]) -> Any:
        """The answer about these sheets; `make` works it out where it is not known."""
        key = (tuple(map(id, sheets)), about)
        with self._lock:
            held, answer = self._known.get(key, ([], None))
            # An id may be given again to another sheet once the first is gone.
            if held and all(one() is sheet for one, sheet in zip(held, sheets, strict=True)):
                self._known.move_to_end(key)
                return answer
        answer = make()
        with self._lock:
            self._known[key] = ([ref(sheet) for sheet in sheets], answer)
            while len(self._known) > self._kept:
                self._known.popitem(last=False)
        return answer


def decided(columns: list[ListColumn]) -> tuple:
    """What the answers depend on besides the rows: every column's decision."""
    return tuple((c.index, c.action, c.level, c.cls, c.kind) for c in columns)
