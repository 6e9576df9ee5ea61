"""`redact_file IN --out DIR`: the public copy of one file, rebuilt without what has to go."""

import hashlib
import json
import re
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from privacy.detect import detect
from privacy.files import sandbox
from privacy.files.model import FileDecision, FileFinding, Reading, Rebuilt, Refused, Wanted
from privacy.findings import GENERALISE, KEEP
from privacy.masks import generalise
from privacy.policy import DEFAULT_POLICY

NEUTRAL = "attachment"  # instead of a file name that is personal data itself
UNSAFE = re.compile(r"[\x00-\x1f/\\:*?\"<>|]")
JOINERS = re.compile(r"[_\-.—（）()\[\]【】]+")


class Command(BaseCommand):
    help = (
        "Rebuild a file from its visible content without personal data. Exit status 1 and the "
        "reason when it cannot be published; the report names kinds and counts, never values."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="IN", type=Path)
        parser.add_argument("--out", required=True, metavar="DIR", type=Path)
        parser.add_argument("--domain", choices=sorted([*DEFAULT_POLICY, "cross"]))
        parser.add_argument(
            "--approve-proposed",
            action="store_true",
            help="carry out what the detector proposes instead of stopping at open findings",
        )

    def handle(self, *args, file: Path, out: Path, domain, approve_proposed: bool, **options):
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"cannot read the file: {error.strerror}", returncode=2) from error
        stem = _public_stem(file.stem, domain)
        # The name goes in neutral as well: a message must not carry it either.
        name = (stem or NEUTRAL) + file.suffix.lower()
        try:
            reading = sandbox.read(data, name=name, domain=domain)
            if not approve_proposed:
                _stop_at_open(reading)
            rebuilt = sandbox.rebuild(data, name=name, reading=reading, wanted=_proposed(reading))
        except Refused as error:
            raise CommandError(str(error)) from error
        public = out / ((stem or NEUTRAL) + rebuilt.suffix)
        report = _report(public.name, reading, rebuilt, size=len(data), renamed=not stem)
        written = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
        out.mkdir(parents=True, exist_ok=True)
        public.write_bytes(rebuilt.data)
        for folder in (out, out.resolve().parent):
            (folder / f"{name}.report.json").write_text(written, encoding="utf-8")
        self.stdout.write(f"{public}: {len(rebuilt.data)} bytes, {rebuilt.pages} page(s)")


def _public_stem(stem: str, domain: str | None) -> str:
    """The base name, or "" when it holds personal data or signs no file name should have."""
    spaced = JOINERS.sub(" ", stem)
    joined = JOINERS.sub("", stem)
    if UNSAFE.search(stem) or any(
        one.action != KEEP for text in (stem, spaced, joined) for one in detect(text, domain=domain)
    ):
        return ""
    return stem


def _stop_at_open(reading: Reading) -> None:
    open_findings = Counter(one.cls for one in reading.findings if one.action != KEEP)
    if open_findings:
        kinds = ", ".join(f"{cls} x{count}" for cls, count in sorted(open_findings.items()))
        raise CommandError(f"findings need a decision (or --approve-proposed): {kinds}")


def _proposed(reading: Reading) -> Wanted:
    """Every proposal carried out as it stands."""
    texts = {part.ref: part.text for part in reading.parts}
    return Wanted({one.ref: _decision(one, texts.get(one.part, "")) for one in reading.findings})


def _decision(one: FileFinding, text: str) -> FileDecision:
    coarse = generalise(one.cls, text[one.start : one.end]) if one.action == GENERALISE else ""
    return FileDecision(one.action, coarse)


def _report(name: str, reading: Reading, rebuilt: Rebuilt, *, size: int, renamed: bool) -> dict:
    """Kinds, counts, sizes; nothing that was found."""
    actions = Counter((one.cls, one.action) for one in reading.findings)
    return {
        "file": name,
        "file_name_replaced": renamed,
        "kind": reading.kind,
        "media_type": rebuilt.media_type,
        "pages": rebuilt.pages,
        "findings": [
            {"class": cls, "action": action, "count": count}
            for (cls, action), count in sorted(actions.items())
        ],
        "removed": rebuilt.removed,
        "dropped": list(reading.dropped),
        "bytes_before": size,
        "bytes_after": len(rebuilt.data),
        "sha256": hashlib.sha256(rebuilt.data).hexdigest(),
    }
