"""Due dates of disclosure, counted day by day (pure; rules.md R1.1-R1.2, §2.3, §3).

The start day is never counted; day 1 is the next one that counts; a period lasts until 24:00
Asia/Shanghai of its last day. Every result can explain itself (design.md, I7).
"""

from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from .workcalendar import Day, WorkCalendar

PUBLISH_WITHIN_WORKING_DAYS = 20  # 政府信息公开条例第二十六条；吉政办函〔2018〕120号 四、公开时限
REPLY_WITHIN_WORKING_DAYS = 20  # 条例第三十三条
EXTENSION_AT_MOST = 20  # 条例第三十三条
CONSULTATION_WORKING_DAYS = 15  # 条例第三十二条（第三方）、第三十四条（共同制作机关）
CORRECTION_NOTICE_WORKING_DAYS = 7  # 条例第三十条
PAYMENT_WORKING_DAYS = 20  # 国办函〔2020〕109号
ONE_DAY = timedelta(days=1)
PROVISIONAL_NOTE = "暂定，待放假安排公布后重算"


@dataclass(frozen=True, slots=True)
class Step:
    """One day of a count. `number`: the how-many-eth it is, None when it does not count."""

    day: Day
    number: int | None
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {
            "date": self.day.date.isoformat(),
            "working": self.day.is_working,
            "kind": self.day.kind,
            "holiday": self.day.holiday,
            "number": self.number,
            "text": self.text,
        }

    @property
    def text(self) -> str:
        counted = f"第{self.number}日" if self.number is not None else "不计入"
        return "，".join(part for part in (self.day.label, self.note, counted) if part)


@dataclass(frozen=True, slots=True)
class Count:
    """Result of a count: the last day, whether it may still move, and the way there."""

    due: date
    provisional: bool
    steps: tuple[Step, ...] = field(repr=False)

    @property
    def explain(self) -> list[dict[str, Any]]:
        return [step.as_dict() for step in self.steps]


@dataclass(frozen=True, slots=True)
class Publicity:
    """A publicity period 公示: `count.due` is its last day, the list goes the day after."""

    count: Count
    last_day_without_roll: date

    @property
    def withdraw_from(self) -> date:
        return self.count.due + ONE_DAY


@dataclass(frozen=True, slots=True)
class Consultation:
    """A letter to a third party. Without an answer it ends on the 15th working day after
    `received` (or after `sent`, a forecast, while there is no proof of receipt)."""

    sent: date
    answered: date | None = None
    received: date | None = None


@dataclass(frozen=True, slots=True)
class ReplyClock:
    """The clock of an application for disclosure."""

    count: Count
    excluded_working_days: int


def count_working_days(
    start: date,
    days: int,
    calendar: WorkCalendar,
    pauses: Sequence[tuple[date, date]] = (),
) -> Count:
    """The `days`-th working day after `start`; `days` ≥ 1, ValueError otherwise.

    Working days in (from, to] of a pause do not count, those of overlapping pauses once.
    """
    _at_least_one(days)
    if any(until < since for since, until in pauses):
        raise ValueError("暂停的结束日早于开始日")

    def is_paused(when: date) -> bool:
        return any(since < when <= until for since, until in pauses)

    steps = [_start(start, calendar)]
    for step in _days_after(start, calendar, is_paused, "暂停期间"):
        steps.append(step)
        if step.number == days:
            break
    return _count(steps)


def add_working_days(start: date, days: int, calendar: WorkCalendar) -> date:
    return count_working_days(start, days, calendar).due


def working_days_between(after: date, until: date, calendar: WorkCalendar) -> int:
    """Number of working days in (after, until]."""
    return len(_working_days(after, until, calendar))


def publish_by(formed_on: date, calendar: WorkCalendar) -> Count:
    """Last day on which an item formed on `formed_on` may be published (四、公开时限)."""
    return count_working_days(formed_on, PUBLISH_WITHIN_WORKING_DAYS, calendar)


def publicity_period(
    published: date, days: int, calendar: WorkCalendar, *, working: bool
) -> Publicity:
    """End of a publicity period of `days` days posted on `published` (rules.md §3).

    A period in calendar days that ends on a day off runs on to the next working day
    (民法典第二百零三条).
    """
    if working:
        count = count_working_days(published, days, calendar)
        return Publicity(count, count.due)
    _at_least_one(days)
    plain_end = published + ONE_DAY * days
    steps = [_start(published, calendar)]
    steps += [
        Step(calendar.day(published + ONE_DAY * number), number) for number in range(1, days + 1)
    ]
    while not steps[-1].day.is_working:
        steps.append(Step(calendar.day(steps[-1].day.date + ONE_DAY), None, "期满日非工作日，顺延"))
    return Publicity(_count(steps), plain_end)


def reply_clock(
    received: date,
    calendar: WorkCalendar,
    *,
    extension: int = 0,
    consultations: Sequence[Consultation] = (),
) -> ReplyClock:
    """Reply due date: 20 working days, extension, and the days of consultations (§2.3)."""
    if not 0 <= extension <= EXTENSION_AT_MOST:
        raise ValueError("延长期限应在0至20个工作日之间")
    excluded: set[date] = set()
    forecast = False
    for letter in consultations:
        if letter.answered is not None and letter.answered < letter.sent:
            raise ValueError("征询答复日早于发出日")
        end = letter.answered
        if end is None:
            end = add_working_days(
                letter.received or letter.sent, CONSULTATION_WORKING_DAYS, calendar
            )
            forecast = forecast or letter.received is None
        # Days before the application arrived are no part of its clock.
        excluded.update(_working_days(max(letter.sent, received), end, calendar))
    total = REPLY_WITHIN_WORKING_DAYS + extension
    count = _walk(received, total + len(excluded), calendar, excluded)
    return ReplyClock(Count(count.due, count.provisional or forecast, count.steps), len(excluded))


def _walk(start: date, days: int, calendar: WorkCalendar, excluded: Set[date]) -> Count:
    """`days` working days on from `start`, the excluded ones among them without a number."""
    steps, passed = [_start(start, calendar)], 0
    for step in _days_after(start, calendar, excluded.__contains__, "征询第三方期间"):
        steps.append(step)
        passed += step.day.is_working
        if passed == days:
            break
    return _count(steps)


def _days_after(
    start: date, calendar: WorkCalendar, is_left_out: Callable[[date], bool], why: str
) -> Iterator[Step]:
    """One day after the other without end; working days are numbered unless left out."""
    number, when = 0, start
    while True:
        when += ONE_DAY
        day = calendar.day(when)
        if not day.is_working:
            yield Step(day, None)
        elif is_left_out(when):
            yield Step(day, None, why)
        else:
            number += 1
            yield Step(day, number)


def _count(steps: list[Step]) -> Count:
    due = steps[-1].day
    return Count(due.date, any(step.day.provisional for step in steps[1:]), tuple(steps))


def _start(when: date, calendar: WorkCalendar) -> Step:
    return Step(calendar.day(when), None, "起算日")


def _working_days(after: date, until: date, calendar: WorkCalendar) -> list[date]:
    days = (after + ONE_DAY * n for n in range(1, (until - after).days + 1))
    return [when for when in days if calendar.is_working(when)]


def _at_least_one(days: int) -> None:
    if days < 1:
        raise ValueError("天数应为不小于1的整数")
