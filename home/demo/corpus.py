"""The demo's items: real documents reprinted by the provincial office, and invented notices."""

import gzip
import hashlib
import json
from pathlib import Path

from disclosure.models import ImportRun, IssuerMapping, Unit
from home.importing.issuers import IssuerIndex
from home.importing.run import Importer, Options

from .local_units import LocalUnits

CORPUS = Path(__file__).parent / "corpus.jsonl.gz"
REPRINTING_UNIT = "jl-office"


def map_issuers() -> list[Unit]:
    """Say for every issuer of the demo who publishes it; returns the units concerned."""
    office = Unit.objects.get(code=REPRINTING_UNIT)
    index, local = IssuerIndex(), LocalUnits()
    units = {office.pk: office}
    for issuer in sorted(_issuers()):
        publisher = index.publisher(issuer)
        unit = publisher.unit if publisher else local.ensure(issuer)
        if unit is None:
            # National bodies: their documents are reprinted (转载), not made here.
            IssuerMapping.objects.get_or_create(
                issuer=issuer, defaults={"unit": office, "is_reprint": True}
            )
            continue
        units[unit.pk] = unit
    return list(units.values())


def _issuers() -> set[str]:
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        return {json.loads(line)["issuer"] for line in lines}


def digest() -> str:
    return hashlib.sha256(CORPUS.read_bytes()).hexdigest()


def is_loaded() -> bool:
    """Whether a run over exactly this corpus came to its end."""
    return ImportRun.objects.filter(digest=digest(), finished_at__isnull=False).exists()


def load(*, cleared_by, released_by, report, progress):
    """Import and release what holds no finding; returns the counts. Resumes where it stopped."""
    options = Options(already_public=True, cleared_by=cleared_by, released_by=released_by)
    return Importer(options, report, progress).import_file(CORPUS, digest())
