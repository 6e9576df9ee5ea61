"""Embedded search: what a citizen waits for at 5,000 and 20,000 items against a substring scan of
the same texts, and how that grows to 200,000.

An index once filled is kept in the bench's folder: filling the largest takes some minutes. One that
does not fit in what is left of `BUDGET` is not begun, and its rows say so.
"""

import os
import tempfile
import time
from itertools import islice
from pathlib import Path

from bench.corpus import grown
from bench.measure import ROUNDS, Row, percentile
from bench.site import main

SIZES = (5_000, 20_000)
LARGE = 200_000
BUDGET = 270  # seconds for filling
BATCH = 500
QUESTIONS = [
    "低保标准", "临时救助怎么申请", "助学贷款", "困难学生 资助", "大病保险报销比例", "疫苗接种",
    "空气质量", "环评审批", "排污许可", "灾后重建资金", "救灾物资", "捐赠", "图书馆开放时间",
    "体育场馆 免费", "文物保护", "扶贫项目 验收", "驻村工作队", "异地搬迁", "政府采购公告",
    "吉政办函〔2018〕120号", "国办发2018 128号", "食品安全黑名单", "民办学校 收费",
    "村里谁领了低保",
]  # fmt: skip


def originals() -> list:
    """Records of the bench site's live items."""
    from search.models import SearchDocument
    from search.record import SearchRecord

    payloads = SearchDocument.objects.filter(is_removed=False).values_list("payload", flat=True)
    return [SearchRecord.from_payload(payload) for payload in payloads]


def measure() -> list[Row]:
    models = originals()
    began, rows, p95 = time.monotonic(), [], {}
    with tempfile.TemporaryDirectory() as folder:
        for size in (*SIZES, LARGE):
            keep = Path(os.environ.get("MINGJING_VAR", folder)) if size == LARGE else Path(folder)
            left = BUDGET - (time.monotonic() - began)
            engine, rate = _filled(keep / f"search-{size}.sqlite3", models, size, left)
            if engine is None:
                rows.append(
                    Row(f"embedded index, {size:,} items", rate, "items", note="not filled")
                )
                continue
            if rate:
                rows.append(Row(f"embedded index, {size:,} items", rate, "items/s"))
            times = _asked(engine)
            p95[size] = percentile(times, 0.95)
            rows += _rows(times, models, size)
    if LARGE in p95:
        growth = "growth of p95 from 20,000 to 200,000 items, CPU time"
        rows.append(Row(growth, p95[LARGE], "ms", "20,000 items", p95[SIZES[-1]]))
    return rows


def _filled(path: Path, models: list, size: int, seconds: float):
    """(engine, items/s or 0 if it was there) or (None, items taken) when time ran out."""
    from search.engines.embedded import EmbeddedEngine

    engine = EmbeddedEngine(path)
    held = len(engine.contents())
    if held >= size:
        return engine, 0.0
    began, wall = time.process_time(), time.monotonic()
    records = islice(enumerate(grown(models, size), 1), held, None)
    while batch := list(islice(records, BATCH)):
        engine.put(batch)
        if time.monotonic() - wall > seconds:
            return None, float(len(engine.contents()))
    return engine, (size - held) / (time.process_time() - began)


def _asked(engine) -> list[float]:
    """Milliseconds of processor time of every question over the rounds, the first turn left out."""
    from search.query import SearchQuery

    times = []
    for turn in range(ROUNDS + 1):
        for text in QUESTIONS:
            began = time.process_time()
            engine.find(SearchQuery(text))
            if turn:
                times.append((time.process_time() - began) * 1000)
    return times


def _rows(times: list[float], models: list, size: int) -> list[Row]:
    scan = _scans(models, size) if size in SIZES else []
    note = f"{len(QUESTIONS)} questions, counts and passages included; CPU time"
    named = "substring scan in memory" if scan else ""
    name = f"embedded search, {size:,} items"
    return [
        Row(
            f"{name}, {label}",
            percentile(times, share),
            "ms",
            named,
            percentile(scan, share) if scan else None,
            note,
        )
        for label, share in (("p50", 0.5), ("p95", 0.95))
    ]


def _scans(models: list, size: int) -> list[float]:
    """The least that any search does without an index: looking for the words in every text."""
    texts = [record.text for record in grown(models, size)]
    times = []
    for text in QUESTIONS:
        began = time.process_time()
        sum(text in one for one in texts)
        times.append((time.process_time() - began) * 1000)
    return times


if __name__ == "__main__":
    main(measure)
