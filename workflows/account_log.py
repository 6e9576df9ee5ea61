"""Database triggers for changes of accounts around the vault: decided once, never deleted."""

TABLE = "workflows_accountchange"
REFUSAL = "changes of accounts are decided once and never deleted"
# Open may be decided; confirmed may be used; nothing else changes any more. Accounts may go.
_SETTLED = (
    "NOT (OLD.state = 'open' OR (OLD.state = 'confirmed' AND NEW.state = 'used')) AND "
    "(OLD.state <> NEW.state OR OLD.kind <> NEW.kind OR OLD.target_name <> NEW.target_name OR "
    "OLD.asked_by_name <> NEW.asked_by_name OR OLD.decided_by_name <> NEW.decided_by_name)"
)

_SQLITE = {
    "accountchange_no_update": f"BEFORE UPDATE ON {TABLE} WHEN {_SETTLED}",
    "accountchange_no_delete": f"BEFORE DELETE ON {TABLE}",
    # INSERT OR REPLACE deletes the old row without asking a DELETE trigger.
    "accountchange_no_replace": (
        "BEFORE INSERT ON workflows_accountchange "
        "WHEN EXISTS (SELECT 1 FROM workflows_accountchange AS old WHERE old.id = NEW.id)"
    ),
}
_POSTGRESQL = {
    "accountchange_no_update": f"BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN ({_SETTLED})",
    "accountchange_no_delete": f"BEFORE DELETE ON {TABLE} FOR EACH ROW",
    "accountchange_no_truncate": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT",
}
_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION accountchange_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
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
                f"CREATE OR REPLACE TRIGGER {name} {when} EXECUTE FUNCTION accountchange_refuse()"
            )


def remove(connection) -> None:
    """Take the triggers away; only a migration that is undone needs this."""
    names = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    with connection.cursor() as cursor:
        for name in names:
            on_table = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
