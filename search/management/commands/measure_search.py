"""Answer a file of queries over a file of items and print what was found, for scoring."""

import json
import tempfile
from itertools import islice
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from search.corpus import lines, record_of_line
from search.engines import EngineUnavailable
from search.query import SearchQuery, clean_text
from search.teaching import knowledge

BATCH = 500


class Command(BaseCommand):
    help = "用给定的语料建立临时索引，逐条回答查询，每条输出一行 JSON，最后删除索引。"

    def add_arguments(self, parser):
        parser.add_argument("--corpus", required=True, type=Path, help="语料 .jsonl 或 .jsonl.gz")
        parser.add_argument("--queries", required=True, type=Path, help="查询 .jsonl")
        parser.add_argument("--engine", required=True, choices=["embedded", "elastic"])
        parser.add_argument("--limit", type=int, default=10, help="每条查询最多几条结果")

    def handle(self, *, corpus: Path, queries: Path, engine: str, limit: int, **options):
        for path in (corpus, queries):
            if not path.is_file():
                raise CommandError(f"找不到文件：{path}", returncode=2)
        if not 1 <= limit <= 1000:
            raise CommandError("--limit 应在 1 到 1000 之间", returncode=2)
        knowledge.refresh()  # by the site's own synonyms; on a bare database by the shipped ones
        try:
            with tempfile.TemporaryDirectory(prefix="measure-") as folder:
                index = self._fresh(engine, Path(folder))
                try:
                    self._fill(index, corpus)
                    self._ask(index, queries, limit)
                finally:
                    index.drop()
        except (ValueError, KeyError) as error:
            raise CommandError(f"文件内容不对：缺少或写错了 {error}", returncode=2) from error
        except EngineUnavailable as error:
            raise CommandError(f"检索引擎不可用：{error}", returncode=1) from error

    @staticmethod
    def _fresh(engine: str, folder: Path):
        if engine == "embedded":
            from search.engines.embedded import EmbeddedEngine

            return EmbeddedEngine(folder / "index.sqlite3")
        from search.engines.elastic import temporary

        return temporary()

    def _fill(self, index, corpus: Path) -> None:
        records = enumerate(map(record_of_line, lines(corpus)), 1)
        while batch := list(islice(records, BATCH)):
            index.put(batch)
        index.refresh()

    def _ask(self, index, queries: Path, limit: int) -> None:
        for row in lines(queries):
            query = SearchQuery(clean_text(row["query"]), per_page=limit, with_counts=False)
            found = index.find(query)
            hits = [{"id": hit.record.number, "score": hit.score} for hit in found.hits]
            line = {"query": row["query"], "hits": hits, "took_ms": round(found.took_ms, 2)}
            self.stdout.write(json.dumps(line, ensure_ascii=False))
