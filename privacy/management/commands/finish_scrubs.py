import time

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from privacy import physical


class Command(BaseCommand):
    help = "完成清除任务的物理部分：整理数据库文件，使已删去的内容不留在空闲页和日志里。"

    def add_arguments(self, parser):
        parser.add_argument("--loop", type=int, metavar="秒", help="每隔若干秒重复一次")

    def handle(self, *, loop, **options):
        while True:
            try:
                done = physical.finish()
            except physical.StillOwed as error:
                if not loop:
                    raise CommandError(_("现在无法完成：%s") % error, returncode=1) from error
                self.stderr.write(_("现在无法完成，稍后重试：%s") % error)
            else:
                self.stdout.write(_("完成 %(count)d 个清除任务") % {"count": done})
            if not loop:
                return
            time.sleep(loop)
