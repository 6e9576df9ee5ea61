"""100,000 rows as CSV and XLSX against the plain libraries on the same rows, and what they hold."""

import csv
import io
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bench.measure import Row, against, median_of
from bench.site import main

ROWS = 100_000
XLSX_ROWS = 20_000  # the yardstick takes a minute for more; the rate does not depend on it
ROUNDS = 3
MIB = 1024 * 1024
HEAD = ["number", "title", "unit_name", "amount", "issued_on", "published_at", "is_example", "url"]


def measure() -> list[Row]:
    ours, theirs = against(lambda: _csv(ROWS), lambda: _plain_csv(ROWS), rounds=ROUNDS)
    found = [
        Row("CSV of 100,000 rows", ROWS / ours, "rows/s", "csv.writer", ROWS / theirs,
            "defused, typed, in pieces of 64 Ki characters"),
    ]  # fmt: skip
    ours, theirs = against(lambda: _xlsx(XLSX_ROWS), lambda: _openpyxl(XLSX_ROWS), rounds=ROUNDS)
    found.append(
        Row("XLSX, typed", XLSX_ROWS / ours, "rows/s", "openpyxl write-only", XLSX_ROWS / theirs,
            "8 columns, both into a temporary file"),
    )  # fmt: skip
    found.append(Row("JSON of 100,000 rows", ROWS / median_of(lambda: _json(ROWS), rounds=ROUNDS),
                     "rows/s"))  # fmt: skip
    for name, work in (("CSV", _csv), ("XLSX", _xlsx), ("JSON", _json)):
        peak, more = _peak(lambda work=work: work(1_000)), _peak(lambda work=work: work(ROWS))
        found.append(
            Row(f"{name}: memory for 100,000 rows", more, "MiB", "for 1,000 rows", peak,
                "traced peak; the file itself is not held"),
        )  # fmt: skip
    return found


def _rows(many: int) -> Iterator[tuple]:
    """Invented items, the same every time."""
    day, moment = date(2018, 9, 16), datetime(2026, 10, 12, 1, 30, tzinfo=UTC)
    for n in range(many):
        yield (
            f"jl-mzt-2026-{n:06}",
            f"关于第{n}批城乡居民最低生活保障资金分配情况的公告",
            "吉林省民政厅",
            Decimal(n * 37 % 1_000_000).scaleb(-2),
            day + timedelta(days=n % 3000),
            moment + timedelta(minutes=n),
            n % 7 == 0,
            f"https://www.example.gov.cn/i/jl-mzt-2026-{n:06}/",
        )


def _columns():
    from disclosure.exporting.columns import Column

    return [Column(name, name, name) for name in HEAD]


def _csv(many: int) -> None:
    from disclosure.exporting.delimited import csv_pieces

    with tempfile.TemporaryFile() as file:
        for piece in csv_pieces(_columns(), _rows(many)):
            file.write(piece.encode())


def _plain_csv(many: int) -> None:
    with (
        tempfile.TemporaryFile() as file,
        io.TextIOWrapper(file, encoding="utf-8-sig", newline="") as text,
    ):
        writer = csv.writer(text)
        writer.writerow(HEAD)
        writer.writerows(_rows(many))


def _json(many: int) -> None:
    from disclosure.exporting.objects import json_pieces

    with tempfile.TemporaryFile() as file:
        for piece in json_pieces(_columns(), _rows(many)):
            file.write(piece.encode())


def _xlsx(many: int) -> None:
    from disclosure.exporting.workbook import Sheet, write_workbook

    with tempfile.TemporaryFile() as file:
        write_workbook(file, [Sheet("数据", HEAD, _rows(many))])


def _openpyxl(many: int) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    sheet.append(HEAD)
    for row in _rows(many):
        # It takes no time with a zone and no decimals of its own.
        sheet.append([*row[:5], row[5].replace(tzinfo=None), *row[6:]])
    with tempfile.TemporaryFile() as file:
        book.save(file)


def _peak(work: Callable[[], None]) -> float:
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / MIB


if __name__ == "__main__":
    main(measure)
