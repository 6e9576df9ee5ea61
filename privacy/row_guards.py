"""Database triggers under which rows of a table are written once, whoever asks.

They hold against query sets, raw SQL and `INSERT OR REPLACE`. Each table that keeps evidence has
one guard; the ledger, which stands beside this app, has its own.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowGuard:
    """Refuses changes and deletions of `table`, or those for which a condition in SQL holds.

    `prefix` names the triggers; `refusal` is what the database says. Conditions are given by
    the vendor's dialect: a pair of SQLite's and PostgreSQL's, or one text for both.
    """

    table: str
    prefix: str
    refusal: str
    update_when: str = ""
    delete_when: tuple[str, str] = ("", "")

    def install(self, connection) -> None:
        """Create the triggers that are missing; does nothing when all stand."""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                for name, when in self._triggers("sqlite").items():
                    cursor.execute(
                        f"CREATE TRIGGER IF NOT EXISTS {name} {when} "
                        f"BEGIN SELECT RAISE(ABORT, '{self.refusal}'); END"
                    )
                return
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {self.prefix}_refuse() RETURNS trigger "
                "LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{self.refusal}' USING ERRCODE = 'integrity_constraint_violation';"
                " END $$"
            )
            for name, when in self._triggers("postgresql").items():
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER {name} {when} "
                    f"EXECUTE FUNCTION {self.prefix}_refuse()"
                )

    def remove(self, connection) -> None:
        """Take the triggers away; only a migration that is undone needs this."""
        on_table = "" if connection.vendor == "sqlite" else f" ON {self.table}"
        with connection.cursor() as cursor:
            for name in self._triggers(connection.vendor):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")

    def missing(self, connection) -> list[str]:
        """Names of triggers that should stand and do not, for checks."""
        catalogue = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        )
        with connection.cursor() as cursor:
            cursor.execute(catalogue)
            standing = {row[0] for row in cursor.fetchall()}
        return sorted(set(self._triggers(connection.vendor)) - standing)

    def _triggers(self, vendor: str) -> dict[str, str]:
        """Name and occasion of each trigger."""
        is_sqlite = vendor == "sqlite"
        each_row = "" if is_sqlite else " FOR EACH ROW"
        update = _condition(self.update_when)
        delete = _condition(self.delete_when[0 if is_sqlite else 1])
        found = {
            f"{self.prefix}_no_update": f"BEFORE UPDATE ON {self.table}{each_row}{update}",
            f"{self.prefix}_no_delete": f"BEFORE DELETE ON {self.table}{each_row}{delete}",
        }
        if is_sqlite:
            # INSERT OR REPLACE deletes the old row without asking a DELETE trigger.
            found[f"{self.prefix}_no_replace"] = (
                f"BEFORE INSERT ON {self.table} WHEN EXISTS "  # noqa: S608  names of ours
                f"(SELECT 1 FROM {self.table} AS old WHERE old.id = NEW.id)"
            )
        else:
            found[f"{self.prefix}_no_truncate"] = (
                f"BEFORE TRUNCATE ON {self.table} FOR EACH STATEMENT"
            )
        return found


def _condition(sql: str) -> str:
    return f" WHEN ({sql})" if sql else ""
