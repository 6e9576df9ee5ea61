"""Brings the demo's database up to date in one process; called by deploy/demo, safe to repeat.

Words for people go to standard output; log lines go to the file that standard error is sent to.
"""

import sys
import time
from io import StringIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import django

django.setup()

from django.core.management import call_command, get_commands  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

BEGAN = time.monotonic()


def say(words: str) -> None:
    sys.stdout.write(f"  {words}\n")
    sys.stdout.flush()


def is_behind() -> bool:
    """Whether a migration is missing; `migrate` itself takes seconds even when none is."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def main() -> None:
    if is_behind():
        say("creating or updating the database (half a minute the first time) …")
        call_command("migrate", interactive=False, verbosity=0)
    say(f"database ready ({time.monotonic() - BEGAN:.0f}s)")
    say("demo content, each item through the whole release funnel (minutes the first time) …")
    call_command("load_demo")
    # What an earlier run still owed when it was stopped.
    for name in ("drain_outbox", "finish_scrubs"):
        if name in get_commands():
            call_command(name, stdout=StringIO())


if __name__ == "__main__":
    main()
