"""Questions about periods as they come from outside: one JSON object each (pure).

Fields are those of the vectors: `start`+`days` (kind working; `pauses` from–to), `published`+
`days`+`day_type` (publicity), `received`+`extension_working_days`+`consultations` (application;
`corrected_on` and `paid_on` restart it). Further `start`+`hours` (hours; times with zone),
`rule`+`start` (rule), `pieces` or `pages` (fee).
"""

import re
from datetime import date, datetime
from typing import Any

from . import deadlines
from .clocks.fees import fee_by_pages, fee_by_pieces
from .clocks.hours import SHANGHAI, Moment, Pause, count_hours
from .clocks.rules import date_by_rule
from .workcalendar import WorkCalendar

EARLIEST, LATEST = date(1949, 10, 1), date(2199, 12, 31)
MOST_DAYS = 5000
MOST_CONSULTATIONS = 100
MOST_PIECES = 1_000_000
KINDS = ("working", "publicity", "application", "hours", "rule", "fee")


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
    if "received" in request:
        return "application"
    if "pieces" in request or "pages" in request:
        return "fee"
    return "rule" if "rule" in request else "hours" if "hours" in request else "working"


def _working(request: dict[str, Any], calendar: WorkCalendar) -> dict[str, Any]:
    start = _date(request, "start")
    pauses = [(_date(entry, "from"), _date(entry, "to")) for entry in _listed(request, "pauses")]
    return _counted(deadlines.count_working_days(start, _days(request), calendar, pauses))


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
    letters = _listed(request, "consultations")
    received = _date(request, "received", "start")
    # Corrected (条例第三十条) or paid for: the clock begins anew on the last of these days.
    restarts = [_date(request, n) for n in ("corrected_on", "paid_on") if request.get(n)]
    if any(day < received for day in restarts):
        raise BadRequest("补正或缴费的日期早于收到申请的日期")
    clock = deadlines.reply_clock(
        max([received, *restarts]),
        calendar,
        extension=_integer(request.get("extension_working_days") or 0, "extension_working_days"),
        consultations=[_consultation(letter) for letter in letters],
    )
    return (
        _counted(clock.count)
        | {
            "reply_due": clock.count.due.isoformat(),
            "excluded_working_days": clock.excluded_working_days,
            "correction_notice_due": deadlines.add_working_days(
                received, deadlines.CORRECTION_NOTICE_WORKING_DAYS, calendar
            ).isoformat(),
        }
        | _fee_notice(request, calendar)
    )


def _fee_notice(request: dict[str, Any], calendar: WorkCalendar) -> dict[str, Any]:
    """Until when the fee is to be paid; later the application is taken as given up."""
    if not request.get("fee_notice_on"):
        return {}
    notified = _date(request, "fee_notice_on")
    due = deadlines.add_working_days(notified, deadlines.PAYMENT_WORKING_DAYS, calendar)
    return {"pay_by": due.isoformat()}


def _hours(request: dict[str, Any], calendar: WorkCalendar) -> dict[str, Any]:
    hours = _integer(request.get("hours"), "hours")
    if not 1 <= hours <= MOST_DAYS:
        raise BadRequest(f"hours 应为1至{MOST_DAYS}的整数")
    pauses = [
        Pause(_moment(entry, "from"), _moment(entry, "to") if entry.get("to") else None)
        for entry in _listed(request, "pauses")
    ]
    return _told(count_hours(_moment(request, "start"), hours, pauses))


def _rule(request: dict[str, Any], calendar: WorkCalendar) -> dict[str, Any]:
    rule = request.get("rule")
    if not isinstance(rule, dict):
        raise BadRequest("rule 应为JSON对象")
    in_hours = rule.get("kind") == "hours"
    start = _moment(request, "start") if in_hours else _date(request, "start")
    found = date_by_rule(rule, start, calendar)
    if found.count:
        return _counted(found.count)
    if found.moments:
        return {"moments": [_told(moment) for moment in found.moments]}
    return {"due": None, "reason": found.reason}


def _fee(request: dict[str, Any], calendar: WorkCalendar) -> dict[str, Any]:
    if ("pieces" in request) == ("pages" in request):
        raise BadRequest("pieces 和 pages 应当且只能给出一项")
    name = "pieces" if "pieces" in request else "pages"
    number = _integer(request[name], name)
    if not 0 <= number <= MOST_PIECES:
        raise BadRequest(f"{name} 应为0至{MOST_PIECES}的整数")
    return {"yuan": fee_by_pieces(number) if name == "pieces" else fee_by_pages(number)}


_ANSWERS = {
    "working": _working,
    "publicity": _publicity,
    "application": _application,
    "hours": _hours,
    "rule": _rule,
    "fee": _fee,
}


def _told(moment: Moment) -> dict[str, Any]:
    due = moment.due.isoformat() if moment.due else None
    return {"due": due, "explain": list(moment.steps)}


def _listed(request: dict[str, Any], name: str) -> list[Any]:
    entries = request.get(name) or []
    if not isinstance(entries, list) or len(entries) > MOST_CONSULTATIONS:
        raise BadRequest(f"{name} 应为列表，且不超过{MOST_CONSULTATIONS}项")
    if not all(isinstance(entry, dict) for entry in entries):
        raise BadRequest(f"{name} 的每一项应为JSON对象")
    return entries


def _moment(request: dict[str, Any], name: str) -> datetime:
    day = _date(request, name)
    try:
        moment = datetime.fromisoformat(str(request[name]).strip())
    except ValueError:
        moment = None
    if moment is None or len(str(request[name]).strip()) <= len(day.isoformat()):
        raise BadRequest(f"{name} 应为时刻，如 2026-02-16T22:00+08:00")
    # A time written without a zone is one in China.
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _consultation(letter: dict[str, Any]) -> deadlines.Consultation:
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
