"""The detector's findings of a revision, from the table where they are kept (models/found.py).

A row holds for exactly this content, these allowed texts and this detector: a new word in a
lexicon, a new rule or a scrubbed revision each ask the detector again.
"""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.utils.crypto import salted_hmac
from wagtail.models import Revision

import privacy
from disclosure.allowed import allowed_texts
from disclosure.canonical import Record, public_record
from ledger import canonical_json
from privacy import lexicon
from privacy.detect import detect_all
from privacy.findings import Finding
from workflows import parts
from workflows.models import FoundPlaces


def detector_version() -> str:
    """Changes with the detector's code and with its word lists."""
    lexicon.refresh()
    return f"{_code()}:{lexicon.version()}"[:80]


@cache
def _code() -> str:
    """Of the program and the data it ships with; both change only with an update."""
    folder = Path(privacy.__file__).parent
    hashed = hashlib.sha256()
    for path in sorted([*folder.glob("*.py"), *folder.glob("*/*.py"), *folder.glob("data/*")]):
        if path.is_file():
            hashed.update(path.name.encode() + path.read_bytes())
    return hashed.hexdigest()[:16]


def findings_of(revision, page, record: Record) -> dict[str, list[Finding]]:
    """Findings by part of the record; rows of lists and digests of files are left out."""
    kept = FoundPlaces.objects.filter(revision_id=revision.pk).first()
    allow = allowed_texts(page)
    key, version = _key(page, record, allow), detector_version()
    if kept is None or (kept.key, kept.version) != (key, version):
        kept = _find(revision, page, record, allow, key)
    found: dict[str, list[Finding]] = {}
    for part, *rest in kept.places:
        found.setdefault(part, []).append(Finding(*rest))
    return found


def counts_of(revisions: Iterable[Revision]) -> dict[int, dict[str, int]]:
    """By revision id: how many places of each class need a decision. One query when all is kept.

    Marks that a reviewer added are not counted.
    """
    revisions = list(revisions)
    rows = FoundPlaces.objects.filter(
        revision_id__in=[r.pk for r in revisions], version=detector_version()
    )
    counts = dict(rows.values_list("revision_id", "counts"))
    for revision in revisions:
        if revision.pk not in counts:
            page = revision.as_object()
            findings_of(revision, page, public_record(page))
            counts[revision.pk] = FoundPlaces.objects.get(revision_id=revision.pk).counts
    return counts


def _key(page, record: Record, allow: list[str]) -> str:
    content = [[part, text] for part, text in record if not part.startswith("a/")]
    text = canonical_json.dumps([content, page.domain or "", allow, parts.list_prefixes(page)])
    return salted_hmac("workflows.found", text, algorithm="sha256").hexdigest()


def _find(revision, page, record: Record, allow: list[str], key: str) -> FoundPlaces:
    from workflows.review.spots import counts_by_class, spots_in

    skipped = ("a/", *parts.list_prefixes(page))
    texts = {part: text for part, text in record if not part.startswith(skipped)}
    answers = detect_all(texts.values(), domain=page.domain or None, allow=allow)
    found = dict(zip(texts, answers, strict=True))
    places = [
        [part, f.start, f.end, f.cls, f.action, f.confidence, f.reason, f.entry]
        for part, findings in found.items()
        for f in findings
    ]
    counts = counts_by_class(spots_in(page, record, found, {}))
    values = {"version": detector_version(), "key": key, "places": places, "counts": counts}
    kept, _made = FoundPlaces.objects.update_or_create(revision_id=revision.pk, defaults=values)
    return kept
