"""Answers that say since when they stand: ETag, Last-Modified and 304 (RFC 9110 §8.8, §13).

Whatever the public can see changes with an entry of the ledger, or at midnight, when the period
of a list ends by date alone.
"""

import hashlib
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from disclosure.canonical import BEIJING
from ledger.entry import TIME_FORMAT
from ledger.models import LedgerHead

_SECOND = timedelta(seconds=1)


def last_change(now: datetime | None = None) -> datetime:
    """Since when everything public stands as it does, in whole seconds.

    In the second of a change another one may follow unseen; until it is over, the second before
    is named, so that nobody keeps an answer which the rest of the second made old.
    """
    now = (now or datetime.now(UTC)).astimezone(UTC)
    midnight = now.astimezone(BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)
    told = LedgerHead.objects.filter(pk=LedgerHead.ONLY).values_list("last_time", flat=True)
    last_time = next(iter(told), "")
    changed = midnight.astimezone(UTC)
    if last_time:
        changed = max(changed, datetime.strptime(last_time, TIME_FORMAT).replace(tzinfo=UTC))
    return min(changed, now.replace(microsecond=0) - _SECOND)


def etag_of(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def conditional(
    request: HttpRequest,
    response: HttpResponse,
    *,
    changed: datetime | None = None,
    by_date: bool = True,
) -> HttpResponse:
    """The answer with its validators, or 304 when the asker has it already.

    `by_date=False`: the date is told, but is not enough to say that nothing changed.
    """
    if response.status_code != 200 or response.streaming:
        return response
    response["ETag"] = etag_of(response.content)
    if changed is not None:
        response["Last-Modified"] = http_date(changed.timestamp())
    if not _is_known(request, response["ETag"], changed if by_date else None):
        return response
    kept = ("ETag", "Last-Modified", "Cache-Control", "Vary", "Content-Location", "Link")
    headers = {name: response[name] for name in kept if response.has_header(name)}
    return HttpResponse(status=304, headers=headers)


def _is_known(request: HttpRequest, etag: str, changed: datetime | None) -> bool:
    asked = request.headers.get("If-None-Match", "")
    if asked:
        return asked.strip() == "*" or etag in {
            known.removeprefix("W/") for known in parse_etags(asked)
        }
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return changed is not None and since is not None and int(changed.timestamp()) <= since
