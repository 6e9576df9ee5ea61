"""What a monitor remembers of a log: one SQLite file of its own, and evidence of rewrites (pure).

A look at the log is one transaction: killed anywhere, the state is the one before or the one after.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from . import entry, tree
from .checkpoint import Checkpoint
from .checkpoint import verified as verified_checkpoint
from .note import Verifier

_TABLES = """
CREATE TABLE IF NOT EXISTS entry (
    number INTEGER PRIMARY KEY, item TEXT NOT NULL, rev INTEGER NOT NULL, raw BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS entry_item ON entry (item, rev);
CREATE TABLE IF NOT EXISTS seen (only INTEGER PRIMARY KEY CHECK (only = 1), note TEXT NOT NULL);
"""


class Damaged(Exception):
    """The monitor's own state was changed or cut; it can vouch for nothing."""


class State:
    """Every entry of the log as this monitor first read it, and the newest checkpoint."""

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._database = sqlite3.connect(folder / "seen.sqlite3", isolation_level=None)
            self._database.execute("PRAGMA synchronous=FULL")
            self._database.executescript(_TABLES)
        except sqlite3.Error as error:
            raise Damaged(str(error)) from error

    def close(self) -> None:
        self._database.close()

    def load(self, verifiers: list[Verifier]) -> tuple[str, Checkpoint | None, tree.Growing]:
        """The newest note, what it says, and the tree over what is remembered.

        Damaged or BadNote when somebody changed the monitor's own file.
        """
        grown = tree.Growing()
        try:
            row = self._database.execute("SELECT note FROM seen").fetchone()
            if row is None:
                return "", None, grown
            for number, raw in self._database.execute("SELECT number, raw FROM entry ORDER BY 1"):
                if number != grown.size:
                    raise Damaged("an entry is missing")
                grown.add(entry.leaf_hash(raw))
        except sqlite3.Error as error:
            raise Damaged(str(error)) from error
        seen = verified_checkpoint(row[0], verifiers[0].name, verifiers)
        if grown.size != seen.size or grown.root() != seen.root:
            raise Damaged("the entries are not those of the checkpoint")
        return row[0], seen, grown

    def entries(self, start: int, end: int) -> Iterator[bytes]:
        """What was read as entries start..end-1."""
        rows = self._database.execute(
            "SELECT raw FROM entry WHERE number >= ? AND number < ? ORDER BY number", (start, end)
        )
        return (row[0] for row in rows)

    def head_of(self, item: str) -> tuple[int, entry.Event] | None:
        """Index and event of the item's newest entry."""
        row = self._database.execute(
            "SELECT number, raw FROM entry WHERE item = ? ORDER BY number DESC LIMIT 1", (item,)
        ).fetchone()
        return (row[0], entry.parse(row[1])) if row else None

    def begin(self) -> None:
        self._database.execute("BEGIN IMMEDIATE")

    def add(self, number: int, raw: bytes, event: entry.Event | None) -> None:
        item, rev = (event.item, event.rev) if event else ("", 0)
        self._database.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", (number, item, rev, raw))

    def keep(self, note: str) -> None:
        """From now on this is what was seen."""
        self._database.execute("INSERT OR REPLACE INTO seen VALUES (1, ?)", (note,))
        self._database.execute("COMMIT")

    def forget_this_look(self) -> None:
        if self._database.in_transaction:
            self._database.execute("ROLLBACK")

    def keep_evidence(self, before: str, now: str) -> Path:
        """Both signed notes side by side: with them anybody can show the contradiction."""
        size = now.split("\n", 2)[1] if now.count("\n") > 2 else "x"
        path = self.folder / f"contradiction-{size[:18]}.txt"
        if not path.exists():
            path.write_text(f"{before}\n\n=====\n\n{now}", encoding="utf-8")
        return path
