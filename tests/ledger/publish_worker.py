"""Publishers that are killed or race, in processes of their own: used by test_publisher_races.

Arguments: `killed` or `racing`, the DATABASES entry as JSON, a folder. Prints what it did as JSON.
"""

import json
import os
import shutil
import signal
import sys
import time
from functools import partial
from pathlib import Path

import django
from django.conf import settings

ORIGIN = "gk.test.example/ledger"


def set_up(database, folder):
    settings.configure(
        DATABASES={"default": json.loads(database)},
        INSTALLED_APPS=["ledger"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        OUTBOX_INLINE=False,
        LEDGER_DIR=folder / "ledger",
        LEDGER_KEY_FILE=str(folder / "ledger.pem"),
        LEDGER_ORIGIN=ORIGIN,
    )
    django.setup()


def publish_items(start, count):
    from django.db import transaction

    from ledger.append import append

    for number in range(start, start + count):
        with transaction.atomic():
            append(
                type="publish",
                item=f"p-{number}",
                org="示例县民政局",
                reason="",
                parts=[("title", f"公告{number}"), ("links", "")],
            )


def forked(work):
    """Run in a child of its own; the parent's connection must not be shared."""
    from django.db import connection

    connection.close()
    child = os.fork()
    if child:
        return child
    status = 70
    try:
        status = work() or 0
    finally:
        connection.close()
        os._exit(status)


def ended(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed_at(step):
    """Publish, and die as in a power cut before the step-th call that touches the disk."""
    done = 0

    def dying(original):
        def call(*arguments, **named):
            nonlocal done
            done += 1
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*arguments, **named)

        return call

    from ledger import publisher

    for name in ("fsync", "replace", "mkdir"):
        setattr(os, name, dying(getattr(os, name)))
    publisher.publish()


def publish_when_free():
    """PostgreSQL needs a moment to see that a killed publisher's connection, and lock, is gone."""
    from ledger import publisher

    for _ in range(100):
        try:
            publisher.publish()
            return
        except publisher.AlreadyRunning:
            time.sleep(0.1)
    raise publisher.AlreadyRunning


def sound():
    """The size of the published log, after everything in it was checked against its checkpoint."""
    from ledger import checkpoint, entry, keys, note, tree
    from ledger.log_files import LogFolder
    from ledger.log_tiles import entries_in, leaves_in

    folder = LogFolder()
    key = keys.load(Path(settings.LEDGER_KEY_FILE))[0]
    signed = checkpoint.verified(folder.checkpoint(), ORIGIN, [note.verifier_of(key, ORIGIN)])
    grown = tree.Growing()
    for raw in entries_in(folder.read, 0, signed.size):
        grown.add(entry.leaf_hash(raw))
    assert grown.root() == signed.root
    assert list(leaves_in(folder.read, 0, signed.size)) == [
        entry.leaf_hash(raw) for raw in entries_in(folder.read, 0, signed.size)
    ]
    return signed.size


def killed(folder):
    """At every step in turn, each time from the same beginning; then once more to the end."""
    from ledger import keys, publisher

    keys.create(Path(settings.LEDGER_KEY_FILE))
    publish_items(0, 3)
    publisher.publish()
    publish_items(3, 297)
    shutil.copytree(folder / "ledger", folder / "before")
    step, sizes = 0, []
    while True:
        step += 1
        status = ended(forked(partial(killed_at, step)))
        size = sound()
        sizes.append(size)
        again = ended(forked(publish_when_free))
        assert again == 0 and sound() == 300, (step, again)
        assert not (folder / "ledger" / ".unfinished").exists() or not any(
            (folder / "ledger" / ".unfinished").iterdir()
        )
        if status == 0:
            return {"steps": step - 1, "sizes": sorted(set(sizes))}
        assert status == -signal.SIGKILL
        shutil.rmtree(folder / "ledger")
        shutil.copytree(folder / "before", folder / "ledger")


def racing(folder):
    """Four publishers, one of them killed, while entries are written."""
    from ledger import keys, publisher

    keys.create(Path(settings.LEDGER_KEY_FILE))

    def run():
        told = 0
        for _ in range(40):
            try:
                publisher.publish()
            except publisher.AlreadyRunning:
                told += 1
        return 0

    children = [forked(run) for _ in range(4)]
    victim = forked(lambda: killed_at(9))
    writer = forked(lambda: publish_items(0, 60))
    statuses = [ended(child) for child in [*children, writer]]
    ended(victim)
    publish_when_free()
    return {"statuses": statuses, "size": sound()}


if __name__ == "__main__":
    mode, database, place = sys.argv[1:]
    set_up(database, Path(place))
    print(json.dumps({"killed": killed, "racing": racing}[mode](Path(place))))
