"""`end_periods`: take down lists whose publicity period is over; catches up what was missed."""

import sys

from django.core.management.base import BaseCommand

from disclosure import list_ends, outbox, periods


class Command(BaseCommand):
    help = "撤下公示期满的名册，并重算仍在公示的截止日。每天零点后运行；落下几天也会补上。"

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="只列出，不撤下")

    def handle(self, *, dry_run, **options):
        if dry_run:
            for period in periods.overdue():
                self.stdout.write(f"{period.number} {period.last_day}")
            return
        adopted = list_ends.adopt()
        moved = periods.recount_running()
        ended, failed = list_ends.end_all()
        outbox.drain()
        outbox.drain()  # what the ends themselves owe: the index, then the look at every copy
        self.stdout.write(f"补记 {adopted} 件，改期 {moved} 件，撤下 {ended} 件。")
        for number in failed:
            self.stderr.write(f"{number} 没有撤下，名册已不再显示，稍后会再试。")
        waiting = list(periods.unconfirmed().exclude(removed_at=None))
        for period in waiting:
            left = "、".join(list_ends.left_of(period))
            self.stderr.write(f"{period.number} 已撤下，还有几处没有核实：{left}")
        sys.exit(1 if failed or waiting else 0)
