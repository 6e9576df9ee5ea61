"""What became public since somebody was told, with its words, read once for all subscribers."""

from collections import OrderedDict
from dataclasses import dataclass

from django.db.models import Q

from ledger.models import LedgerEntry
from search import indexing
from search.feeds.sources import for_feeds
from search.holding import Folded, folded, holds_all, understood
from search.language.analysis import Asked
from search.models import SearchDocument
from search.query import SearchQuery
from search.record import SearchRecord

# Of more events one run tells the newest and leaves the rest to the search page.
MOST_EVENTS = 2000
MOST_TOLD = 30
BATCH = 200
# A list whose publicity is over may be told from then on: the item itself is public for good.
_TELLING = Q(type__in=("publish", "revise", "restore", "redact"))


@dataclass(frozen=True, slots=True)
class Match:
    """An item to be told; `kind` is publish, revise or restore."""

    number: str
    kind: str


class Fresh:
    """Events up to `head`, and the records of the items they are about while these are live."""

    def __init__(self, since: int, head: int):
        self.head = head
        self.events = self._events(since)
        self._asked: dict[tuple, Asked] = {}
        self._items = self._read({number for _index, number, _type in self.events})

    def _events(self, since: int) -> list[tuple[int, str, str]]:
        rows = LedgerEntry.objects.filter(_TELLING, index__gt=since, index__lte=self.head)
        rows = rows.order_by("-index").only("index", "item", "type", "entry")
        return [
            (row.index, row.item, row.type)
            for row in rows[:MOST_EVENTS]
            if row.type != "redact" or row.event.reason == "expired"
        ]

    def _read(self, numbers: set[str]) -> "OrderedDict[str, Folded]":
        """Records of those that may be told: live, and no list shown for a time."""
        found: OrderedDict[str, Folded] = OrderedDict()
        ordered = sorted(numbers)
        for start in range(0, len(ordered), BATCH):
            some = ordered[start : start + BATCH]
            live = set(for_feeds().filter(number__in=some).values_list("number", flat=True))
            found.update((record.number, folded(record)) for record in _records(live))
        return found

    def matches(self, query: SearchQuery, told_index: int) -> list[Match]:
        """Items with an event after `told_index` that hold all that is asked, newest first."""
        kinds: dict[str, str] = {}
        for index, number, kind in self.events:
            if index > told_index and number in self._items:
                # The newest event comes first; an item that was first published since is new.
                kinds[number] = "publish" if kind == "publish" else kinds.get(number, kind)
        if not kinds:
            return []
        asked = self._understood(query)
        return [
            Match(number, "revise" if kind == "redact" else kind)
            for number, kind in kinds.items()
            if holds_all(self._items[number], query, asked)
        ]

    def _understood(self, query: SearchQuery) -> Asked:
        key = (query.text, query.literal)
        if key not in self._asked:
            self._asked[key] = understood(query)
        return self._asked[key]


def _records(numbers: set[str]) -> list[SearchRecord]:
    """As the index has them; those whose index is behind are read from the item itself."""
    stored = SearchDocument.objects.filter(number__in=numbers, is_removed=False)
    last = dict(
        LedgerEntry.objects.filter(item__in=numbers).order_by("rev").values_list("item", "rev")
    )
    records = {
        row.number: SearchRecord.from_payload(row.payload)
        for row in stored
        if row.rev == last.get(row.number)
    }
    for number in numbers - records.keys():
        record = indexing.current_record(number)
        if record is not None:
            records[number] = record
    return list(records.values())
