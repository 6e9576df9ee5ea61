import json
import sys
from collections.abc import Iterator
from itertools import chain

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from disclosure import public_files
from disclosure.canonical import public_record
from disclosure.models import DisclosurePage, PublicVersion
from ledger import commitments, drift
from ledger.drift import Mismatch
from ledger.entry import REMOVING_REASONS
from ledger.models import LedgerEntry, LedgerSeed
from ledger.opening import stands_as
from search.models import SearchDocument


class Command(BaseCommand):
    help = (
        "核对公开记录：数据表、已发布的文件和检查点是否一致；"
        "每条在线信息是否正是记录里的内容；已撤下的是否确已撤下。"
    )

    def add_arguments(self, parser):
        extent = parser.add_mutually_exclusive_group()
        extent.add_argument("--since", type=int, metavar="序号", help="只核对这个序号之后的记录")
        extent.add_argument("--full", action="store_true", help="核对全部（默认）")
        parser.add_argument(
            "--attachments", action="store_true", help="也核对公开附件：文件是否正是记录里的那个"
        )
        parser.add_argument("--json", action="store_true", help="每个问题一行 JSON")

    def handle(self, *, since, json: bool, attachments: bool = False, **options):
        since = max(since or 0, 0)
        found = 0
        found_everywhere = [_mismatches(since), _of_files(since) if attachments else ()]
        for mismatch in chain.from_iterable(found_everywhere):
            found += 1
            self.stdout.write(_as_json(mismatch) if json else _as_line(mismatch))
        if found:
            sys.exit(1)
        if not json:
            self.stdout.write(self.style.SUCCESS(_("没有发现问题。")))


def _mismatches(since: int) -> Iterator[Mismatch]:
    yield from drift.of_the_log(since)
    heads = _heads(since)
    yield from _of_live_items(heads, since)
    yield from _of_withdrawn_items(heads)


def _heads(since: int) -> dict[str, LedgerEntry]:
    """The latest event of each item that has one from `since` on."""
    items = LedgerEntry.objects.filter(index__gte=since).values("item")
    rows = LedgerEntry.objects.filter(item__in=items) if since else LedgerEntry.objects.all()
    return {row.item: row for row in rows.order_by("index").iterator(chunk_size=1000)}


def _of_live_items(heads: dict[str, LedgerEntry], since: int) -> Iterator[Mismatch]:
    """Live items are what the log says, and the log's items are live."""
    live = DisclosurePage.objects.filter(live=True)
    if since:
        live = live.filter(number__in=list(heads))
    seen = set()
    for page in live.specific(defer=False).iterator(chunk_size=200):
        seen.add(page.number)
        head = heads.get(page.number)
        if head is None or head.type == "withdraw":
            yield Mismatch("live_without_event", page.number or "", where=f"page {page.pk}")
        elif not stands_as(head, public_record(page)):
            found = _root_under(head, public_record(page))
            yield Mismatch("content_differs", page.number, head.rev, "page", head.root, found)
    for head in heads.values():
        if head.type != "withdraw":
            if head.item not in seen:
                yield Mismatch("event_without_live_item", head.item, head.rev, "page")
            yield from _of_search(head)


def _of_files(since: int) -> Iterator[Mismatch]:
    """The store holds, under its digest, every file that a live item's last version names."""
    live = DisclosurePage.objects.filter(live=True).values("number")
    for head in _heads(since).values():
        version = PublicVersion.objects.filter(
            number=head.item, number__in=live, rev=head.rev
        ).first()
        for part, digest in version.parts if version else ():
            if part.startswith("a/") and not public_files.is_intact(digest):
                yield Mismatch("file_differs", head.item, head.rev, part, digest, "")


def _of_search(head: LedgerEntry) -> Iterator[Mismatch]:
    document = SearchDocument.objects.filter(number=head.item).first()
    if document is None or document.is_removed:
        yield Mismatch("not_searchable", head.item, head.rev, "search")
    elif document.rev != head.rev:
        yield Mismatch(
            "search_behind", head.item, head.rev, "search", str(head.rev), str(document.rev)
        )


def _of_withdrawn_items(heads: dict[str, LedgerEntry]) -> Iterator[Mismatch]:
    """Out of search in any case; after a removal for privacy or law also out of the versions."""
    gone = {head.item: head for head in heads.values() if head.type == "withdraw"}
    listed = SearchDocument.objects.filter(number__in=list(gone), is_removed=False)
    for number in listed.values_list("number", flat=True):
        yield Mismatch("withdrawn_but_searchable", number, gone[number].rev, "search")
    removed = [head.item for head in gone.values() if head.event.reason in REMOVING_REASONS]
    left = PublicVersion.objects.filter(number__in=removed).exclude(parts=[])
    for number, rev in left.values_list("number", "rev"):
        yield Mismatch("removed_but_kept", number, rev, "public_version")


def _root_under(head: LedgerEntry, record) -> str:
    """The root that the record would have under the entry's seed, empty when that is gone."""
    opening = LedgerSeed.objects.filter(index=head.index).first()
    if opening is None or opening.seed is None:
        return ""
    return commitments.root(commitments.manifest(opening.seed, record))


def _as_json(mismatch: Mismatch) -> str:
    return json.dumps(mismatch.as_dict(), ensure_ascii=False)


def _as_line(mismatch: Mismatch) -> str:
    return " ".join(str(value) for value in mismatch.as_dict().values() if value)
