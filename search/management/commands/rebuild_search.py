"""Build the search index anew from what is public, or compare it with that (`--check`)."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search import indexing
from search.engines import EngineUnavailable, get_embedded, get_engine

STEP = 200


class Command(BaseCommand):
    help = "按现行公开内容重建检索索引；--check 只比较索引与数据库，不改动。"

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="只比较，有差异时退出码为 1")
        parser.add_argument("--json", action="store_true", help="每个问题输出一行 JSON")

    def handle(self, *, check: bool, json: bool, **options):
        self.as_json = json
        try:
            if not check:
                self._rebuild()
            problems = self._compare()
        except EngineUnavailable as error:
            raise CommandError(f"检索引擎不可用：{error}", returncode=1) from error
        if problems:
            raise CommandError(f"索引与数据库有 {problems} 处不一致", returncode=1)
        if not json:
            self.stdout.write("索引与数据库一致。")

    def _rebuild(self) -> None:
        stored = indexing.store_all(self._progress)
        self._say(f"已整理 {stored} 条公开信息")
        embedded = get_embedded()
        embedded.start_anew()
        self._say(f"内置索引：{embedded.catch_up()} 条")
        if settings.SEARCH_ENGINE == "elastic":
            taken = indexing.rebuild_elastic(get_engine())
            self._say(f"Elasticsearch：{taken} 条，已切换到新索引")

    def _progress(self, done: int, total: int) -> None:
        if done % STEP == 0 or done == total:
            self._say(f"正在整理 {done} / {total}")

    def _say(self, text: str) -> None:
        if not self.as_json:
            self.stdout.write(text)

    def _compare(self) -> int:
        found = 0
        engines = {"embedded": get_embedded(), settings.SEARCH_ENGINE: get_engine()}
        for name, engine in engines.items():
            for number, problem in indexing.differences(engine):
                found += 1
                line = {"engine": name, "number": number, "problem": problem}
                self.stdout.write(
                    json.dumps(line, ensure_ascii=False)
                    if self.as_json
                    else f"{name} {number} {problem}"
                )
        return found
