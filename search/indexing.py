"""From release and withdrawal to the engines: database first, then the configured engine.

The handlers may run twice and in any order; an older revision never replaces a newer one.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Subquery

from disclosure import outbox, surfaces
from disclosure.models import DisclosurePage, PublicVersion

from .engines import get_embedded, get_engine
from .models import SearchDocument, SearchSequence
from .record import SearchRecord, public_words, record_of

BATCH = 500


class DatabaseFeed:
    """The stored records as the embedded engine follows them."""

    def state(self) -> tuple[str, int]:
        row = SearchSequence.objects.first()
        return (str(row.source), row.highest) if row else ("", 0)

    def since(self, seq: int, limit: int) -> list[tuple[int, str, dict | None]]:
        rows = SearchDocument.objects.filter(seq__gt=seq).order_by("seq")[:limit]
        return [(row.seq, row.number, None if row.is_removed else row.payload) for row in rows]


def index(number: str, payload: dict) -> None:
    """Outbox `index`: store the item's public version and hand it to the engine."""
    record = current_record(number)
    if record is None:
        unindex(number, payload)
        return
    _hand_over(store(record))


def unindex(number: str, payload: dict) -> None:
    """Outbox `unindex`: nothing of the item stays in the store or in an engine."""
    if DisclosurePage.objects.filter(number=number, live=True).exists():
        return  # restored meanwhile: its own row will index it
    _hand_over(erase(number, int(payload.get("rev") or 0)))


def current_record(number: str) -> SearchRecord | None:
    """The record of a live item's newest public version, None when it is not public."""
    page = DisclosurePage.objects.filter(number=number, live=True).first()
    version = PublicVersion.objects.filter(number=number).order_by("-rev").first()
    if page is None or version is None or version.type == "withdraw":
        return None
    return record_of(page.specific, version)


@transaction.atomic
def store(record: SearchRecord) -> SearchDocument:
    """Write a record unless a newer revision is stored already."""
    seq = SearchSequence.next()
    known = SearchDocument.objects.filter(number=record.number).first()
    if known and known.rev > record.rev:
        return known
    document, _made = SearchDocument.objects.update_or_create(
        number=record.number,
        defaults={
            "rev": record.rev,
            "source_id": record.source_id,
            "seq": seq,
            "payload": record.as_payload(),
            "ledger_index": record.ledger_index,
            "parts_digest": record.parts_digest,
            "purged_at": None,
            "is_removed": False,
        },
    )
    return document


@transaction.atomic
def erase(number: str, rev: int) -> SearchDocument:
    """Empty the stored record; the number stays so that every index learns of the removal."""
    seq = SearchSequence.next()
    document, _made = SearchDocument.objects.update_or_create(
        number=number,
        defaults={
            "rev": rev,
            "source_id": "",
            "seq": seq,
            "payload": {},
            "ledger_index": None,
            "parts_digest": "",
            "purged_at": None,
            "is_removed": True,
        },
    )
    return document


def _hand_over(document: SearchDocument) -> None:
    """Bring the engines up to date. The embedded one first: it must not wait for a server."""
    get_embedded().catch_up()
    if settings.SEARCH_ENGINE == "embedded":
        return
    engine = get_engine()
    if document.is_removed:
        engine.remove([(document.seq, document.number)])
    else:
        engine.put([(document.seq, SearchRecord.from_payload(document.payload))])
    engine.refresh()


def store_all(progress: Callable[[int, int], None] = lambda _done, _total: None) -> int:
    """Bring the stored records in line with what is live now; returns how many are live."""
    live = list(DisclosurePage.objects.released().values_list("number", flat=True))
    for done, number in enumerate(live, 1):
        record = current_record(number)
        known = SearchDocument.objects.filter(number=number).first()
        if record and not (known and known.payload == record.as_payload()):
            store(record)
        progress(done, len(live))
    for document in SearchDocument.objects.filter(is_removed=False).exclude(number__in=live):
        erase(document.number, document.rev)
    return len(live)


def rebuild_elastic(engine) -> int:
    """Fill a new index and switch to it; what changes meanwhile reaches it as well."""
    feed, reached, taken = DatabaseFeed(), 0, 0

    def follow(index: str) -> None:
        nonlocal reached, taken
        while rows := feed.since(reached, BATCH):
            fresh = [(seq, payload) for seq, _n, payload in rows if payload is not None]
            gone = [(seq, number) for seq, number, payload in rows if payload is None]
            records = [(seq, SearchRecord.from_payload(payload)) for seq, payload in fresh]
            taken += engine.put(records, into=index)
            engine.remove(gone, into=index)
            reached = rows[-1][0]

    engine.rebuild(follow, follow)
    return taken


def differences(engine) -> list[tuple[str, str]]:
    """(number, what is wrong) wherever an engine and what is live differ."""
    if engine is get_embedded():
        engine.catch_up()
    indexed = engine.contents()
    live = dict(
        DisclosurePage.objects.released()
        .annotate(
            rev=Subquery(
                PublicVersion.objects.filter(number=OuterRef("number"))
                .order_by("-rev")
                .values("rev")[:1]
            )
        )
        .values_list("number", "rev")
    )
    found = [(number, "missing") for number in live.keys() - indexed.keys()]
    found += [(number, "not public") for number in indexed.keys() - live.keys()]
    both = live.keys() & indexed.keys()
    found += [(number, "old revision") for number in both if live[number] != indexed[number]]
    return sorted(found)


def render_surface(page, record, request=None) -> str:
    """All text of an item that a search can show (surface of the release check)."""
    return f"{page.title}\n{page.doc_no}\n{page.unit_name}\n{public_words(page, record)}"


def register() -> None:
    """Called once when the app is ready."""
    outbox.register("index", index)
    outbox.register("unindex", unindex)
    surfaces.register("search", render_surface)
