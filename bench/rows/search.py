"""Embedded search: what a citizen waits for, at 5,000 items and against a plain substring scan."""

import statistics
import tempfile
import time
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from bench.measure import ROUNDS, Row, percentile
from bench.site import main

SIZES = (1_000, 5_000)
QUESTIONS = [
    "低保标准", "临时救助怎么申请", "助学贷款", "困难学生 资助", "大病保险报销比例", "疫苗接种",
    "空气质量", "环评审批", "排污许可", "灾后重建资金", "救灾物资", "捐赠", "图书馆开放时间",
    "体育场馆 免费", "文物保护", "扶贫项目 验收", "驻村工作队", "异地搬迁", "政府采购公告",
    "吉政办函〔2018〕120号", "国办发2018 128号", "食品安全黑名单", "民办学校 收费",
    "村里谁领了低保",
]  # fmt: skip


def measure() -> list[Row]:
    from search.engines.embedded import EmbeddedEngine
    from search.models import SearchDocument
    from search.record import SearchRecord

    payloads = SearchDocument.objects.filter(is_removed=False).values_list("payload", flat=True)
    originals = [SearchRecord.from_payload(payload) for payload in payloads]
    rows = []
    for size in SIZES:
        records = [
            replace(record, number=f"{record.number}-{n}", source_id="")
            for n, record in enumerate(islice(cycle(originals), size))
        ]
        with tempfile.TemporaryDirectory() as folder:
            engine = EmbeddedEngine(Path(folder) / "index.sqlite3")
            began = time.perf_counter()
            engine.put(enumerate(records, 1))
            engine.refresh()
            filling = time.perf_counter() - began
            rows += _asked(engine, records, size)
            engine.drop()
        rows.append(Row(f"embedded index, {size:,} items", size / filling, "items/s"))
    return rows


def _asked(engine, records, size: int) -> list[Row]:
    """p50 and p95 of all questions over the rounds, and a scan of the same texts for each."""
    from search.query import SearchQuery

    ours, scans = [], []
    for turn in range(ROUNDS + 1):
        for text in QUESTIONS:
            began = time.perf_counter()
            engine.find(SearchQuery(text))
            middle = time.perf_counter()
            sum(text in record.text for record in records)
            if turn:  # the first turn warms
                ours.append((middle - began) * 1000)
                scans.append((time.perf_counter() - middle) * 1000)
    scan = "substring scan in memory"
    name = f"embedded search, {size:,} items"
    note = f"{len(QUESTIONS)} questions, counts and passages included"
    return [
        Row(f"{name}, p50", statistics.median(ours), "ms", scan, statistics.median(scans), note),
        Row(f"{name}, p95", percentile(ours, 0.95), "ms", scan, percentile(scans, 0.95), note),
    ]


if __name__ == "__main__":
    main(measure)
