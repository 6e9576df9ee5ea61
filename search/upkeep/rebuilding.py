"""The stored records brought in line with what is live, and Elasticsearch's index built anew."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from disclosure.models import DisclosurePage
from search.indexing import DatabaseFeed, current_record, erase, store
from search.models import SearchDocument
from search.record import SearchRecord

BATCH = 500
Progress = Callable[[int, int], None]


def _silent(_done: int, _total: int) -> None:
    """For those who do not watch."""


def store_all(progress: Progress = _silent) -> int:
    """Bring the stored records in line with what is live now; returns how many are live."""
    live = list(DisclosurePage.objects.released().values_list("number", flat=True))
    for done, number in enumerate(live, 1):
        record = current_record(number)
        known = SearchDocument.objects.filter(number=number).first()
        if record and not (known and known.payload == record.as_payload()):
            store(record)
        progress(done, len(live))
    for number, rev in _stored_but_not(set(live)):
        if not DisclosurePage.objects.released().filter(number=number).exists():
            erase(number, rev)
    return len(live)


def _stored_but_not(live: set[str]) -> list[tuple[str, int]]:
    stored = SearchDocument.objects.filter(is_removed=False).values_list("number", "rev")
    return [(number, rev) for number, rev in stored if number not in live]


def rebuild_elastic(engine: Any, progress: Progress = _silent) -> int:
    """Fill a new index and switch to it; returns how many items it holds.

    What changes meanwhile reaches it as well; after an interruption the next call goes on.
    """
    feed = DatabaseFeed()
    source, _highest = feed.state()

    def follow(index: str, reached: int, note: Callable[[int], None]) -> int:
        total = SearchDocument.objects.filter(is_removed=False).count()
        done = SearchDocument.objects.filter(is_removed=False, seq__lte=reached).count()
        for rows in _batches(feed, reached):
            fresh = [(seq, payload) for seq, _n, payload in rows if payload is not None]
            gone = [(seq, number) for seq, number, payload in rows if payload is None]
            engine.put(
                ((seq, SearchRecord.from_payload(payload)) for seq, payload in fresh), into=index
            )
            engine.remove(gone, into=index)
            reached, done = rows[-1][0], done + len(fresh)
            note(reached)
            progress(min(done, total), total)
        return reached

    engine.rebuild(follow, _expected, source)
    return _expected()


def _expected() -> int:
    return SearchDocument.objects.filter(is_removed=False).count()


def _batches(feed: DatabaseFeed, reached: int) -> Iterator[list[tuple[int, str, dict | None]]]:
    while rows := feed.since(reached, BATCH):
        yield rows
        reached = rows[-1][0]


class Pace:
    """Progress for people: counts, speed and the time left, at most every few seconds."""

    def __init__(self, what: str, say: Callable[[str], None], every: float = 3.0):
        self.what, self.say, self.every = what, say, every
        self.began = self.said = time.monotonic()
        self.first: int | None = None

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self.first is None:
            self.first = done  # what an earlier attempt has done does not count for the speed
        if now - self.said < self.every and done < total:
            return
        self.said = now
        speed = (done - self.first) / max(now - self.began, 0.001)
        left = f"，约剩 {_span((total - done) / speed)}" if speed > 0 and done < total else ""
        self.say(f"{self.what} {done:,} / {total:,}（每秒 {speed:,.0f} 条{left}）")


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{max(round(seconds), 1)} 秒"
    if seconds < 5400:
        return f"{round(seconds / 60)} 分钟"
    return f"{seconds / 3600:.1f} 小时"
