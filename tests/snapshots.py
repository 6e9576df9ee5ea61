"""Copies of the test database in two states, kept beside it and put back after a test.

`migrated` is what the migrations left, `seeded` what `setup_site` adds to it.

Django's own reset deletes every row: that loses what migrations made (Wagtail's root page, locale,
site) and is refused by the triggers that guard published items. A copy has neither trouble.
"""

import sqlite3
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections

MIGRATED, SEEDED = "migrated", "seeded"
_taken: list[str] = []
_present = MIGRATED


def take(state: str = MIGRATED) -> Path | None:
    """Keep a copy of the test database as it is now; its path where it is a file."""
    global _present
    _present = state
    _taken.append(state)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(_sqlite_copy(state)) as copy:
            connection.connection.backup(copy)
        copy.close()
        return _sqlite_copy(state)
    name = connection.settings_dict["NAME"]
    _administer(
        f'DROP DATABASE IF EXISTS "{name}_{state}" WITH (FORCE)',
        f'CREATE DATABASE "{name}_{state}" TEMPLATE "{name}"',
    )
    return None


def use(state: str) -> None:
    """Have the database in this state before a test begins; the seeds are made once."""
    global _present
    if state == _present:
        return
    if state not in _taken:
        from django.core.management import call_command

        restore()
        call_command("setup_site", stdout=StringIO())
        take(state)
    else:
        _present = state
        restore()


def restore() -> None:
    """Put the present state's copy back; every connection of this process is closed."""
    connections.close_all()
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(_sqlite_copy(_present))
        copy.backup(connection.connection)
        copy.close()
    else:
        name = connection.settings_dict["NAME"]
        _administer(
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
            f'CREATE DATABASE "{name}" TEMPLATE "{name}_{_present}"',
        )
    _forget_what_was_cached()


def forget() -> None:
    """Remove the copies at the end of the session."""
    for state in set(_taken):
        if connection.vendor == "sqlite":
            _sqlite_copy(state).unlink(missing_ok=True)
        else:
            name = connection.settings_dict["NAME"]
            _administer(f'DROP DATABASE IF EXISTS "{name}_{state}" WITH (FORCE)')


def _sqlite_copy(state: str) -> Path:
    return Path(settings.VAR_DIR) / f"{state}.sqlite3"


def _administer(*statements: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _forget_what_was_cached() -> None:
    from django.contrib.contenttypes.models import ContentType

    ContentType.objects.clear_cache()
    cache.clear()
