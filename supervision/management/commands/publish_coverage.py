from datetime import date, timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from supervision.coverage.exporting import CannotExport, publish
from supervision.coverage.measure import Figures, percent


class Command(BaseCommand):
    help = (
        "做好截至前一天的公开评估包（公开义务、公开率、按期率），签名后给公众下载。"
        "同一天只有一份，重复运行不会改动它。读得到公开记录密钥的账号才能运行。"
    )

    def add_arguments(self, parser):
        parser.add_argument("--as-of", metavar="日期", help="截至哪一天，例如 2026-10-31；默认昨天")

    def handle(self, *, as_of: str | None, **options):
        try:
            made, is_new = publish(_day(as_of))
        except CannotExport as error:
            raise CommandError(str(error)) from error
        total = Figures(*made.board["total"])
        told = _("截至%(day)s：应公开 %(owed)d 项，公开率 %(coverage)s，按期率 %(timeliness)s。")
        self.stdout.write(
            told
            % {
                "day": made.as_of,
                "owed": total.owed,
                "coverage": _rate(total.coverage),
                "timeliness": _rate(total.timeliness),
            }
        )
        if not is_new:
            self.stdout.write(_("这一天的评估包以前已经给出，没有改动。"))


def _day(text: str | None) -> date:
    today = timezone.localdate()
    try:
        day = date.fromisoformat(text) if text else today - timedelta(days=1)
    except ValueError as error:
        raise CommandError(_("日期要写成 2026-10-31 这样。"), returncode=2) from error
    if day > today:
        raise CommandError(_("这一天还没有到。"), returncode=2)
    return day


def _rate(share) -> str:
    return f"{percent(share)}%" if share is not None else "–"
