"""SQLite as the vault and the ledger need it: durable, ordered, leaving nothing behind."""


def sqlite(path: str) -> dict:
    """Database setting for the file at `path` (design.md, real parts)."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
                "PRAGMA foreign_keys=ON;"
            ),
        },
    }
