"""Database triggers that refuse to change or delete the log of incidents, whoever asks."""

TABLE = "workflows_incidententry"
REFUSAL = "the log of incidents is append-only"

_SQLITE = {
    "incidententry_no_update": f"BEFORE UPDATE ON {TABLE}",
    "incidententry_no_delete": f"BEFORE DELETE ON {TABLE}",
    # INSERT OR REPLACE deletes the old row without asking a DELETE trigger.
    "incidententry_no_replace": (
        "BEFORE INSERT ON workflows_incidententry "
        "WHEN EXISTS (SELECT 1 FROM workflows_incidententry AS old WHERE old.id = NEW.id)"
    ),
}
_POSTGRESQL = {
    "incidententry_no_change": f"BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW",
    "incidententry_no_truncate": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT",
}
_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION incidententry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
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
            return
        cursor.execute(_POSTGRESQL_FUNCTION)
        for name, when in _POSTGRESQL.items():
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER {name} {when} EXECUTE FUNCTION incidententry_refuse()"
            )


def remove(connection) -> None:
    """Take the triggers away; only a migration that is undone needs this."""
    names = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    with connection.cursor() as cursor:
        for name in names:
            on_table = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
