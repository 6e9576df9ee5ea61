"""`scan_privacy --jsonl IN`: findings of the detector for texts in a file."""

import json
import sys
from collections.abc import Iterator
from itertools import groupby, islice

from django.core.management.base import BaseCommand, CommandError

from privacy.detect import detect_all
from privacy.findings import Finding
from privacy.policy import DEFAULT_POLICY

BATCH = 48  # lines; short texts read together take half the time


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
            lines = (line for line in enumerate(source, 1) if line[1].strip())
            while batch := [_entry(*line) for line in islice(lines, BATCH)]:
                for answer in _answers(batch, domain):
                    self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _entry(number: int, line: str) -> dict:
    try:
        entry = json.loads(line)
        entry["text"] + ""
    except (ValueError, KeyError, TypeError) as error:
        raise CommandError(f"line {number}: no JSON object with a text", returncode=2) from error
    return entry


def _answers(batch: list[dict], domain: str | None) -> Iterator[dict]:
    """The answers in the order of the lines; neighbours of one domain are read together."""
    for name, entries in groupby(batch, key=lambda entry: domain or entry.get("domain")):
        together = list(entries)
        found = detect_all([entry["text"] for entry in together], domain=name)
        for entry, findings in zip(together, found, strict=True):
            yield {"id": entry.get("id"), "findings": [_told(one) for one in findings]}


def _told(one: Finding) -> dict:
    return {
        "start": one.start,
        "end": one.end,
        "class": one.cls,
        "action": one.action,
        "confidence": one.confidence,
        "reason": one.reason,
    }
