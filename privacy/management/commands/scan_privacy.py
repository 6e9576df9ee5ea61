"""`scan_privacy --jsonl IN`: findings of the detector for texts in a file."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError

from privacy.detect import detect
from privacy.policy import DEFAULT_POLICY


class Command(BaseCommand):
    help = "Print the personal data found in the texts of a JSON-lines file, one answer per line."

    def add_arguments(self, parser):
        parser.add_argument(
            "--jsonl", required=True, help='lines {"id","text","domain"}; - for standard input'
        )
        parser.add_argument(
            "--domain", choices=sorted([*DEFAULT_POLICY, "cross"]), help="overrides the lines"
        )

    def handle(self, *args, jsonl: str, domain: str | None, **options):
        try:
            source = sys.stdin if jsonl == "-" else open(jsonl, encoding="utf-8-sig")  # noqa: SIM115
        except OSError as error:
            raise CommandError(f"cannot read {jsonl}: {error.strerror}", returncode=2) from error
        with source:
            for number, line in enumerate(source, 1):
                if line.strip():
                    self.stdout.write(json.dumps(_answer(line, number, domain), ensure_ascii=False))


def _answer(line: str, number: int, domain: str | None) -> dict:
    try:
        entry = json.loads(line)
        text = entry["text"]
    except (ValueError, KeyError, TypeError) as error:
        raise CommandError(f"line {number}: no JSON object with a text", returncode=2) from error
    found = detect(text, domain=domain or entry.get("domain"))
    return {
        "id": entry.get("id"),
        "findings": [
            {
                "start": one.start,
                "end": one.end,
                "class": one.cls,
                "action": one.action,
                "confidence": one.confidence,
                "reason": one.reason,
            }
            for one in found
        ],
    }
