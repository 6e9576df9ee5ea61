"""From the notes of `asking` to counts by day: cleaned, hashed, added up, and forgotten in time.

The words of a question come into the table with the asking that makes it common enough; until
then its row holds a keyed hash. A database that is locked or away loses the counts of some seconds.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Sum
from django.utils.crypto import salted_hmac

from search.models import AskedDay, AskedQuery, AskedTotal
from search.query_log import asking
from search.query_log.asking import Asking
from search.query_log.scrubbing import is_clean, scrubbed

log = logging.getLogger(__name__)
# A question shows its words once it was asked so often on two days or more, or so often in all:
# what one person tries again and again in one sitting is shown to nobody.
THRESHOLD, ON_ONE_DAY = 5, 20
# Days: counts of a question, totals, and a question that stayed below the threshold.
KEEP_DAYS, KEEP_TOTAL_DAYS, KEEP_RARE_DAYS = 400, 1100, 60
# New questions a day at most; what lies beyond is counted in the totals only.
MOST_NEW_A_DAY = 5_000
MOST_A_FLUSH = 200
FIELDS = ("asked", "empty", "loose", "audible", "opened")


@dataclass(slots=True)
class Counts:
    """How often a question (or all of a day) was asked, and how that ended."""

    asked: int = 0
    empty: int = 0
    loose: int = 0
    audible: int = 0
    opened: int = 0
    wordless: int = 0

    def add(self, one: Asking, many: int) -> None:
        if one.is_opening:
            self.opened += many
            return
        self.asked += many
        self.empty += many * one.is_empty
        self.loose += many * one.is_loose
        self.audible += many * one.is_audible

    def plus(self, *names: str) -> dict:
        return {name: F(name) + getattr(self, name) for name in names if getattr(self, name)}


def flush() -> int:
    """Add up what waits; returns how many askings were counted. Never raises."""
    waiting = asking.taken()
    if not waiting:
        return 0
    try:
        totals, queries = _added_up(waiting)
        with transaction.atomic():
            for (day, way), counts in totals.items():
                _add_total(day, way, counts)
            _add_queries(queries)
        return sum(waiting.values())
    except DatabaseError as error:
        log.warning(
            "search.query_log.counting lost=%d error=%s", waiting.total(), type(error).__name__
        )
        return 0
    except Exception as error:  # noqa: BLE001  the thread must live; the words are gone with it
        log.error(
            "search.query_log.counting lost=%d error=%s", waiting.total(), type(error).__name__
        )
        return 0
    finally:
        if not settings.OUTBOX_LONG_INLINE:
            connection.close()  # the thread's own: none is held between two flushes


def _added_up(waiting: Counter[Asking]):
    """({(day, way): counts}, {(day, cleaned text): counts})."""
    totals: dict[tuple[date, str], Counts] = {}
    queries: dict[tuple[date, str], Counts] = {}
    cleaned: dict[str, str] = {}
    for one, many in waiting.items():
        total = totals.setdefault((one.day, one.way), Counts())
        total.add(one, many)
        if one.text not in cleaned:
            cleaned[one.text] = _cleaned(one.text) if len(cleaned) < MOST_A_FLUSH else ""
        text = cleaned[one.text]
        if text:
            queries.setdefault((one.day, text), Counts()).add(one, many)
        elif one.way == asking.PAGE and not one.is_opening:
            total.wordless += many
    return totals, queries


def _cleaned(text: str) -> str:
    try:
        return scrubbed(text) if text else ""
    except Exception as error:  # noqa: BLE001  what cannot be cleaned is not taken down
        log.warning("search.query_log.counting not cleaned: %s", type(error).__name__)
        return ""


def digest_of(text: str) -> str:
    """A hash that only this site can make."""
    return salted_hmac("search.asked", text, algorithm="sha256").hexdigest()[:40]


def _add_total(day: date, way: str, counts: Counts) -> None:
    row, _made = AskedTotal.objects.get_or_create(day=day, way=way)
    names = counts.plus(*FIELDS, "wordless")
    AskedTotal.objects.filter(pk=row.pk).update(**names)


def _add_queries(queries: dict[tuple[date, str], Counts]) -> None:
    digests = {text: digest_of(text) for _day, text in queries}
    known = {row.digest: row for row in AskedQuery.objects.filter(digest__in=set(digests.values()))}
    room: dict[date, int] = {}
    for (day, text), counts in queries.items():
        row = known.get(digests[text])
        if row is None:
            if day not in room:
                room[day] = _room(day)
            if not counts.asked or room[day] <= 0:
                continue
            room[day] -= 1
            digest = digests[text]
            row, _made = AskedQuery.objects.get_or_create(digest=digest, defaults={"last_on": day})
            known[digest] = row
        of_day, _made = AskedDay.objects.get_or_create(query=row, day=day)
        AskedDay.objects.filter(pk=of_day.pk).update(**counts.plus(*FIELDS))
        row.asked += counts.asked
        values = {"asked": F("asked") + counts.asked, "last_on": max(day, row.last_on)}
        if not row.text and _is_common(row):
            values["text"] = row.text = text
        AskedQuery.objects.filter(pk=row.pk).update(**values)


def _is_common(row: AskedQuery) -> bool:
    """Whether a question was asked often enough for its words to say nothing about anybody."""
    if row.asked < THRESHOLD:
        return False
    return row.asked >= ON_ONE_DAY or row.days.filter(asked__gt=0).count() > 1


def _room(day: date) -> int:
    """How many new questions the day may still bring: whoever makes questions up fills no table."""
    return MOST_NEW_A_DAY - AskedQuery.objects.filter(text="", last_on=day).count()


def purge(today: date) -> dict[str, int]:
    """Forget what is over its time, and what a newer detector would not have let in."""
    days, _ = AskedDay.objects.filter(day__lt=today - timedelta(days=KEEP_DAYS)).delete()
    totals, _ = AskedTotal.objects.filter(day__lt=today - timedelta(days=KEEP_TOTAL_DAYS)).delete()
    rare = AskedQuery.objects.filter(text="", last_on__lt=today - timedelta(days=KEEP_RARE_DAYS))
    old = AskedQuery.objects.filter(days=None)
    gone = sum(rows.delete()[0] for rows in (rare, old))
    return {"days": days, "totals": totals, "queries": gone, "cleaned": _clean_again()}


def _clean_again() -> int:
    """Delete stored questions that today's word lists would not store as they stand."""
    stored = AskedQuery.objects.exclude(text="").only("text")
    doubtful = [row.pk for row in stored.iterator(chunk_size=500) if not is_clean(row.text)]
    AskedQuery.objects.filter(pk__in=doubtful).delete()
    return len(doubtful)


def sums(since: date) -> dict[str, int]:
    """The totals of the search page since a day."""
    rows = AskedTotal.objects.filter(way=asking.PAGE, day__gte=since)
    found = rows.aggregate(**{name: Sum(name) for name in (*FIELDS, "wordless")})
    return {name: value or 0 for name, value in found.items()}
