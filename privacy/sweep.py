"""Looking for given strings everywhere the site could have left them (design.md I3).

Finds places, never repeats what stands there. The vault's sealed files and the keys are left out.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from . import sweep_files
from .needles import Needles

ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Hit:
    """One place: a column of a row, a file or a member of it. `needle` counts from 1."""

    needle: int
    where: str  # "table", "session" or "file"
    place: str  # table.column, or path below the runtime folder
    row: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, [self.where, self.place, self.row, f"needle {self.needle}"]))


def everywhere(wanted: Needles) -> Iterator[Hit]:
    """All hits in the database, the runtime files and the raw bytes of an SQLite database."""
    yield from in_tables(wanted)
    yield from in_sessions(wanted)
    yield from in_files(wanted)


def in_tables(wanted: Needles) -> Iterator[Hit]:
    """Every column of every table, full-text tables included."""
    for table in sorted(connection.introspection.table_names()):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                for row in rows:
                    yield from _in_row(wanted, table, columns, row)


def in_sessions(wanted: Needles) -> Iterator[Hit]:
    """Sessions are stored compressed; messages to staff lie in them."""
    for session in Session.objects.iterator(chunk_size=ROWS_AT_ONCE):
        for number in wanted.found_in(repr(session.get_decoded())):
            yield Hit(number + 1, "session", "django_session.session_data")


def in_files(wanted: Needles) -> Iterator[Hit]:
    """Runtime folder, media, index, mail, logs, and the database file itself."""
    base = Path(settings.VAR_DIR)
    for path in sweep_files.candidates():
        for number, member in sorted(sweep_files.found_in(path, wanted)):
            place = str(path.relative_to(base)) if path.is_relative_to(base) else path.name
            # The name itself may be what was looked for.
            yield Hit(number + 1, "file", wanted.clean(place), member)


def _in_row(wanted: Needles, table: str, columns: list[str], row: tuple) -> Iterator[Hit]:
    for column, value in zip(columns, row, strict=True):
        if value is None or isinstance(value, bool | float):
            continue
        text = bytes(value).decode("utf-8", "replace") if _is_bytes(value) else str(value)
        for number in wanted.found_in(text):
            yield Hit(number + 1, "table", f"{table}.{column}", _identity(row[0]))


def _is_bytes(value: object) -> bool:
    return isinstance(value, bytes | bytearray | memoryview)


def _identity(first: object) -> str:
    """The row's number when the first column is one; other keys might be personal."""
    return str(first) if isinstance(first, int | uuid.UUID) else ""
