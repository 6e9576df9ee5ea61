"""Clocks in hours (pure; rules.md §8): they run through nights, weekends and holidays.

Times are given and told in Asia/Shanghai, which has no summer time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still in [since, until); `until` None: it has not gone on yet."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """The last moment, None while the clock stands still; `steps`: a sentence for each stretch."""

    due: datetime | None
    steps: tuple[str, ...]


def count_hours(start: datetime, hours: int, pauses: Iterable[Pause] = ()) -> Moment:
    """The moment `hours` hours after `start`, without the time of pauses, overlaps once.

    ValueError: hours below 1, times without a zone, a pause that ends before it begins.
    """
    if hours < 1:
        raise ValueError("小时数应为不小于1的整数")
    now, left, steps = _local(start), timedelta(hours=hours), []
    for since, until in _joined(pauses):
        if until is not None and until <= now:
            continue
        if since > now:
            if since >= now + left:
                break
            steps += _running(now, since)
            left -= since - now
        if until is None:
            return Moment(None, (*steps, f"{_told(max(since, now))}起暂停，恢复后再计算到期时间"))
        steps.append(f"{_told(max(since, now))}至{_told(until)}暂停，不计入")
        now = until
    due = now + left
    return Moment(due, (*steps, *_running(now, due), f"{_told(due)}到期"))


def _running(since: datetime, until: datetime) -> list[str]:
    """One sentence for each date the clock runs through."""
    told = []
    while since < until:
        midnight = datetime.combine(since.date() + timedelta(days=1), time(), SHANGHAI)
        end = min(midnight, until)
        shown = "24:00" if end == midnight else end.strftime("%H:%M")
        minutes = int((end - since).total_seconds()) // 60
        told.append(f"{_told(since)}至{shown}，计{minutes // 60}小时{minutes % 60}分")
        since = end
    return told


def _joined(pauses: Iterable[Pause]) -> list[tuple[datetime, datetime | None]]:
    spans: list[tuple[datetime, datetime | None]] = []
    for pause in sorted(pauses, key=lambda pause: _local(pause.since)):
        since = _local(pause.since)
        until = None if pause.until is None else _local(pause.until)
        if until is not None and until < since:
            raise ValueError("暂停的结束时间早于开始时间")
        if spans and (spans[-1][1] is None or since <= spans[-1][1]):
            last_since, last = spans[-1]
            spans[-1] = (last_since, None if last is None or until is None else max(last, until))
        else:
            spans.append((since, until))
    return spans


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("时间应带时区")
    return moment.astimezone(SHANGHAI)


def _told(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")
