"""How a file beside the database follows it by change numbers: the index and the completions."""

import sqlite3
from contextlib import AbstractContextManager
from typing import Protocol

BATCH = 500
Change = tuple[int, str, dict | None]


class Feed(Protocol):
    """Where a file gets what it lacks (search/indexing.py reads the database)."""

    def state(self) -> tuple[str, int]:
        """Identity of the source and its highest sequence number."""

    def since(self, seq: int, limit: int) -> list[Change]:
        """(seq, number, payload or None if removed) after a sequence number, in order."""


class Follower(Protocol):
    """A file with a table of its state: the source it follows and the number it has reached."""

    def state(self) -> dict[str, str]: ...

    def writing(self) -> AbstractContextManager[sqlite3.Connection]:
        """All or nothing; one process at a time."""

    def create(self, connection: sqlite3.Connection) -> None:
        """Empty tables, following nothing."""

    def remember(self, connection: sqlite3.Connection, name: str, value: str) -> None: ...

    def take(self, connection: sqlite3.Connection, changes: list[Change]) -> None:
        """Take changes over, in their order."""


def follow(file: Follower, feed: Feed, at_most: int | None = None) -> int:
    """Take over what the feed has and the file has not; returns how many changes."""
    source, highest = feed.state()
    taken = 0
    if _reached(file, source, highest) == highest:
        return 0
    while at_most is None or taken < at_most:
        with file.writing() as connection:
            many = _take_batch(file, feed, connection)
        taken += many
        if not many:
            break
    return taken


def _reached(file: Follower, source: str, highest: int) -> int | None:
    """Change number reached; None when the file follows another or a rewound database."""
    state = file.state()
    reached = int(state.get("seq", 0))
    return reached if state.get("source") == source and reached <= highest else None


def _take_batch(file: Follower, feed: Feed, connection: sqlite3.Connection) -> int:
    # Asked anew: a batch may go past what was highest when we began.
    source, highest = feed.state()
    reached = _reached(file, source, highest)
    if reached is None:
        file.create(connection)
        file.remember(connection, "source", source)
    changes = feed.since(reached or 0, BATCH)
    file.take(connection, changes)
    if changes:
        file.remember(connection, "seq", str(changes[-1][0]))
    return len(changes)
