"""Take away impact assessments whose time is over; the database refuses all others."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from workflows.models import ImpactAssessment


class Command(BaseCommand):
    help = "删除保存期满（三年）的影响评估记录；没有期满的，数据库拒绝删除。"

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只数，不删")

    def handle(self, *args, **options):
        over = ImpactAssessment.objects.filter(kept_until__lte=timezone.localdate())
        count = over.count()
        if not options["dry_run"]:
            over.delete()
        self.stdout.write(f"期满 {count} 份" + ("，没有删除" if options["dry_run"] else "，已删除"))
