"""The rules of the check on plain values: columns, answers, dates, units (pure).

Limits are of 国办秘函〔2019〕19号 unless named otherwise; `kinds.py` says how sure each is.
"""

import calendar
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

HOME_DAYS = 14
NEWS_DAYS = 14
SLOW_COLUMN_MONTHS = 6  # notices and policy
ANSWER_MONTHS = 3
# Ours: further apart, the shown time of publication is not that of the log's entry.
LOG_SECONDS = 600
# Ours: so many dates of formation changed on one day in one unit look like a clean-up of dates.
CHANGED_TOGETHER = 5
SITE_CODE = re.compile(r"(?:\d{10}|bm\d{8})")  # 政府网站发展指引: ten signs


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be. `where` is an address of this site; `detail` holds
    counts, dates and codes only, never words of an item."""

    kind: str
    where: str = ""
    unit: int | None = None
    page: int | None = None
    number: str = ""
    since: date | None = None
    detail: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The same on every night on which the same thing is found."""
        named = (self.kind, self.where, self.unit, self.page, self.detail.get("of", ""))
        return hashlib.sha256("\n".join(map(str, named)).encode()).hexdigest()[:32]


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month (民法典 Art. 202)."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def front_page(newest: date | None, today: date) -> Iterator[Finding]:
    """The home page shows the newest releases: none for two weeks, and it stands still."""
    if newest is None:
        yield Finding("home_stale", "/")
    elif today > newest + timedelta(days=HOME_DAYS):
        yield Finding("home_stale", "/", since=newest + timedelta(days=HOME_DAYS + 1))


@dataclass(frozen=True, slots=True)
class Column:
    """A part of the site with its own entries. `kind`: all, news, notices or policy; `newest` is
    the day of its newest release, None for a column without entries."""

    kind: str
    where: str
    newest: date | None
    unit: int | None = None
    of: str = ""


def columns(found: Iterable[Column], today: date) -> Iterator[Finding]:
    """Empty columns, and those not updated within the time of their kind."""
    for column in found:
        detail: dict[str, str | int] = {"of": column.of} if column.of else {}
        if column.newest is None:
            if column.kind == "all":
                yield Finding("column_empty", column.where, column.unit, detail=detail)
            continue
        last = _last_day(column)
        if last is not None and today > last:
            detail["newest"] = column.newest.isoformat()
            kind = f"{column.kind}_stale"
            since = last + timedelta(days=1)
            yield Finding(kind, column.where, column.unit, since=since, detail=detail)


def _last_day(column: Column) -> date | None:
    assert column.newest is not None  # noqa: S101  for the type; the caller has looked
    if column.kind == "news":
        return column.newest + timedelta(days=NEWS_DAYS)
    if column.kind in ("notices", "policy"):
        return months_after(column.newest, SLOW_COLUMN_MONTHS)
    return None


@dataclass(frozen=True, slots=True)
class Question:
    """A question or report of the public that nobody has answered."""

    of: str
    unit: int | None
    received: date
    due: date | None


def answers(waiting: Iterable[Question], today: date) -> Iterator[Finding]:
    """Unanswered for three months; late by its own clock before that."""
    for question in waiting:
        limit = months_after(question.received, ANSWER_MONTHS)
        detail = {"of": question.of, "received": question.received.isoformat()}
        if today > limit:
            since = limit + timedelta(days=1)
            yield Finding("unanswered", "", question.unit, since=since, detail=detail)
        elif question.due is not None and today > question.due:
            since = question.due + timedelta(days=1)
            yield Finding("answer_late", "", question.unit, since=since, detail=detail)


@dataclass(frozen=True, slots=True)
class Dates:
    """What a public item says about its dates, and what the log says. `logged_at` is None where
    the log begins later than the item (taken over from an older site)."""

    page: int
    number: str
    unit: int | None
    where: str
    formed: date | None
    issued: date | None
    public_at: datetime
    logged_at: datetime | None


def dates(found: Iterable[Dates], now: datetime) -> Iterator[Finding]:
    """Dates that cannot be right; `now` and the times carry the site's time zone."""
    for item in found:
        named = (item.where, item.unit, item.page, item.number)
        public_on, today = item.public_at.date(), now.date()
        formed = max(filter(None, (item.formed, item.issued)), default=None)
        latest = max(filter(None, (item.formed, item.issued, public_on)))
        if latest > today or item.public_at > now + timedelta(seconds=LOG_SECONDS):
            yield Finding("date_in_future", *named, detail={"day": latest.isoformat()})
        elif formed is not None and public_on < formed:
            detail = {"formed": formed.isoformat(), "public": public_on.isoformat()}
            yield Finding("public_before_formed", *named, since=public_on, detail=detail)
        if item.logged_at is not None:
            apart = abs((item.public_at - item.logged_at).total_seconds())
            if apart > LOG_SECONDS:
                detail = {
                    "shown": item.public_at.isoformat(timespec="minutes"),
                    "logged": item.logged_at.isoformat(timespec="minutes"),
                }
                yield Finding("differs_from_log", *named, since=public_on, detail=detail)


@dataclass(frozen=True, slots=True)
class Change:
    """One version whose date of formation differs from the version before."""

    unit: int | None
    where: str
    day: date
    number: str


def changed_together(found: Iterable[Change]) -> Iterator[Finding]:
    """Many dates of one unit changed on one day."""
    groups: dict[tuple[int | None, str, date], set[str]] = {}
    for change in found:
        groups.setdefault((change.unit, change.where, change.day), set()).add(change.number)
    for (unit, where, day), numbers in sorted(groups.items(), key=lambda entry: entry[0][2]):
        if len(numbers) >= CHANGED_TOGETHER:
            detail: dict[str, str | int] = {"of": day.isoformat(), "n": len(numbers)}
            yield Finding("dates_changed_together", where, unit, since=day, detail=detail)


def site_code(code: str) -> Iterator[Finding]:
    """网站标识码: ten digits, or bm and eight digits."""
    if not code.strip():
        yield Finding("site_code_missing", "/")
    elif SITE_CODE.fullmatch(code.strip()) is None:
        yield Finding("site_code_form", "/")


@dataclass(frozen=True, slots=True)
class UnitFacts:
    unit: int
    where: str
    phone: str
    address: str


def units(found: Iterable[UnitFacts]) -> Iterator[Finding]:
    """The guide must name address and telephone of every unit (政府信息公开条例 Art. 12)."""
    for each in found:
        if not each.phone.strip():
            yield Finding("unit_without_phone", each.where, each.unit)
        if not each.address.strip():
            yield Finding("unit_without_address", each.where, each.unit)
