"""How far the check of an uploaded file is, as the app above knows it, for the editor's form."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileState:
    """A sentence for the editor; `is_bad` when the file cannot go out as it is."""

    sentence: str
    is_bad: bool = False
    done: int = 0
    total: int = 0


Source = Callable[[object], FileState | None]  # of an attachment row
_sources: list[Source] = []


def register(source: Source) -> None:
    """`source(row)` tells the state of the row's original in the vault."""
    _sources.append(source)


def state_of(row) -> FileState | None:
    """What is known of the row's file; None without a file."""
    if not row.vault_id:
        return None
    return next((found for source in _sources if (found := source(row))), None)
