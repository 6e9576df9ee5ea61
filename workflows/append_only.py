"""Database triggers for impact assessments: never changed, not deleted before their three years
are over (个人信息保护法 Art. 56), whoever asks."""

TABLE = "workflows_impactassessment"
REFUSAL = "an impact assessment is kept three years and never changed"

_SQLITE = {
    "assessment_no_update": f"BEFORE UPDATE ON {TABLE}",
    "assessment_no_delete": (
        f"BEFORE DELETE ON {TABLE} WHEN OLD.kept_until > date('now', 'localtime')"
    ),
    # INSERT OR REPLACE deletes the old row without asking a DELETE trigger.
    "assessment_no_replace": (
        "BEFORE INSERT ON workflows_impactassessment "
        "WHEN EXISTS (SELECT 1 FROM workflows_impactassessment AS old WHERE old.id = NEW.id)"
    ),
}
_POSTGRESQL = {
    "assessment_no_update": f"BEFORE UPDATE ON {TABLE} FOR EACH ROW",
    "assessment_no_delete": (
        f"BEFORE DELETE ON {TABLE} FOR EACH ROW WHEN (OLD.kept_until > CURRENT_DATE)"
    ),
    "assessment_no_truncate": f"BEFORE TRUNCATE ON {TABLE} FOR EACH STATEMENT",
}
_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION assessment_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
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
                    f"CREATE OR REPLACE TRIGGER {name} {when} EXECUTE FUNCTION assessment_refuse()"
                )


def remove(connection) -> None:
    """Take the triggers away; only a migration that is undone needs this."""
    names = _SQLITE if connection.vendor == "sqlite" else _POSTGRESQL
    with connection.cursor() as cursor:
        for name in names:
            on_table = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")
