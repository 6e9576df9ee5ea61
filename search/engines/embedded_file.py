"""The embedded index as a file: opening, locking, transactions, forgetting, and what is broken.

The file is a copy that can be thrown away. Several processes use it at once; whoever finds it
damaged throws it away under a lock, and the others notice that the file is another one.
"""

import fcntl
import os
import sqlite3
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from . import embedded_schema as schema
from .base import EngineUnavailable

# A citizen does not wait longer for another process that writes.
WAIT_SECONDS = 10
_DAMAGED = {11, 26}  # SQLITE_CORRUPT, SQLITE_NOTADB
FORGET = "forget:"
BESIDE = ".new"


def is_damaged(error: sqlite3.Error) -> bool:
    """Whether the file itself is broken: not a full disk, not a lock, not a missing right."""
    return (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF in _DAMAGED


class IndexFile:
    """Connections of this process to one file, one for each thread.

    `path` is a link to the file itself, which has a name of its own: SQLite deletes a log by its
    name when the last connection closes, and must never meet that of a newer file.
    """

    def __init__(self, path: Path):
        self.path = Path(path)
        self._local = threading.local()

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection to the file that is there now."""
        known = getattr(self._local, "known", None)
        if known is not None and known[1] == self._identity():
            return known[0]
        self.close()
        with self._alone():
            connection = self._open()
            self._local.known = (connection, self._identity())
        return connection

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.path)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def close(self) -> None:
        """Close this thread's connection."""
        known = getattr(self._local, "known", None)
        self._local.known = None
        if known is not None:
            with suppress(sqlite3.Error):
                known[0].close()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Opening and throwing away exclude each other, in all processes."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = self.path.with_name(self.path.name + ".lock").open("wb")
        except OSError as error:
            raise EngineUnavailable(type(error).__name__) from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            try:
                yield
            except OSError as error:
                raise EngineUnavailable(type(error).__name__) from error

    def _open(self) -> sqlite3.Connection:
        if not self.path.exists():
            if not self.path.name.endswith(BESIDE):
                self._unlink(self._strays())
            self.path.unlink(missing_ok=True)
            self.path.symlink_to(f"{self.path.name}-{uuid.uuid4().hex[:12]}")
        connection = sqlite3.connect(
            self.path.resolve(), timeout=WAIT_SECONDS, isolation_level=None
        )
        try:
            # Before the first table: what the file no longer needs is given back in small steps.
            connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=NORMAL")
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("PRAGMA cache_size=-32768")
            if schema.format_of(connection) != schema.FORMAT:
                with writing(connection):
                    if schema.format_of(connection) != schema.FORMAT:
                        schema.create(connection)
        except BaseException as error:
            connection.close()
            if isinstance(error, sqlite3.Error) and is_damaged(error):
                # Nothing can be read in it: the next attempt begins with an empty file.
                self._unlink([self.path.resolve()])
                self.path.unlink(missing_ok=True)
            raise
        return connection

    def _strays(self) -> list[Path]:
        """Files that a process left behind when it was killed while it changed one for another."""
        mine = {self.path.resolve(), self._beside().resolve()}
        files = {
            file.with_name(file.name.removesuffix("-wal").removesuffix("-shm"))
            for file in self.path.parent.glob(f"{self.path.name}*-*")
            if not file.is_symlink()
        }
        return list(files - mine)

    @staticmethod
    def _unlink(files: list[Path]) -> None:
        for file in files:
            for suffix in ("-wal", "-shm", ""):
                file.with_name(file.name + suffix).unlink(missing_ok=True)

    def _beside(self) -> Path:
        return self.path.with_name(self.path.name + BESIDE)

    def throw_away(self) -> None:
        """Delete the file this thread knows, unless another process has done so already."""
        known = getattr(self._local, "known", None)
        self.close()
        with self._alone():
            if known is not None and known[1] == self._identity():
                self._unlink([self.path.resolve()])
                self.path.unlink(missing_ok=True)

    def drop(self) -> None:
        """Delete the index for good."""
        self.close()
        self._unlink([self.path.resolve()])
        self.path.unlink(missing_ok=True)
        self.path.with_name(self.path.name + ".lock").unlink(missing_ok=True)

    @contextmanager
    def beside(self) -> Iterator["IndexFile"]:
        """An empty file to be filled, which takes this one's place at the end. Whoever still reads
        the old one finishes first; one process does this at a time."""
        fresh = IndexFile(self._beside())
        with fresh._turn():
            fresh.drop()
            try:
                yield fresh
                fresh.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                fresh.close()
                self._change_to(fresh)
            finally:
                fresh.drop()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = self.path.with_name(self.path.name + ".turn").open("wb")
        except OSError as error:
            raise EngineUnavailable(type(error).__name__) from error
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _change_to(self, fresh: "IndexFile") -> None:
        self.close()
        with self._alone():
            link = self.path.with_name(self.path.name + ".link")
            link.unlink(missing_ok=True)
            link.symlink_to(fresh.path.resolve().name)
            os.replace(link, self.path)
            fresh.path.unlink()
            self._unlink(self._strays())

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        with writing(self.connection) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """All that is read inside is of one moment."""
        connection = self.connection
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            if connection.in_transaction:
                connection.execute("COMMIT")


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All or nothing. One process writes at a time, the others wait."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    try:
        connection.execute("COMMIT")
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


# -- forgetting -----------------------------------------------------------------------------
def must_forget(connection: sqlite3.Connection, tables: set[str]) -> None:
    """Note, with the deletion itself, which tables still hold deleted words: whoever comes next
    finishes the work if this process dies."""
    if not tables:
        return
    state = schema.state_of(connection)
    schema.remember(connection, "removals", str(int(state.get("removals", "0")) + 1))
    for table in {*tables, "heads"}:
        schema.remember(connection, FORGET + table, "1")


def forget(connection: sqlite3.Connection) -> bool:
    """Deleted words leave the file: merged segments, zeroed pages, an empty log.

    False while somebody still reads the old pages; the note stays, and the next call tries again.
    """
    waiting = _waiting(connection)
    if not waiting:
        return True
    for table in waiting:
        if table.startswith("words_") or table == "heads":
            connection.execute(f"INSERT INTO {table}({table}) VALUES('optimize')")
    connection.execute("PRAGMA incremental_vacuum")
    if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        return False
    with writing(connection):
        for table in waiting:
            connection.execute("DELETE FROM state WHERE name=?", (FORGET + table,))
    return True


def _waiting(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM state WHERE name GLOB ?", (FORGET + "*",))
    return [row[0].removeprefix(FORGET) for row in rows]
