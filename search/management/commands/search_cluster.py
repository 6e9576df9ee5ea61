"""How Elasticsearch stands and what to do; `--apply` sets what can be set at once."""

import json
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from disclosure import outbox
from search.answer import ENGINE_ERRORS, INDEX_KINDS
from search.engines import EngineUnavailable
from search.upkeep.forgetting import KIND as FORGET


class Command(BaseCommand):
    help = (
        "检查 Elasticsearch：版本、状态、磁盘、索引和设置，逐条说明怎么办；有问题时退出码为 1。"
        "--apply 立即改好能改的设置并删去没有完成的重建。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--apply", action="store_true", help="改好能立即改的设置")
        parser.add_argument("--json", action="store_true", help="每个问题输出一行 JSON")

    def handle(self, *, apply: bool, json: bool, **options):
        if settings.SEARCH_ENGINE != "elastic":
            self.stdout.write("本站使用内置索引，没有设置 Elasticsearch。")
            return
        try:
            findings = self._look(apply)
        except EngineUnavailable as error:
            raise CommandError(
                f"Elasticsearch 没有应答：{error}。公众搜索正由内置索引应答；请检查服务和网络、"
                "ELASTICSEARCH_URL、密钥和证书。",
                returncode=1,
            ) from error
        for finding in findings:
            self._say(finding, json)
        if any(finding.is_problem for finding in findings):
            sys.exit(1)

    def _look(self, apply: bool) -> list:
        from search.engines import elastic_cluster
        from search.engines.elastic import configured

        engine = configured()
        if apply:
            for line in elastic_cluster.apply(engine):
                self.stdout.write(f"已改：{line}")
        return [*elastic_cluster.look(engine), *_owed(elastic_cluster.Finding)]

    def _say(self, finding, as_json: bool) -> None:
        if as_json:
            if finding.is_problem:
                line = {"kind": finding.kind, "problem": finding.text, "advice": finding.advice}
                self.stdout.write(json.dumps(line, ensure_ascii=False))
            return
        sign, advice = ("×", f" → {finding.advice}") if finding.is_problem else ("√", "")
        self.stdout.write(f"{sign} {finding.text}{advice}")


def _owed(finding) -> list:
    """Changes that the index has not taken, and purges still to come."""
    waiting = outbox.pending().filter(kind__in=INDEX_KINDS)
    refused = waiting.filter(last_error__in=ENGINE_ERRORS).count()
    total = waiting.count()
    advice = "服务恢复后会自动补上；急用时运行 manage.py drain_outbox" if refused else ""
    found = [finding("outbox", f"{total} 项变更还没有到索引，其中 {refused} 项写入失败", advice)]
    held = outbox.pending().filter(kind=FORGET).count()
    if held:
        found.append(finding("forget", f"{held} 项已撤下内容正在从索引文件里清除"))
    return found
