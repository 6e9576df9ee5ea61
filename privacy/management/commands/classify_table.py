"""`classify_table IN`: class and proposed action of every column, and the k numbers."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from privacy import anonymity
from privacy.policy import DEFAULT_POLICY, policy_for_domain
from privacy.table_files import UnreadableTable, read_grid
from privacy.tables import classify, split_header


class Command(BaseCommand):
    help = "Print what each column of a CSV or XLSX table holds and how far its rows can be told apart."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="IN")
        parser.add_argument("--domain", choices=sorted([*DEFAULT_POLICY, "cross"]))

    def handle(self, *args, file: Path, domain: str | None, **options):
        try:
            grid = read_grid(file)
        except OSError as error:
            raise CommandError(f"cannot read {file}: {error.strerror}", returncode=2) from error
        except UnreadableTable as error:
            raise CommandError(f"{file.name}: {error}", returncode=1) from error
        policy = policy_for_domain(domain)
        header, rows = split_header(grid)
        verdicts = classify(header, rows, policy=policy)
        answer = {
            "columns": [
                {
                    "name": one.name,
                    "class": one.cls,
                    "action": one.action,
                    "confidence": one.confidence,
                }
                for one in verdicts
            ],
            "k": anonymity.numbers(verdicts, rows, required=policy.k),
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
