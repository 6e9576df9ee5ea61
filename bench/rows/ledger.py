"""The log: appends, publishing and checking, with few and with very many entries."""

import atexit
import os
import shutil
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

from bench import ledger_site
from bench.measure import ROUNDS, Row, against, median_of
from bench.site import main

APPENDS = 200
ITEMS = int(os.environ.get("BENCH_LEDGER_ITEMS", "2000"))
CHANGES = 1000
FEW, MANY = 1_000, 100_000
PARTS = [
    ["title", "城乡居民最低生活保障标准公告"],
    ["f/issued_on", "2026-03-01"],
    *[
        [f"b/{n}", "各县（市、区）人民政府按照要求及时公开救助对象、标准和资金使用情况。" * 3]
        for n in range(1, 13)
    ],
]
_numbers = count(int(time.time()) * 1000)


def measure() -> list[Row]:
    from django.conf import settings
    from django.db import connection

    from ledger import publisher

    settings.LEDGER_PUBLISH_ON_COMMIT = False  # publishing is measured by itself
    _start_anew(connection)
    numbers = ledger_site.multiply(ITEMS)
    publisher.publish()
    rows = [_checking(numbers), _checking_changes(numbers)]
    _start_anew(connection)
    ledger_site.fill(FEW)
    rows += [_appends(FEW), _publishing(FEW)]
    ledger_site.fill(MANY)
    publisher.publish()
    return [*rows, _appends(MANY), _publishing(MANY), _log_alone()]


def _start_anew(connection) -> None:
    """No log, no public version: what is measured is made here."""
    from django.conf import settings

    from disclosure.models import DisclosurePage, PublicVersion
    from ledger import append_only
    from ledger.models import LedgerEntry, LedgerHead, LedgerSeed
    from search.models import SearchDocument

    ledger_site.without_guards(connection)
    append_only.remove(connection)
    for model in (LedgerEntry, LedgerSeed, PublicVersion, SearchDocument):
        model.objects.all().delete()
    LedgerHead.objects.update(size=0, last_time="")
    append_only.install(connection)
    shutil.rmtree(settings.LEDGER_DIR, ignore_errors=True)
    if not DisclosurePage.objects.filter(live=True).exists():
        raise RuntimeError("the bench site has no live item: run bench/run.py")


def _append() -> None:
    from django.db import transaction
    from django.utils import timezone

    from ledger.append import append

    with transaction.atomic():
        append(
            type="publish",
            item=f"bench-2026-{next(_numbers)}",
            org="bench",
            reason="",
            parts=PARTS,
            now=timezone.now(),
        )


def _appends(size: int) -> Row:
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_plain (id integer primary key, raw blob)")

    def ours():
        for _ in range(APPENDS):
            _append()

    def theirs():
        for _ in range(APPENDS):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("INSERT INTO bench_plain (raw) VALUES (%s)", [b"x" * 2000])

    mine, plain = against(ours, theirs)
    return Row(
        f"ledger appends at {size:,} entries, 14 parts",
        APPENDS / mine,
        "appends/s",
        "one-row INSERT, own transaction",
        APPENDS / plain,
        "durable (synchronous=FULL)",
    )


def _publishing(size: int) -> Row:
    """Tiles, bundle and checkpoint after one commit, against writing so many files durably."""
    from django.conf import settings

    from ledger import publisher

    publisher.publish()
    folder = Path(settings.LEDGER_DIR) / "bench"

    def ours():
        _append()
        publisher.publish()

    def theirs():
        folder.mkdir(exist_ok=True)
        for name in ("leaves", "bundle", "checkpoint"):
            with (folder / name).open("wb") as file:
                file.write(b"x" * 8000)
                file.flush()
                os.fsync(file.fileno())

    mine, plain = against(ours, theirs, rounds=4 * ROUNDS)
    return Row(
        f"append and publish at {size:,} entries",
        mine * 1000,
        "ms",
        "three files written with fsync",
        plain * 1000,
        "median; smaller is better",
    )


def _check(*arguments: str) -> None:
    from io import StringIO

    from django.core.management import call_command

    out = StringIO()
    try:
        call_command("ledger_check", "--json", *arguments, stdout=out)
    except SystemExit:
        sys.stderr.write(out.getvalue()[:2000])
        raise


def _checking(numbers: list[str]) -> Row:
    _only(numbers)
    seconds = median_of(lambda: _check("--full"))
    return Row(
        f"ledger_check --full, {len(numbers):,} items",
        len(numbers) / seconds,
        "items/s",
        note="database, search documents, tiles and tree; without attachments",
    )


def _checking_changes(numbers: list[str]) -> Row:
    from ledger import publisher
    from ledger.models import LedgerHead

    before = LedgerHead.objects.get().size
    ledger_site.change(numbers[:CHANGES])
    publisher.publish()
    seconds = median_of(lambda: _check("--since", str(before)))
    return Row(f"ledger_check --since, {CHANGES:,} changes", seconds, "s")


def _only(numbers: list[str]) -> None:
    """The demo's own items and the entries without items are not what is measured."""
    from disclosure.models import DisclosurePage

    DisclosurePage.objects.exclude(number__in=numbers).update(live=False)


def _log_alone() -> Row:
    from ledger import drift

    seconds = median_of(lambda: list(drift.of_the_log()))
    return Row(
        f"the log's own check, {MANY:,} entries", MANY / seconds, "entries/s", note="files and tree"
    )


if __name__ == "__main__":
    folder = Path(tempfile.mkdtemp(prefix="mingjing-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    ledger_site.scratch(Path(os.environ["MINGJING_VAR"]), folder)
    os.environ["MINGJING_VAR"] = str(folder)
    main(measure)
