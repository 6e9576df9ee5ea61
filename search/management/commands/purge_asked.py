"""Delete counts of questions whose time is over (nightly)."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from search.query_log.counting import purge


class Command(BaseCommand):
    help = "删除过期的检索统计，并按现在的识别词表复查留下的查询。"

    def handle(self, *args, **options):
        gone = purge(timezone.localdate())
        self.stdout.write(
            f"检索统计：删除 {gone['days']} 个日计数、{gone['totals']} 个日合计、"
            f"{gone['queries']} 条查询；复查后另删 {gone['cleaned']} 条。"
        )
