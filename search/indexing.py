"""From release and withdrawal to the engines: database first, then the configured engine.

The handlers may run twice and in any order; an older revision never replaces a newer one.
"""

import time

from django.conf import settings
from django.db import transaction

from disclosure import outbox, surfaces
from disclosure.models import DisclosurePage, PublicVersion
from search.completion import completing
from search.upkeep import forgetting

from .circuit import writing
from .engines import Engine, EngineUnavailable, get_embedded, get_engine
from .models import SearchDocument, SearchSequence
from .record import SearchRecord, public_words, record_of


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
    document = store(record)
    _hand_over(document)
    forgetting.owe(document)


def unindex(number: str, payload: dict) -> None:
    """Outbox `unindex`: nothing of the item stays in the store or in an engine."""
    if DisclosurePage.objects.filter(number=number, live=True).exists():
        return  # restored meanwhile: its own row will index it
    document = erase(number, int(payload.get("rev") or 0))
    _hand_over(document)
    forgetting.owe(document)


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


class NotTaken(EngineUnavailable):
    """The engine said that it took the change and does not have it."""


def _hand_over(document: SearchDocument) -> None:
    """Bring the engines up to date. The embedded one first: it must not wait for a server."""
    get_embedded().catch_up()
    completing.follow()
    if settings.SEARCH_ENGINE == "embedded":
        return
    if not (document.is_removed or writing.may_try()):
        raise EngineUnavailable("left alone for some seconds after a failure")
    started = time.monotonic()
    try:
        _write(get_engine(), document)
    except EngineUnavailable:
        writing.failed(time.monotonic() - started)
        raise
    writing.worked()


def _write(engine: Engine, document: SearchDocument) -> None:
    """Write, make it visible, and look whether it is so."""
    change = [(document.seq, document.number)]
    if document.is_removed:
        engine.remove(change)
    else:
        engine.put([(document.seq, SearchRecord.from_payload(document.payload))])
    engine.refresh()
    held = engine.records([document.number]).get(document.number)
    is_there = held is None if document.is_removed else held is not None
    if is_there and (held is None or held.rev >= document.rev):
        return
    # Somebody else's newer change may have come first.
    if SearchDocument.objects.filter(number=document.number, seq=document.seq).exists():
        raise NotTaken("the index does not hold what it took")


def render_surface(page, record, request=None) -> str:
    """All text of an item that a search can show (surface of the release check)."""
    return f"{page.title}\n{page.doc_no}\n{page.unit_name}\n{public_words(page, record)}"


def register() -> None:
    """Called once when the app is ready."""
    outbox.register("index", index)
    outbox.register("unindex", unindex)
    outbox.register(forgetting.KIND, forgetting.forget, is_long=True)
    surfaces.register("search", render_surface)
