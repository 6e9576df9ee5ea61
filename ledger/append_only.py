"""Database triggers that refuse to change or delete an entry, whoever asks (spec §8).

Installed by the first migration and again after every migration, because SQLite drops the
triggers of a table that a migration rebuilds.
"""

TABLE = "ledger_entry"
REFUSAL = "ledger_entry is append-only"

_SQLITE = {
    "ledger_entry_no_update": f"BEFORE UPDATE ON {TABLE}",
    "ledger_entry_no_delete": f"BEFORE DELETE ON {TABLE}",
    # INSERT OR REPLACE deletes the old row without asking a DELETE trigger.
    "ledger_entry_no_replace": (
        "BEFORE INSERT ON ledger_entry WHEN EXISTS (SELECT 1 FROM ledger_entry AS old "
        'WHERE old."index" = NEW."index" OR (old.item = NEW.item AND old.rev = NEW.rev))'
    ),
}
_POSTGRESQL = {
    "ledger_entry_no_change": f"BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW",
    "ledger_entry_no_truncate": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT",
}
_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION ledger_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def install(connection) -> None:
    """Create the triggers that are missing; does nothing when all stand."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, when in _SQLITE.items():
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {name} {when} "
                    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
                )
        else:
            cursor.execute(_POSTGRESQL_FUNCTION)
            for name, when in _POSTGRESQL.items():
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER {name} {when} "
                    "EXECUTE FUNCTION ledger_entry_refuse()"
                )


def remove(connection) -> None:
    """Take the triggers away: before a migration of the table, and before a test's flush."""
    with connection.cursor() as cursor:
        for name in _expected(connection):
            on_table = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def missing(connection) -> list[str]:
    """Names of triggers that should stand and do not, for checks."""
    catalogue = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        standing = {row[0] for row in cursor.fetchall()}
    return sorted(set(_expected(connection)) - standing)


def _expected(connection) -> dict[str, str]:
    return _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
