"""Database triggers that refuse to change or delete the vault's access log, whoever asks."""

TABLE = "privacy_vaultaccess"
REFUSAL = "privacy_vaultaccess is append-only"

_SQLITE = {
    "vaultaccess_no_update": f"BEFORE UPDATE ON {TABLE}",
    "vaultaccess_no_delete": f"BEFORE DELETE ON {TABLE}",
    # INSERT OR REPLACE deletes the old row without asking a DELETE trigger.
    "vaultaccess_no_replace": (
        "BEFORE INSERT ON privacy_vaultaccess "
        "WHEN EXISTS (SELECT 1 FROM privacy_vaultaccess AS old WHERE old.id = NEW.id)"
    ),
}
_POSTGRESQL = {
    "vaultaccess_no_change": f"BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW",
    "vaultaccess_no_truncate": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT",
}
_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION vaultaccess_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
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
                    f"CREATE OR REPLACE TRIGGER {name} {when} EXECUTE FUNCTION vaultaccess_refuse()"
                )


def remove(connection) -> None:
    """Take the triggers away; only a migration that is undone needs this."""
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
