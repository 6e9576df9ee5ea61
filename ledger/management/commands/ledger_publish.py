import logging
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from ledger import publisher
from ledger.refusals import RefusedToSign, told

REFUSED = 3
log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "发布公开记录：写入新的数据块并签署检查点。与已发布的内容不一致时拒绝签署，退出码为 3。"

    def add_arguments(self, parser):
        parser.add_argument("--loop", type=float, metavar="秒", help="每隔若干秒重复一次")

    def handle(self, *, loop, **options):
        if loop is not None and loop <= 0:
            raise CommandError(_("间隔应大于零。"), returncode=2)
        while True:
            self._publish(is_once=not loop)
            if not loop:
                return
            time.sleep(loop)

    def _publish(self, *, is_once: bool) -> None:
        try:
            published = publisher.publish()
        except publisher.AlreadyRunning:
            self.stderr.write(_("另一个发布进程正在运行。"))
        except RefusedToSign as error:
            why = told(error.kind, error.detail)
            raise CommandError(_("拒绝签署：%s") % why, returncode=REFUSED) from error
        except DatabaseError as error:
            if is_once:
                raise
            # A restart of the database must not need a restart of the publisher.
            log.warning("ledger.publish_waits error=%s", type(error).__name__)
            connection.close()
        else:
            if is_once:
                self.stdout.write(_("检查点：%(size)d 条") % {"size": published.size})
