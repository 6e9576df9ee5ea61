"""`drain_outbox`: do what a release owes the outside (index, mail, scrubbing), once or for ever."""

import sys
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from disclosure import outbox


class Command(BaseCommand):
    help = "完成发布后待办的副作用：更新检索、发送通知、清除副本。失败的会自动重试。"

    def add_arguments(self, parser):
        parser.add_argument("--loop", type=float, metavar="秒", help="每隔若干秒做一次，直到停止")

    def handle(self, *args, loop=None, **options):
        if loop is not None and loop < 1:
            raise CommandError("--loop 至少 1 秒")
        while True:
            done = outbox.drain()
            left = outbox.pending().count()
            if loop is None or done:
                self.stdout.write(f"完成 {done} 项，还有 {left} 项待办。")
            if loop is None:
                sys.exit(1 if left else 0)
            close_old_connections()
            time.sleep(loop)
