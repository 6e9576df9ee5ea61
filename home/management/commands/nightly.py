import json
import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from home import nightly


class Command(BaseCommand):
    help = (
        "每夜一次：撤下到期的名册，清理到期的原件和残留，再逐项核对公开内容、公开记录、检索库，"
        "并查找不应存在的个人信息。一步出错，其余照做。有问题退出码为 1。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--only", nargs="+", metavar="命令", help="只做这几步")
        parser.add_argument("--list", action="store_true", help="只列出步骤")
        parser.add_argument("--json", action="store_true", help="每步一行 JSON")

    def handle(self, *, only, list: bool, json: bool, **options):
        steps = self._steps(only)
        if list:
            for step in steps:
                self.stdout.write(f"{step.command}  {step.label}")
            return
        bad = 0
        for outcome in nightly.run(steps, start=lambda step: self._start(step, quiet=json)):
            bad += outcome.status != nightly.WELL
            self._tell(outcome, as_json=json)
        if bad:
            sys.exit(1)

    def _steps(self, only) -> tuple[nightly.Step, ...]:
        known = nightly.steps()
        if not only:
            return known
        unknown = set(only) - {step.command for step in known}
        if unknown:
            raise CommandError(_("没有这一步：%s") % "、".join(sorted(unknown)), returncode=2)
        return tuple(step for step in known if step.command in only)

    def _start(self, step, *, quiet: bool) -> None:
        if not quiet:
            self.stdout.write(f"{step.label} …", ending="")
            self.stdout.flush()

    def _tell(self, outcome, *, as_json: bool) -> None:
        if as_json:
            told = {
                "command": outcome.step.command,
                "status": outcome.status,
                "seconds": round(outcome.seconds, 1),
                "lines": outcome.lines,
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        words = {
            nightly.WELL: _("正常"),
            nightly.FOUND: _("发现问题"),
            nightly.FAILED: _("没有做成"),
        }
        self.stdout.write(f" {words[outcome.status]}（{outcome.seconds:.1f} s）")
        if outcome.status != nightly.WELL:
            for line in outcome.lines:
                self.stdout.write(f"    {line}")
