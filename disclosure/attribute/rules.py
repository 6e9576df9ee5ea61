"""The attribute of an item on plain values (pure): what it needs, when it is looked at again."""

import calendar
from datetime import date

PROACTIVE, ON_APPLICATION, WITHHELD, UNDECIDED = (
    "proactive",
    "on_application",
    "withheld",
    "undecided",
)
AGAIN_MONTHS = 12  # Art. 18 asks for regular re-assessment; the interval is ours
SOON_DAYS = 30
SHORTEST_REASON = 10


def gaps(attribute: str, ground: str, reason: str) -> list[str]:
    """What is missing: "ground", "reason" or both. Only Art. 14-16 name grounds."""
    if attribute == PROACTIVE:
        return []
    missing = [] if ground or attribute == UNDECIDED else ["ground"]
    if len(reason.strip()) < SHORTEST_REASON:
        missing.append("reason")
    return missing


def again_on(decided: date) -> date:
    """Last day of the re-assessment: twelve months after the decision (Art. 18)."""
    year, month = decided.year + AGAIN_MONTHS // 12, decided.month
    return date(year, month, min(decided.day, calendar.monthrange(year, month)[1]))


def state_of(again: date | None, today: date) -> str:
    """late, soon, or waiting for its day; undated decisions (referred items) are `referred`."""
    if again is None:
        return "referred"
    if today > again:
        return "late"
    return "soon" if (again - today).days <= SOON_DAYS else "kept"
