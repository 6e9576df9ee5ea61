"""Where copies of a public item can lie, and how to see that one is gone (I4, I5).

Each app names the copies it makes. Whether a copy is gone is asked where the outside would find
it, not of the row that was meant to remove it.
"""

from collections.abc import Callable
from dataclasses import dataclass

StillThere = Callable[[str, list], bool]
Trace = Callable[[object], list]


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Copy:
    """One kind of copy. `still_there(number, trace)` may raise: then nobody knows, and it counts
    as there. `trace(page)` is asked before the removal. `is_public`: visitors can reach it.
    `applies()`: whether this installation makes such copies at all."""

    name: str
    label: str
    still_there: StillThere
    trace: Trace | None = None
    is_public: bool = True
    applies: Callable[[], bool] = _always


_copies: dict[str, Copy] = {}


def register(
    name: str,
    label: str,
    still_there: StillThere,
    *,
    trace: Trace | None = None,
    is_public: bool = True,
    applies: Callable[[], bool] = _always,
) -> None:
    """Called from AppConfig.ready() of the app that makes the copy."""
    _copies[name] = Copy(name, label, still_there, trace, is_public, applies)


def known() -> list[Copy]:
    """All kinds of copies made here, those that visitors can reach first."""
    made = [copy for copy in _copies.values() if copy.applies()]
    return sorted(made, key=lambda copy: not copy.is_public)


def get(name: str) -> Copy | None:
    return _copies.get(name)


def traces_of(page) -> dict[str, list]:
    """What every copy needs to be found again once the page is empty."""
    return {copy.name: copy.trace(page) if copy.trace else [] for copy in known()}
