"""`plan_duties`: bring the duty register up to date, all or nothing; safe to run again."""

import json
from collections import Counter
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from disclosure.duties.register import Report, renew


class Command(BaseCommand):
    help = "按公开目录、单位和公开分工排出公开义务。可重复运行；有问题没有解决时什么也不改。"

    def add_arguments(self, parser):
        parser.add_argument("--until", type=_day, help="排到哪一天开始的期次为止，缺省为92天以后")
        parser.add_argument("--today", type=_day, help="当作今天的日期，供核对时使用")
        parser.add_argument("--json", action="store_true", help="每行一个 JSON")
        parser.add_argument("--rows", action="store_true", help="按事项逐行列出")

    def handle(self, *args, **options):
        today, until = options["today"], options["until"]
        if today and until and until < today:
            raise CommandError("--until 早于 --today。", returncode=2)
        report = renew(today, until)
        for line in _json(report) if options["json"] else _lines(report, options["rows"]):
            self.stdout.write(line)
        if report.is_refused:
            raise SystemExit(1)


def _day(text: str) -> date:
    return date.fromisoformat(text)


KINDS = (("appeared", "新增"), ("moved", "调整"), ("lapsed", "失效"))


def _lines(report: Report, by_row: bool):
    yield from report.problems
    if report.is_refused:
        yield "没有改变任何公开义务。请按上面的提示改正后再运行。"
        return
    counts = [(label, getattr(report, name)) for name, label in KINDS]
    yield "，".join(f"{label} {sum(counter.values())} 项" for label, counter in counts) + "。"
    if by_row:
        for label, counter in counts:
            for row, tally in sorted(_by_row(counter).items()):
                yield f"{label} {row}：{sum(tally.values())} 项，{len(tally)} 个单位"


def _by_row(counter: Counter) -> dict[str, Counter]:
    found: dict[str, Counter] = {}
    for (row, unit), n in counter.items():
        found.setdefault(row, Counter())[unit] += n
    return found


def _json(report: Report):
    for problem in report.problems:
        yield json.dumps({"problem": problem}, ensure_ascii=False)
    yield json.dumps(
        {name: sum(getattr(report, name).values()) for name, _label in KINDS}
        | {"refused": report.is_refused}
    )
