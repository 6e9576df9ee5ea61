"""Which places of a text are already claimed."""


class Occupancy:
    def __init__(self, size: int):
        self._marks = bytearray(size)

    def is_free(self, start: int, end: int) -> bool:
        return not any(self._marks[start:end])

    def add(self, span) -> None:
        """Claim the places of anything with `start` and `end`."""
        self._marks[span.start : span.end] = b"\x01" * (span.end - span.start)
