"""Which places of a text are already claimed."""

from typing import Protocol


class Span(Protocol):
    """Anything with a place in a text."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


class Occupancy:
    def __init__(self, size: int) -> None:
        self._marks = bytearray(size)

    def is_free(self, start: int, end: int) -> bool:
        return not any(self._marks[start:end])

    def add(self, span: Span) -> None:
        """Claim the places of `span`."""
        self._marks[span.start : span.end] = b"\x01" * (span.end - span.start)
