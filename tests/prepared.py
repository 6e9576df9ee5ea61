"""Migrated test databases kept between runs: migrating takes half a minute, a copy takes none.

The key is a digest of what the database is made of (migrations, append-only triggers, pinned
packages). Django still runs `migrate` on the copy, so signals at its end install what they install.
"""

import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path

from django.db import connection

PROJECT = Path(__file__).resolve().parent.parent
INGREDIENTS = ("*/migrations/*.py", "*/append_only.py", "requirements.txt", "tests/prepared.py")
KEEP = 4  # kept copies; older ones go


def put_in_place() -> bool:
    """Make the test database from a kept copy; False when there is none for this digest."""
    if connection.vendor == "sqlite":
        kept, name = _file(), name_of_test_database()
        if not kept.exists():
            return False
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, name)
        return True
    kept, name = _database(), name_of_test_database()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [kept])
        if cursor.fetchone() is None:
            return False
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{kept}"')
    return True


def keep_for_next_time(snapshot: Path | None) -> None:
    """Keep the freshly migrated database; `snapshot` is its copy where files are copied."""
    if connection.vendor == "sqlite":
        kept = _file()
        kept.parent.mkdir(parents=True, exist_ok=True)
        half = kept.with_suffix(f".{os.getpid()}")
        shutil.copyfile(snapshot, half)
        half.replace(kept)  # another worker may be doing the same
        for old in sorted(kept.parent.glob("*.sqlite3"), key=os.path.getmtime)[:-KEEP]:
            old.unlink(missing_ok=True)
        return
    name, kept = connection.settings_dict["NAME"], _database()
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [kept])
        # Workers ask at the same moment: each makes its own, the first to be named wins.
        if cursor.fetchone() is None:
            half = f"{kept}_{os.getpid()}"
            cursor.execute(f'CREATE DATABASE "{half}" TEMPLATE "{name}"')
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [kept])
            if cursor.fetchone() is None:
                cursor.execute(f'ALTER DATABASE "{half}" RENAME TO "{kept}"')
            else:
                cursor.execute(f'DROP DATABASE "{half}"')


def _digest() -> str:
    hashed = hashlib.sha256()
    for pattern in INGREDIENTS:
        for path in sorted(PROJECT.glob(pattern)):
            hashed.update(path.relative_to(PROJECT).as_posix().encode() + path.read_bytes())
    return hashed.hexdigest()[:16]


def _file() -> Path:
    owner = os.getuid() if hasattr(os, "getuid") else "user"
    return Path(tempfile.gettempdir()) / f"mingjing-migrated-{owner}" / f"{_digest()}.sqlite3"


def _database() -> str:
    return f"mingjing_migrated_{_digest()}"


def is_test_database() -> bool:
    """Whether Django has made the test database (it does not when no test asks for one)."""
    return str(connection.settings_dict["NAME"]) == name_of_test_database()


def name_of_test_database() -> str:
    """Name of this worker's test database, as Django will use it."""
    named = connection.settings_dict["TEST"]["NAME"]
    if connection.vendor == "sqlite":
        return str(named)
    return named or re.sub(r"^(test_)?", "test_", connection.settings_dict["NAME"], count=1)
