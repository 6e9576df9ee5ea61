"""What the site shows against what the log says, both ways (verification specification §12).

Walks the log in batches; each item is looked at where its newest entry stands, so that a look from
an index on costs what changed since then.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, Max, OuterRef
from django.utils import timezone
from wagtail.models import Revision

from disclosure import public_files
from disclosure.batches import of_numbers
from disclosure.canonical import Record, public_record
from disclosure.models import DisclosurePage, PublicVersion
from disclosure.removal import REMOVED_TITLE
from ledger import commitments
from ledger.drift import Mismatch
from ledger.entry import REMOVING_REASONS
from ledger.models import LedgerEntry, LedgerSeed
from ledger.opening import stands_as
from privacy.models import ScrubJob
from search.engines import EngineUnavailable, get_embedded, get_engine
from search.lines import of_parts
from search.models import SearchDocument
from search.places import joined
from search.record import digest_of

HEADS_AT_ONCE = 1000
SCRUB_WITHIN = timedelta(minutes=15)  # I3


def of_the_site(since: int = 0, *, attachments: bool = False) -> Iterator[Mismatch]:
    """Every mismatch between public items and the log, for items changed from `since` on."""
    yield from _without_event()
    for heads in _heads(since):
        current = {item: head for item, head in heads.items() if head.type != "withdraw"}
        gone = {item: head for item, head in heads.items() if head.type == "withdraw"}
        yield from _of_current(current, attachments=attachments)
        yield from _of_gone(gone)
    yield from _of_scrubs()


def _heads(since: int) -> Iterator[dict[str, LedgerEntry]]:
    """The newest entry of each item that has one from `since` on, in batches."""
    start = since
    while True:
        stop = start + HEADS_AT_ONCE
        rows = LedgerEntry.objects.filter(index__gte=start, index__lt=stop)
        newest = Max("index")
        last = LedgerEntry.objects.filter(item__in=rows.values("item")).values("item")
        indexes = last.annotate(newest=newest).filter(newest__gte=start, newest__lt=stop)
        found = rows.filter(index__in=indexes.values("newest"))
        heads = {row.item: row for row in found.order_by("index")}
        if heads:
            yield heads
        later = LedgerEntry.objects.filter(index__gte=stop).order_by("index")
        following = later.values_list("index", flat=True).first()
        if following is None:
            return
        start = following


def _without_event() -> Iterator[Mismatch]:
    """Live items of which the log knows nothing."""
    events = LedgerEntry.objects.filter(item=OuterRef("number"))
    live = DisclosurePage.objects.filter(live=True).exclude(Exists(events))
    for pk, number in live.values_list("pk", "number").iterator(chunk_size=1000):
        yield Mismatch("live_without_event", number or "", where=f"page {pk}")


def _of_current(heads: dict[str, LedgerEntry], *, attachments: bool) -> Iterator[Mismatch]:
    """Items that are public by the log are live, and are what it says."""
    indexes = [head.index for head in heads.values()]
    seeds = {row.index: row for row in LedgerSeed.objects.filter(index__in=indexes)}
    documents = _documents(heads)
    seen = set()
    for page in of_numbers(list(heads)):
        head, record = heads[page.number], public_record(page)
        seen.add(page.number)
        found = _root_of(head, record, seeds.get(head.index))
        if found != head.root:
            yield Mismatch("content_differs", page.number, head.rev, "page", head.root, found)
        yield from _of_document(head, documents.get(page.number), record)
        if attachments:
            yield from _of_files(head, record)
    for number in heads.keys() - seen:
        yield Mismatch("event_without_live_item", number, heads[number].rev, "page")
        yield from _of_document(heads[number], documents.get(number), None)


def _root_of(head: LedgerEntry, record: Record, opening: LedgerSeed | None) -> str:
    """The root that the record has under the entry's seed, empty when that cannot be said."""
    if opening is None:
        return ""
    if opening.seed is None:
        return head.root if stands_as(head, record) else ""
    try:
        return commitments.root(commitments.manifest(opening.seed, record))
    except commitments.BadParts:
        return ""


def _documents(heads: dict[str, LedgerEntry]) -> dict[str, SearchDocument]:
    rows = SearchDocument.objects.filter(number__in=list(heads), is_removed=False)
    return {row.number: row for row in rows}


