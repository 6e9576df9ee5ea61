"""Status badges of an item. The vocabulary is closed: a word, an icon and a tint each."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Badge:
    kind: str  # ok, info, warn, bad, off
    icon: str
    text: str


IN_FORCE = Badge("ok", "check", _("有效"))
AMENDED = Badge("info", "history", _("已修改"))
LAPSED = Badge("off", "ban", _("已失效"))
REPEALED = Badge("off", "ban", _("已废止"))
IN_PUBLICITY = Badge("info", "clock", _("公示中"))
PERIOD_OVER = Badge("off", "archive", _("公示期满，名单已撤下"))
CORRECTED = Badge("info", "history", _("已更正"))
REPRINT = Badge("off", "repeat-2", _("转载"))
EXAMPLE = Badge("warn", "flask-conical", _("示例"))
WITHDRAWN = Badge("off", "archive", _("已撤下"))

BY_VALIDITY = {"修改": AMENDED, "失效": LAPSED, "废止": REPEALED}


def badges_of(item, today: date) -> list[Badge]:
    """Badges of an item in a list: what a reader must know before opening it."""
    found = []
    if item.validity in BY_VALIDITY:
        found.append(BY_VALIDITY[item.validity])
    if is_in_publicity(item, today):
        found.append(IN_PUBLICITY)
    if getattr(item, "last_reason", "") == "correction":
        found.append(CORRECTED)
    if item.is_reprint:
        found.append(REPRINT)
    if item.is_example:
        found.append(EXAMPLE)
    return found


def badges_of_page(item, today: date, list_state=None) -> list[Badge]:
    """Badges under the title of the item itself: validity is said even when it is as expected.

    Where the item's list has a period of its own, that one counts (disclosure/periods.py).
    """
    found = badges_of(item, today)
    if list_state is not None:
        found = [badge for badge in found if badge is not IN_PUBLICITY]
        found.insert(0, PERIOD_OVER if list_state.is_over else IN_PUBLICITY)
    return [IN_FORCE, *found] if item.validity == "有效" else found


def is_in_publicity(item, today: date) -> bool:
    """Whether the publicity period (公示期) runs on that day, both ends included."""
    start, end = item.publicity_from, item.publicity_to
    return bool(start and end and start <= today <= end)
