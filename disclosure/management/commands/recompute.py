"""`recompute`: count the last days of publication anew by the calendar in force."""

from django.core.management.base import BaseCommand

from disclosure.due_dates import recount_open


class Command(BaseCommand):
    help = "按现行工作日历重算尚未公开事项的最迟公开日；已过的日期不动。可重复运行。"

    def handle(self, *args, **options):
        self.stdout.write(f"改期 {recount_open()} 件。")
