"""A process that publishes items until it has enough, or is killed: used by test_append_races.

Arguments: the DATABASES entry as JSON, the worker's number, how many items to publish.
Writes the index of each entry after its commit.
"""

import json
import random
import sys

import django
from django.conf import settings


class RolledBack(Exception):
    pass


def publish(append, transaction, item, rollback):
    with transaction.atomic():
        written = append(
            type="publish",
            item=item,
            org="示例县民政局",
            reason="",
            parts=[("title", item), ("links", "")],
        )
        if rollback:
            raise RolledBack
    sys.stdout.write(f"{written.index}\n")
    sys.stdout.flush()


def main(database, worker, count):
    settings.configure(
        DATABASES={"default": json.loads(database)},
        INSTALLED_APPS=["ledger"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        OUTBOX_INLINE=False,
    )
    django.setup()
    from django.db import transaction

    from ledger.append import append

    chance = random.Random(worker)
    for number in range(int(count)):
        item = f"w{worker}-{number}"
        # The same item is tried again after a rollback: it must be published exactly once.
        while True:
            try:
                publish(append, transaction, item, chance.random() < 0.1)
            except RolledBack:
                continue
            break


if __name__ == "__main__":
    main(*sys.argv[1:])
