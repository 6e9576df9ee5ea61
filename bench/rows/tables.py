"""Rows per second of a recipient list: read, classified, every value looked at, k, cleared."""

import csv
import io
import random

from bench.measure import Row, median_of
from bench.site import main

ROWS = 20_000
SEED = 7
HEADER = ["姓名", "身份证号", "联系电话", "村组", "家庭人口", "救助类别", "月保障金额"]
SURNAMES = "张王李赵周吴郑孙马朱胡林郭何高罗"
GIVEN = ("小三", "桂花", "长海", "建国", "秀兰", "志强", "玉梅", "德福", "凤英", "永贵")


def measure() -> list[Row]:
    data = _list()
    steps = {
        "list read (CSV, GB18030)": lambda: _sheet(data),
        "list classified, every value scanned": lambda: _classified(data),
        "list grouped, ways to k searched": lambda: _safe(data),
        "list cleared": lambda: _cleared(data),
    }
    # Each step contains the ones before it; the differences are the prices of the steps.
    return [Row(name, ROWS / median_of(work), "rows/s") for name, work in steps.items()]


def _list() -> bytes:
    """Invented households: sequence 000, telephones with 0000 inside."""
    chance = random.Random(SEED)
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADER)
    for n in range(ROWS):
        birth = f"{chance.randint(1935, 2005)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
        writer.writerow(
            [
                chance.choice(SURNAMES) + chance.choice(GIVEN),
                f"220102{birth}000{n % 10}",
                f"1390000{n % 10_000:04}",
                f"{chance.choice('甲乙丙丁戊己庚辛')}河村{chance.randint(1, 9)}组",
                chance.randint(1, 6),
                chance.choice(["农村", "城市"]),
                chance.choice([415, 620, 740]),
            ]
        )
    return buffer.getvalue().encode("gb18030")


def _sheet(data: bytes):
    from workflows.lists import reading

    return reading.read(data)


def _classified(data: bytes):
    from privacy import table_scan, tables
    from privacy.policy import policy

    sheet = _sheet(data)
    verdicts = tables.classify(sheet.header, sheet.rows, policy=policy("RECIP_WELFARE"))
    table_scan.scan(verdicts, sheet.rows, domain="welfare")
    return sheet, verdicts


def _columns(data: bytes):
    from workflows.lists.columns import ListColumn
    from workflows.models import ColumnDecision

    sheet, verdicts = _classified(data)
    return sheet, [
        ListColumn(n, v.name, v.cls, v.action, ColumnDecision(action=v.action, cls=v.cls), v.kind)
        for n, v in enumerate(verdicts)
    ]


def _safe(data: bytes):
    from privacy.policy import policy
    from workflows.lists import safety

    sheet, columns = _columns(data)
    return sheet, columns, safety.look(sheet, columns, policy("RECIP_WELFARE"))


def _cleared(data: bytes):
    from privacy.policy import policy
    from workflows.lists.clearing import cleared
    from workflows.models import ListDecision

    sheet, columns, _safety = _safe(data)
    cleared(
        sheet, columns, policy=policy("RECIP_WELFARE"), decision=ListDecision(merges_small=True)
    )


if __name__ == "__main__":
    main(measure)
