"""What stands on the public site and why: the nightly look at every live item (I1, gate.md).

Receivers and triggers refuse changes; this finds what neither can see: dropped triggers, a
restored or copied database, a file overwritten in storage.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from disclosure import public_files, triggers
from disclosure.canonical import digest, public_record
from disclosure.models import Clearance, DisclosurePage, OpenGate, PublicVersion
from ledger.models import LedgerEntry


@dataclass(frozen=True)
class Drift:
    """One mismatch: what kind, of which item; never content."""

    kind: str
    item: str
    where: str

    def as_dict(self) -> dict:
        return asdict(self)


def find_drift() -> Iterator[Drift]:
    """Every mismatch between live items, their versions, clearances and the ledger."""
    for name in triggers.missing():
        yield Drift("missing_trigger", "", name)
    if OpenGate.objects.exists():
        yield Drift("gate_left_open", "", "disclosure_opengate")
    heads = _heads()
    live = DisclosurePage.objects.filter(live=True).order_by("pk")
    for page in live.specific(defer=False).iterator(chunk_size=200):
        head = heads.pop(page.pk, None)
        if head is None or head.type == "withdraw":
            yield Drift("live_without_event", page.number or str(page.pk), "public_version")
            continue
        yield from _drift_of(page, head)
    for head in heads.values():
        if head.type != "withdraw":
            yield Drift("event_without_live_item", head.number, "page")


def _heads() -> dict[int, PublicVersion]:
    """Latest version of each item that ever was public."""
    heads = {}
    versions = PublicVersion.objects.defer("parts").order_by("page_id", "rev")
    for version in versions.iterator(chunk_size=1000):
        heads[version.page_id] = version
    return heads


def _drift_of(page, head: PublicVersion) -> Iterator[Drift]:
    record = public_record(page)
    if [list(part) for part in record] != head.parts:
        yield Drift("content_differs", page.number, "public_version")
    if head.type != "redact" and not _is_covered(page, record):
        yield Drift("not_cleared", page.number, "clearance")
    if not LedgerEntry.objects.filter(index=head.ledger_index, item=page.number).exists():
        yield Drift("not_in_ledger", page.number, "ledger")
    yield from _files_of(page)


def _is_covered(page, record) -> bool:
    clearance = (
        Clearance.objects.filter(page_id=page.pk, released_at__isnull=False).order_by("-pk").first()
    )
    return bool(clearance and clearance.salt and digest(record, clearance.salt) == clearance.digest)


def _files_of(page) -> Iterator[Drift]:
    """Every public file is the one the record names, with its twin and its text beside it."""
    digests = [row.digest for row in page.attachment_rows.all() if row.digest]
    copies = public_files.known(digests)
    for digest_of_file in digests:
        kept = copies.get(digest_of_file)
        beside = [kept.twin, kept.words] if kept else []
        if not all(public_files.is_intact(name) for name in (digest_of_file, *beside) if name):
            yield Drift("file_differs", page.number, digest_of_file)
