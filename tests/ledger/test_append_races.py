import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from ledger.models import LedgerEntry, LedgerHead, LedgerSeed

PROCESSES = 8
KILLED = 3
ITEMS_EACH = 25
WORKER = Path(__file__).parent / "append_worker.py"


def database():
    """The test database as a setting that another process can use."""
    keys = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    return json.dumps({key: connection.settings_dict[key] for key in keys}, default=str)


def start(worker, count):
    return subprocess.Popen(
        [sys.executable, str(WORKER), database(), str(worker), str(count)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=settings.BASE_DIR,
        env={"PYTHONPATH": str(settings.BASE_DIR), "PYTHONDONTWRITEBYTECODE": "1"},
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_racing_rolled_back_and_killed_processes_leave_no_gap_and_no_double():
    processes = [
        start(worker, ITEMS_EACH if worker >= KILLED else 10_000) for worker in range(PROCESSES)
    ]
    for process in processes[:KILLED]:
        for _ in range(5):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    reported = [process.communicate(timeout=120)[0] for process in processes]

    assert [process.returncode for process in processes[KILLED:]] == [0] * (PROCESSES - KILLED)
    entries = list(LedgerEntry.objects.order_by("index"))
    assert [row.index for row in entries] == list(range(len(entries)))
    assert LedgerHead.objects.get().size == len(entries)
    assert LedgerSeed.objects.count() == len(entries)
    assert len({row.item for row in entries}) == len(entries)
    for worker in range(KILLED, PROCESSES):
        assert sum(row.item.startswith(f"w{worker}-") for row in entries) == ITEMS_EACH
    # What a process reported as committed is there, also when it was killed right after.
    lines = [int(line) for output in reported for line in output.split()]
    assert set(lines) <= {row.index for row in entries}
    assert [row.time for row in entries] == sorted(row.time for row in entries)