def _of_document(
    head: LedgerEntry, document: SearchDocument | None, record: Record | None
) -> Iterator[Mismatch]:
    """The search document is of the head event and holds the same parts as the page."""
    if document is None:
        yield Mismatch("not_searchable", head.item, head.rev, "search")
        return
    for mine, theirs in ((head.rev, document.rev), (head.index, document.ledger_index)):
        if mine != theirs:
            yield Mismatch("search_behind", head.item, head.rev, "search", str(mine), str(theirs))
            return
    if record is not None and not _says_the_same(document, record):
        yield Mismatch("search_differs", head.item, head.rev, "search")


def _says_the_same(document: SearchDocument, record: Record) -> bool:
    """Digest, title and words; what its files say stands behind the words of the record."""
    if document.parts_digest != digest_of(record):
        return False
    words, _spans = joined(list(of_parts(record, {}, {})))
    stored = document.payload.get("text", "")
    has_files = any(part.startswith("a/") for part, _content in record)
    is_same = stored.startswith(words) if has_files else stored == words
    return is_same and document.payload.get("title") == dict(record).get("title")


def _of_files(head: LedgerEntry, record: Record) -> Iterator[Mismatch]:
    """The store holds, under its digest, every file that the record names."""
    for part, digest in record:
        if part.startswith("a/") and not public_files.is_intact(digest):
            yield Mismatch("file_differs", head.item, head.rev, part, digest, "")


# -- withdrawn items ------------------------------------------------------------------------
def _of_gone(heads: dict[str, LedgerEntry]) -> Iterator[Mismatch]:
    """Out of the site and of search in any case; after a removal out of everything."""
    if not heads:
        return
    numbers = list(heads)
    live = DisclosurePage.objects.filter(live=True, number__in=numbers)
    for number in live.values_list("number", flat=True):
        yield Mismatch("withdrawn_but_readable", number, heads[number].rev, "page")
    listed = SearchDocument.objects.filter(number__in=numbers, is_removed=False)
    for number in listed.values_list("number", flat=True):
        yield Mismatch("withdrawn_but_searchable", number, heads[number].rev, "search")
    yield from _in_engines(heads)
    removed = {n: head for n, head in heads.items() if head.event.reason in REMOVING_REASONS}
    if removed:
        yield from _kept_of(removed)


def _in_engines(heads: dict[str, LedgerEntry]) -> Iterator[Mismatch]:
    """The index files and servers themselves, with the fingerprints of passages."""
    for engine in {get_embedded(), get_engine()}:
        name = type(engine).__name__
        try:
            if engine is get_embedded():
                engine.catch_up()
            held = engine.records(list(heads))
        except EngineUnavailable:
            yield Mismatch("engine_not_asked", where=name)
            continue
        for number in held:
            yield Mismatch("withdrawn_but_searchable", number, heads[number].rev, name)


def _kept_of(removed: dict[str, LedgerEntry]) -> Iterator[Mismatch]:
    """Content that a removal for privacy or law left behind; seeds are the log's own check."""
    numbers = list(removed)
    left = PublicVersion.objects.filter(number__in=numbers).exclude(parts=[], title="")
    for number, rev in left.values_list("number", "rev"):
        yield Mismatch("removed_but_kept", number, rev, "public_version")
    for number in (
        SearchDocument.objects.filter(number__in=numbers, is_removed=True)
        .exclude(payload={}, parts_digest="")
        .values_list("number", flat=True)
    ):
        yield Mismatch("removed_but_kept", number, removed[number].rev, "search")
    pages = dict(DisclosurePage.objects.filter(number__in=numbers).values_list("pk", "number"))
    when = dict(
        PublicVersion.objects.filter(
            ledger_index__in=[row.index for row in removed.values()]
        ).values_list("number", "released_at")
    )
    revisions = Revision.page_revisions.filter(object_id__in=[str(pk) for pk in pages])
    for pk, object_id, made_at, content in revisions.values_list(
        "pk", "object_id", "created_at", "content"
    ).iterator(chunk_size=50):
        number = pages[int(object_id)]
        is_older = number in when and made_at <= when[number]
        if is_older and content.get("title") != REMOVED_TITLE:
            yield Mismatch("removed_but_kept", number, removed[number].rev, f"revision {pk}")


def _of_scrubs() -> Iterator[Mismatch]:
    """Removed text that should be out of the database's free pages by now."""
    late = ScrubJob.objects.filter(
        done_at__isnull=True, created_at__lt=timezone.now() - SCRUB_WITHIN
    )
    for pk, page_id in late.values_list("pk", "page_id"):
        number = DisclosurePage.objects.filter(pk=page_id).values_list("number", flat=True).first()
        yield Mismatch("scrub_owed", number or "", where=f"scrub {pk}")
