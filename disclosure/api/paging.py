"""Orders, pages and cursors of the item list.

A cursor names the last row that was read by its place in the order, so that items which are
published or withdrawn while somebody reads neither shift the rest nor make it appear twice.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.dateparse import parse_date, parse_datetime

# Undated items come last where the newest date comes first.
_LONG_AGO = date(1, 1, 1)
LONGEST_CURSOR = 200
START = "*"


class BadCursor(ValueError):
    """No cursor of ours, or one of another order."""


@dataclass(frozen=True, slots=True)
class Order:
    """`key` is the column (or expression) items are ordered by; ties go by id, the same way."""

    key: object
    kind: str  # moment | day | text
    is_descending: bool


ORDERS = {
    "latest": Order(F("first_published_at"), "moment", True),
    "oldest": Order(F("first_published_at"), "moment", False),
    "updated": Order(F("last_published_at"), "moment", False),
    "issued": Order(Coalesce("issued_on", Value(_LONG_AGO)), "day", True),
    "number": Order(F("number"), "text", False),
}
# Names that search uses, so that one address of filters serves both.
ORDERS |= {"date": ORDERS["latest"], "relevance": ORDERS["latest"]}


def ordered(items: QuerySet, name: str) -> QuerySet:
    """Items with their `order_key`, in a total order."""
    order = ORDERS[name]
    sign = "-" if order.is_descending else ""
    return items.annotate(order_key=order.key).order_by(f"{sign}order_key", f"{sign}pk")


def after(items: QuerySet, name: str, cursor: str) -> QuerySet:
    """What follows the cursor; everything for the start. BadCursor when it is none."""
    if cursor in ("", START):
        return items
    key, pk = _parsed(name, cursor)
    way = "lt" if ORDERS[name].is_descending else "gt"
    beyond = Q(**{f"order_key__{way}": key}) | Q(order_key=key, **{f"pk__{way}": pk})
    return items.filter(beyond)


def cursor_of(name: str, item) -> str:
    """The cursor behind an item of an ordered list."""
    key = item.order_key
    told = key if isinstance(key, str) else key.isoformat()
    raw = json.dumps([_canonical(name), told, item.pk], ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _canonical(name: str) -> str:
    return "latest" if name in ("date", "relevance") else name


def _parsed(name: str, cursor: str) -> tuple[object, int]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        order, told, pk = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise BadCursor(str(type(error))) from error
    if order != _canonical(name) or not isinstance(told, str) or type(pk) is not int:
        raise BadCursor(name)
    key = _key(ORDERS[name].kind, told)
    if key is None or not 0 <= pk < 2**31 or "\x00" in told:
        raise BadCursor(name)
    return key, pk


def _key(kind: str, told: str) -> datetime | date | str | None:
    if kind == "text":
        return told
    try:
        if kind == "day":
            return parse_date(told)
        moment = parse_datetime(told)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def address_with(request: HttpRequest, **changes: str) -> str:
    """The address asked, with some parameters changed."""
    parameters = request.GET.copy()
    for name, value in changes.items():
        parameters[name] = value
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")
