"""Ledger appends per second, each in a transaction of its own, against a bare INSERT likewise."""

from itertools import count

from bench.measure import Row, against
from bench.site import main

APPENDS = 200
PARTS = [
    ["title", "城乡居民最低生活保障标准公告"],
    ["f/issued_on", "2026-03-01"],
    *[
        [f"b/{n}", "各县（市、区）人民政府按照要求及时公开救助对象、标准和资金使用情况。" * 3]
        for n in range(1, 13)
    ],
]


def measure() -> list[Row]:
    from django.db import connection, transaction
    from django.utils import timezone

    from ledger.append import append

    numbers = count(int(timezone.now().timestamp()) * 1000)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_plain (id integer primary key, raw blob)")

    def ours():
        for _ in range(APPENDS):
            with transaction.atomic():
                append(
                    type="publish",
                    item=f"bench-2026-{next(numbers)}",
                    org="bench",
                    reason="",
                    parts=PARTS,
                    now=timezone.now(),
                )

    def theirs():
        for _ in range(APPENDS):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("INSERT INTO bench_plain (raw) VALUES (%s)", [b"x" * 2000])

    mine, plain = against(ours, theirs)
    return [
        Row(
            "ledger appends, 14 parts",
            APPENDS / mine,
            "appends/s",
            "one-row INSERT, own transaction",
            APPENDS / plain,
            "durable (synchronous=FULL)",
        )
    ]


if __name__ == "__main__":
    main(measure)
