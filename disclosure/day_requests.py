"""Questions about periods as they come from outside: one JSON object each (pure).

Fields are those of the vectors: `start`+`days` (kind working), `published`+`days`+`day_type`
(publicity), `received`+`extension_working_days`+`consultations` (application).
"""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from . import deadlines
from .workcalendar import WorkCalendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
EARLIEST, LATEST = date(1949, 10, 1), date(2199, 12, 31)
MOST_DAYS = 5000
MOST_CONSULTATIONS = 100
KINDS = ("working", "publicity", "application")


class BadRequest(ValueError):
    """The request cannot be answered; the text says why, for people."""


def answer(request: object, calendar: WorkCalendar) -> dict[str, Any]:
    """The answer to one request, `id` echoed; BadRequest when a field is missing or wrong."""
    if not isinstance(request, dict):
        raise BadRequest("每行应为一个JSON对象")
    kind = request.get("kind") or _kind_by_fields(request)
    if kind not in KINDS:
        raise BadRequest(f"kind 应为 {'|'.join(KINDS)}")
    try:
        result = _ANSWERS[kind](request, calendar)
    except BadRequest:
        raise
    except ValueError as problem:
        raise BadRequest(str(problem)) from problem
    return ({"id": request["id"]} if "id" in request else {}) | result


def _kind_by_fields(request: dict[str, Any]) -> str:
    if "published" in request:
        return "publicity"
    return "application" if "received" in request else "working"


def _working(request: dict[str, Any], calendar: WorkCalendar) -> dict[str, Any]:
    start = _date(request, "start")
    return _counted(deadlines.count_working_days(start, _days(request), calendar))


def _publicity(request: dict[str, Any], calendar: WorkCalendar) -> dict[str, Any]:
    day_type = request.get("day_type", "calendar")
    if day_type not in ("calendar", "working"):
        raise BadRequest("day_type 应为 calendar 或 working")
    period = deadlines.publicity_period(
        _date(request, "published", "start"),
        _days(request),
        calendar,
        working=day_type == "working",
    )
    return _counted(period.count) | {
        "last_day": period.count.due.isoformat(),
        "last_day_without_roll": period.last_day_without_roll.isoformat(),
        "withdraw_from": period.withdraw_from.isoformat(),
    }


def _application(request: dict[str, Any], calendar: WorkCalendar) -> dict[str, Any]:
    letters = request.get("consultations") or []
    if not isinstance(letters, list) or len(letters) > MOST_CONSULTATIONS:
        raise BadRequest("consultations 应为列表，且不超过100项")
    clock = deadlines.reply_clock(
        _date(request, "received", "start"),
        calendar,
        extension=_integer(request.get("extension_working_days") or 0, "extension_working_days"),
        consultations=[_consultation(letter) for letter in letters],
    )
    return _counted(clock.count) | {
        "reply_due": clock.count.due.isoformat(),
        "excluded_working_days": clock.excluded_working_days,
    }


_ANSWERS = {"working": _working, "publicity": _publicity, "application": _application}


def _consultation(letter: object) -> deadlines.Consultation:
    if not isinstance(letter, dict):
        raise BadRequest("consultations 的每一项应为JSON对象")

    def optional(*names: str) -> date | None:
        given = any(letter.get(name) for name in names)
        return _date(letter, *names) if given else None

    answered = optional("answered_or_expired", "answered")
    return deadlines.Consultation(_date(letter, "sent"), answered, optional("received"))


def _counted(count: deadlines.Count) -> dict[str, Any]:
    return {
        "due": count.due.isoformat(),
        "provisional": count.provisional,
        "explain": count.explain,
    }


def _days(request: dict[str, Any]) -> int:
    for name in ("days", "working_days"):
        if request.get(name) is not None:
            days = _integer(request[name], name)
            if not 1 <= days <= MOST_DAYS:
                raise BadRequest(f"{name} 应为1至{MOST_DAYS}的整数")
            return days
    raise BadRequest("缺少 days")


def _integer(value: object, name: str) -> int:
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,9}", value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadRequest(f"{name} 应为整数")
    return value


def _date(request: dict[str, Any], *names: str) -> date:
    value = next((request[name] for name in names if request.get(name)), None)
    if value is None:
        raise BadRequest(f"缺少 {names[0]}")
    found = _parse(value) if isinstance(value, str) else None
    if found is None:
        raise BadRequest(f"{names[0]} 不是有效日期，应如 2018-06-20")
    if not EARLIEST <= found <= LATEST:
        raise BadRequest(f"{names[0]} 超出可计算范围（{EARLIEST}至{LATEST}）")
    return found


def _parse(value: str) -> date | None:
    text = value.strip()
    spelled = re.fullmatch(r"(\d{4})[年/.](\d{1,2})[月/.](\d{1,2})日?", text)
    try:
        if spelled:
            return date(*map(int, spelled.groups()))
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        return None
    # A moment belongs to the Chinese date it falls on, whatever zone it was written in.
    try:
        return moment.astimezone(SHANGHAI).date() if moment.tzinfo else moment.date()
    except OverflowError:
        return None
