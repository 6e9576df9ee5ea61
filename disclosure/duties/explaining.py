"""Why a duty has its last day: the rule in words, and the count day by day (I7)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from disclosure.calendars import current_calendar
from disclosure.clocks.rules import due_by_rules
from disclosure.deadlines import Count
from disclosure.duecalendar import DueCalendar, due_calendar
from disclosure.models import Duty


@dataclass(frozen=True, slots=True)
class Explanation:
    """`sentence`: from where to where; `norm` and `basis`: the rule as the catalogue words it.

    `days`: the weeks of the count, where days were counted and the count still gives this day.
    """

    sentence: str
    norm: str = ""
    basis: str = ""
    days: DueCalendar | None = None


def explain(duty: Duty, today: date) -> Explanation:
    """Recounted from what is stored: rule, first day, and the calendar in force."""
    rules = duty.catalogue_item.deadline_rules
    rule = next((r for r in rules if duty.due_rule and r.get("code") == duty.due_rule), None)
    count = _count(duty, [rule] if rule else rules)
    days = due_calendar(count, today) if count and count.due == duty.due_on else None
    rule = rule or _binding(duty, rules)
    return Explanation(_sentence(duty, count), *_worded(rule), days)


def _count(duty: Duty, rules: list[dict[str, Any]]) -> Count | None:
    if duty.counted_from is None or duty.kind not in (Duty.Kind.EVENT, Duty.Kind.CONTINUOUS):
        return None
    return due_by_rules(rules, duty.counted_from, current_calendar())


def _binding(duty: Duty, rules: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The rule of the row whose count gives the last day of an event-driven duty."""
    return next(
        (rule for rule in rules if (found := _count(duty, [rule])) and found.due == duty.due_on),
        rules[0] if rules else None,
    )


def _worded(rule: dict[str, Any] | None) -> tuple[str, str]:
    return (rule.get("cn", ""), rule.get("basis", "")) if rule else ("", "")


def _sentence(duty: Duty, count: Count | None) -> str:
    if duty.due_on is None and (duty.fulfilled_on or duty.counted_from):
        return _("形成或公开在本站开始记录公开义务以前，不计算期限。")
    if duty.due_on is None:
        return _("还没有起算：填写信息形成日期后算出最迟公开日。")
    told = {"due": duty.due_on.isoformat(), "start": duty.counted_from}
    if duty.kind == Duty.Kind.EVENT and duty.counted_from:
        return _("信息于 %(start)s 形成，从次日起计算，最迟 %(due)s 公开。") % told
    if duty.kind == Duty.Kind.CONTINUOUS and duty.counted_from:
        return (
            _("单位自 %(start)s 起承担，最迟 %(due)s 首次公开，此后长期公开、变更即更新。") % told
        )
    if duty.kind == Duty.Kind.DEVELOPING:
        return _("事件期间持续公开：从 %(start)s 起算，这一次最迟 %(due)s 公开。") % told
    if duty.period_to and duty.due_on > duty.period_to:
        told |= {"from": duty.period_from, "to": duty.period_to}
        return _("关于 %(from)s 至 %(to)s 的情况，最迟 %(due)s 公开。") % told
    if duty.period_from:
        told |= {"from": duty.period_from}
        return _("本期从 %(from)s 起，期末 %(due)s 以前公开。") % told
    return _("规定的日期：%(due)s 以前公开。") % told
