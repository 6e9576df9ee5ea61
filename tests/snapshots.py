"""The test database as the migrations left it, kept beside it and put back after a test.

Django's own reset deletes every row: that loses what migrations made (Wagtail's root page, locale,
site) and is refused by the triggers that guard published items. A copy has neither trouble.
"""

import sqlite3
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections


def take() -> None:
    """Keep a copy of the test database as it is now."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(_sqlite_copy()) as copy:
            connection.connection.backup(copy)
        copy.close()
    else:
        name = connection.settings_dict["NAME"]
        _administer(
            f'DROP DATABASE IF EXISTS "{name}_copy" WITH (FORCE)',
            f'CREATE DATABASE "{name}_copy" TEMPLATE "{name}"',
        )


def restore() -> None:
    """Put the copy back; every connection of this process to the database is closed."""
    connections.close_all()
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        copy = sqlite3.connect(_sqlite_copy())
        copy.backup(connection.connection)
        copy.close()
    else:
        name = connection.settings_dict["NAME"]
        _administer(
            f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)',
            f'CREATE DATABASE "{name}" TEMPLATE "{name}_copy"',
        )
    _forget_what_was_cached()


def forget() -> None:
    """Remove the copy at the end of the session."""
    if connection.vendor == "sqlite":
        _sqlite_copy().unlink(missing_ok=True)
    else:
        _administer(
            f'DROP DATABASE IF EXISTS "{connection.settings_dict["NAME"]}_copy" WITH (FORCE)'
        )


def _sqlite_copy() -> Path:
    return Path(settings.VAR_DIR) / "snapshot.sqlite3"


def _administer(*statements: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _forget_what_was_cached() -> None:
    from django.contrib.contenttypes.models import ContentType

    ContentType.objects.clear_cache()
    cache.clear()
