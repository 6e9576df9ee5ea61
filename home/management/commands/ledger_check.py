import json
import sys
from itertools import chain

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from home.ledger_drift import of_the_site
from ledger import drift
from ledger.drift import Mismatch


class Command(BaseCommand):
    help = (
        "核对公开记录：数据表、已发布的文件和检查点是否一致；"
        "每条在线信息是否正是记录里的内容；已撤下的是否确已撤下。"
    )

    def add_arguments(self, parser):
        extent = parser.add_mutually_exclusive_group()
        extent.add_argument("--since", type=int, metavar="序号", help="只核对这个序号之后的记录")
        extent.add_argument("--full", action="store_true", help="核对全部（默认）")
        parser.add_argument(
            "--attachments", action="store_true", help="也核对公开附件：文件是否正是记录里的那个"
        )
        parser.add_argument("--json", action="store_true", help="每个问题一行 JSON")

    def handle(self, *, since, json: bool, attachments: bool = False, **options):
        since = max(since or 0, 0)
        found = 0
        for mismatch in chain(drift.of_the_log(since), of_the_site(since, attachments=attachments)):
            found += 1
            self.stdout.write(_as_json(mismatch) if json else _as_line(mismatch))
        if found:
            sys.exit(1)
        if not json:
            self.stdout.write(self.style.SUCCESS(_("没有发现问题。")))


def _as_json(mismatch: Mismatch) -> str:
    return json.dumps(mismatch.as_dict(), ensure_ascii=False)


def _as_line(mismatch: Mismatch) -> str:
    return " ".join(str(value) for value in mismatch.as_dict().values() if value)
