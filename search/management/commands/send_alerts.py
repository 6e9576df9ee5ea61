import json
import sys
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from search.alerts import cipher, keys, sending
from search.models import SavedSearch


class Command(BaseCommand):
    help = (
        "给订阅的人发出新信息的邮件：到期的才发，每人一次最多一封；48 小时没有确认的订阅在此删除。"
        "可以随时中断和重复运行。"
    )

    def add_arguments(self, parser):
        rhythms = [code for code, _label in SavedSearch.RHYTHMS]
        parser.add_argument("--rhythm", nargs="+", choices=rhythms, help="只发这几种")
        parser.add_argument("--loop", type=float, metavar="秒", help="每隔若干秒做一次，直到停止")
        parser.add_argument("--json", action="store_true", help="结果用 JSON")

    def handle(self, *, rhythm, loop, json: bool, **options):
        if loop is not None and loop < 1:
            raise CommandError("--loop 至少 1 秒", returncode=2)
        while True:
            counts = self._once(rhythm)
            self._tell(counts, as_json=json)
            if loop is None:
                return
            close_old_connections()
            time.sleep(loop)

    def _once(self, rhythm) -> dict[str, int]:
        try:
            resealed = keys.reseal()
        except cipher.CannotKeep:
            self.stderr.write("没有可用的密钥（VAULT_KEYS），不能读出订阅。")
            sys.exit(1)
        return sending.run(rhythm) | {"resealed": resealed}

    def _tell(self, counts: dict[str, int], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(counts))
            return
        self.stdout.write(
            f"看了 {counts['subscribers']} 位订阅者，发出 {counts['mails']} 封邮件；"
            f"删除未确认的订阅 {counts['unconfirmed']} 个。"
        )
