"""How long lists of persons stay, by the catalogue row's rules and the policy (rules.md §3).

Where several norms bind, the one that ends later does. The rows of `data/list_periods.json` stand
in where a catalogue row names no period and its policy wants one all the same.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from .deadlines import ONE_DAY, Publicity, publicity_period
from .workcalendar import WorkCalendar

LONGEST_EXTRA = timedelta(days=90)
_DEFAULTS = Path(__file__).resolve().parent / "data" / "list_periods.json"


@dataclass(frozen=True, slots=True)
class Norm:
    """A period of `days`, in calendar or working days, with its source."""

    days: int
    day_type: str
    basis: str

    def period(self, posted: date, calendar: WorkCalendar) -> Publicity:
        """The count from the day of posting, which is itself not counted."""
        return publicity_period(posted, self.days, calendar, working=self.day_type == "working")


@dataclass(frozen=True, slots=True)
class ListEnd:
    """When a list goes: the norm that binds, its count, and the last day of showing."""

    norm: Norm
    publicity: Publicity
    last_day: date

    @property
    def removed_from(self) -> date:
        return self.last_day + ONE_DAY

    @property
    def is_provisional(self) -> bool:
        return self.publicity.count.provisional


def norms_for(rules: Sequence[dict[str, Any]], policy: str) -> list[Norm]:
    """Norms of a catalogue row; none means that its lists have no period of their own."""
    found = [
        Norm(days, rule.get("day_type") or "calendar", _basis(rule))
        for rule in rules
        if rule.get("kind") == "publicity_period"
        and (days := rule.get("days") or rule.get("product_default_days"))
    ]
    if not found and (default := _defaults().get(policy)):
        found = [Norm(default["days"], default["day_type"], default["basis"])]
    return found


def end_of_list(
    norms: Sequence[Norm], posted: date, calendar: WorkCalendar, stated: date | None = None
) -> ListEnd:
    """The latest end of all norms (at least one), or the later day that the item itself states.

    A stated day far beyond the norm is a slip of the pen, and nobody's reason to show a list.
    """
    counted = [(norm, norm.period(posted, calendar)) for norm in norms]
    norm, publicity = max(counted, key=lambda pair: pair[1].count.due)
    due = publicity.count.due
    is_later = stated is not None and due < stated <= due + LONGEST_EXTRA
    return ListEnd(norm, publicity, stated if is_later and stated else due)


@cache
def _defaults() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = json.loads(_DEFAULTS.read_text(encoding="utf-8"))
    return loaded


def _basis(rule: dict[str, Any]) -> str:
    return "，".join(part for part in (rule.get("cn", ""), rule.get("basis", "")) if part)
