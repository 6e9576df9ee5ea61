"""`check_live`: every live item stands there by a clearance of exactly its present content."""

import json
import sys

from django.core.management.base import BaseCommand

from disclosure.live_check import find_drift


class Command(BaseCommand):
    help = "核对公开站点：每条在线信息都有对应的放行决定、公开版本和公开记录。"

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="每个问题一行 JSON")

    def handle(self, *args, **options):
        found = 0
        for drift in find_drift():
            found += 1
            if options["json"]:
                self.stdout.write(json.dumps(drift.as_dict(), ensure_ascii=False))
            else:
                self.stdout.write(f"{drift.kind} {drift.item} {drift.where}")
        if found:
            sys.exit(1)
        if not options["json"]:
            self.stdout.write(self.style.SUCCESS("没有发现问题。"))
