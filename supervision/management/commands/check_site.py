import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from supervision.sitecheck import running


class Command(BaseCommand):
    help = (
        "按全国政府网站检查指标检查本站：更新、空白栏目、链接和附件、速度、答复、日期、标识。"
        "中断后再运行会接着做；一次做不完的，下次从停下的地方开始。"
        "加 --strict 时，有不合格的指标退出码为 1。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--minutes", type=float, default=60, metavar="分钟", help="最多多久")
        parser.add_argument(
            "--pages", type=int, default=20_000, metavar="页", help="最多看多少条信息"
        )
        parser.add_argument("--strict", action="store_true", help="有不合格的指标时退出码为 1")

    def handle(self, *, minutes: float, pages: int, strict: bool, **options):
        if minutes <= 0 or pages <= 0:
            raise CommandError(_("时间和页数须大于 0。"), returncode=2)
        try:
            run = running.check(minutes=minutes, most=pages)
        except running.AlreadyRunning as error:
            told = _("另一个检查正在进行；如果它已经中断，五分钟后再运行会接着做。")
            raise CommandError(told, returncode=2) from error
        told = _(
            "看了 %(pages)d 个页面、%(links)d 个链接，发现 %(found)d 处，"
            "不合格的指标 %(vetoes)d 项。"
        )
        self.stdout.write(
            told
            % {"pages": run.pages, "links": run.links, "found": run.remarks, "vetoes": run.vetoes}
        )
        if not run.is_complete:
            self.stdout.write(_("没有看完，下次从停下的地方接着看。"))
        # What a unit has not published yet is no fault of the night's work.
        if strict and run.vetoes:
            sys.exit(1)
