"""Build the search index anew from what is public, or compare it with that (`--check`)."""

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search.completion import completing
from search.engines import EngineUnavailable, get_embedded, get_engine
from search.upkeep import rebuilding
from search.upkeep.comparing import differences
from search.upkeep.rebuilding import Pace


class Command(BaseCommand):
    help = (
        "按现行公开内容重建检索索引，边重建边可发布、撤下；中断后再次运行接着做。"
        "--check 只比较索引与数据库，不改动。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="只比较，有差异时退出码为 1")
        parser.add_argument("--json", action="store_true", help="每个问题输出一行 JSON")

    def handle(self, *, check: bool, json: bool, **options):
        self.as_json = json
        try:
            with _stoppable():
                if not check:
                    self._rebuild()
                problems = self._compare()
        except EngineUnavailable as error:
            raise CommandError(
                f"检索引擎不可用：{error}。原索引照常使用；排除故障后再次运行会接着做"
                "（先看 manage.py search_cluster）。",
                returncode=1,
            ) from error
        except KeyboardInterrupt as stopped:
            raise CommandError(
                "已中断，原索引照常使用；再次运行会接着做。", returncode=1
            ) from stopped
        if problems:
            raise CommandError(f"索引与数据库有 {problems} 处不一致", returncode=1)
        if not json:
            self.stdout.write("索引与数据库一致。")

    def _rebuild(self) -> None:
        stored = rebuilding.store_all(Pace("正在整理", self._say))
        self._say(f"已整理 {stored:,} 条公开信息")
        self._say(f"内置索引：{get_embedded().rebuild():,} 条")
        completing.suggestions().start_anew()
        completing.follow()
        if settings.SEARCH_ENGINE == "elastic":
            taken = rebuilding.rebuild_elastic(get_engine(), Pace("Elasticsearch", self._say))
            self._say(f"Elasticsearch：{taken:,} 条，已切换到新索引")

    def _say(self, text: str) -> None:
        if not self.as_json:
            self.stdout.write(text)

    def _compare(self) -> int:
        found = 0
        engines = {"embedded": get_embedded(), settings.SEARCH_ENGINE: get_engine()}
        for name, engine in engines.items():
            for number, problem in differences(engine):
                found += 1
                line = {"engine": name, "number": number, "problem": problem}
                self.stdout.write(
                    json.dumps(line, ensure_ascii=False)
                    if self.as_json
                    else f"{name} {number} {problem}"
                )
        return found


@contextmanager
def _stoppable() -> Iterator[None]:
    """A stopped service leaves its work in order, as a pressed Ctrl-C does."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _as_interrupt(_signal, _frame) -> None:
    raise KeyboardInterrupt
