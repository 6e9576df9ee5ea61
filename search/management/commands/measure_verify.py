"""Judge a file of passages over a file of items and print the verdicts, for scoring."""

import json
import tempfile
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from search.corpus import lines
from search.desk.judgement import Finding, TooLong, Version, judge
from search.engines import EngineUnavailable

from .measure_search import Command as MeasureSearch


class IndexShelf:
    """An index alone as the place where versions are found: every item has one version."""

    def __init__(self, index):
        self.index = index

    def candidates(self, windows: list[str]) -> list[tuple[str, float]]:
        return self.index.quoted(windows)

    def versions(self, numbers: list[str]) -> list[Version]:
        records = self.index.records(numbers)
        return [_version(records[number]) for number in numbers if number in records]


def _version(record) -> Version:
    text = f"{record.title}\n{record.text}"
    names = (record.title, record.unit_name, record.doc_no)
    return Version(record.number, record.rev, text, wholes=(text, record.text), names=names)


class Command(BaseCommand):
    help = "用给定的语料建立临时索引，逐条核对文字，每条输出一行 JSON，最后删除索引。"

    def add_arguments(self, parser):
        parser.add_argument("--corpus", required=True, type=Path, help="语料 .jsonl 或 .jsonl.gz")
        parser.add_argument("--queries", required=True, type=Path, help="要核对的文字 .jsonl")
        parser.add_argument("--engine", required=True, choices=["embedded", "elastic"])

    def handle(self, *, corpus: Path, queries: Path, engine: str, **options):
        for path in (corpus, queries):
            if not path.is_file():
                raise CommandError(f"找不到文件：{path}", returncode=2)
        measure = MeasureSearch()
        try:
            with tempfile.TemporaryDirectory(prefix="measure-") as folder:
                index = measure._fresh(engine, Path(folder))
                try:
                    measure._fill(index, corpus)
                    self._judge(IndexShelf(index), queries)
                finally:
                    index.drop()
        except (ValueError, KeyError) as error:
            raise CommandError(f"文件内容不对：缺少或写错了 {error}", returncode=2) from error
        except EngineUnavailable as error:
            raise CommandError(f"检索引擎不可用：{error}", returncode=1) from error

    def _judge(self, shelf: IndexShelf, queries: Path) -> None:
        judge("预热一次：第一次要读入字表。", shelf)
        for row in lines(queries):
            started, worked = time.perf_counter(), time.process_time()
            try:
                found = judge(str(row["query"]), shelf)
            except TooLong:
                found = Finding("unknown")
            took = (time.perf_counter() - started) * 1000
            cpu = (time.process_time() - worked) * 1000
            line = {
                "id": row.get("id"),
                "state": found.state,
                "item": found.version.number if found.version else None,
                "differences": [
                    {"published": each.published, "copy": each.copy} for each in found.differences
                ],
                "folds": list(found.folds),
                "took_ms": round(took, 2),
                "cpu_ms": round(cpu, 2),  # what is left of it where others use the processor too
            }
            self.stdout.write(json.dumps(line, ensure_ascii=False))
