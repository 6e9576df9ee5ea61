import sys

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from disclosure.adoption import adopt
from disclosure.models import DisclosurePage
from home.importing import clearing
from ledger.models import LedgerEntry


class Command(BaseCommand):
    help = (
        "在已有内容的网站上第一次启用公开记录：把每条在线而没有记录的信息记为现在公开，只记一次。"
        "发布前检查没有发现问题的，按导入规则补一份放行决定（抽 5% 复看）；"
        "其余的和没有索引号的逐条列出，退出码为 1。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只列出要记的信息，不写入")

    def handle(self, *, dry_run: bool, **options):
        known = set(LedgerEntry.objects.values_list("item", flat=True).distinct())
        live = DisclosurePage.objects.filter(live=True).order_by("first_published_at", "pk")
        taken, left = 0, 0
        for pk, number in live.values_list("pk", "number"):
            if not number:
                left += 1
                self.stdout.write(_("没有索引号：页面 %(pk)d") % {"pk": pk})
            elif number not in known:
                if dry_run:
                    self.stdout.write(number)
                    continue
                is_taken, is_cleared = self._take(pk)
                taken += is_taken
                if is_taken and not is_cleared:
                    left += 1
                    self.stdout.write(_("已记入，待隐私审查：%s") % number)
        if not dry_run:
            self.stdout.write(_("记入公开记录 %(taken)d 条") % {"taken": taken})
        if left:
            sys.exit(1)

    @staticmethod
    def _take(pk: int) -> tuple[bool, bool]:
        """Whether the item was logged, and whether the import rule could speak for it."""
        item = DisclosurePage.objects.get(pk=pk)
        by = clearing.rule_account()
        clearance = clearing.cover(item, by=by)
        return adopt(pk, clearance=clearance) is not None, clearance is not None
