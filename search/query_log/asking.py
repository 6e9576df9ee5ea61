"""Counting what is asked without saying who asked (docs/adr/0015).

A request only drops a note into the memory of its process; a thread cleans the notes every few
seconds and adds them up in the database (`counting`). Nothing here ever raises into an answer.
"""

import atexit
import logging
import re
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from search.engines import Found
from search.query import SearchQuery, clean_text

log = logging.getLogger(__name__)
FLUSH_SECONDS = 5.0
# So many different questions wait at most; those beyond are counted without their words.
MOST_WAITING = 400
PAGE, API, ROBOT = "page", "api", "robot"
_ROBOT = re.compile(
    "bot|crawl|spider|slurp|fetch|monitor|preview|scan|archive|headless|python|curl|wget|java/|"
    "go-http|okhttp|libwww|httpclient|axios|node|postman",
    re.IGNORECASE,
)
_PREFETCH = ("prefetch", "prerender")


@dataclass(frozen=True, slots=True)
class Asking:
    """One asking, or (`is_opening`) the opening of a result of one. `text` is still as typed and
    never leaves the memory."""

    day: date
    way: str
    text: str
    is_empty: bool = False
    is_loose: bool = False
    is_audible: bool = False
    is_opening: bool = False


_waiting: Counter[Asking] = Counter()
_lock = threading.Lock()
_thread: threading.Thread | None = None
_stop = threading.Event()


def note(request: HttpRequest, query: SearchQuery, found: Found) -> None:
    """Count a question of the search page: its first page, before any filter is chosen."""
    is_narrowed = query.page > 1 or query.chosen or query.has_period or query.literal
    if not query.text or is_narrowed or _is_ahead(request):
        return
    if _is_robot(request):
        _keep(Asking(timezone.localdate(), ROBOT, "", is_empty=not found.total))
        return
    _keep(
        Asking(
            timezone.localdate(),
            PAGE,
            query.text,
            is_empty=not found.total and not found.hits,
            is_loose=found.is_loose,
            is_audible=bool(_came_from(request)),
        )
    )


def note_api(found: Found) -> None:
    """Count a question of a program; its words are not looked at."""
    _keep(Asking(timezone.localdate(), API, "", is_empty=not found.total, is_loose=found.is_loose))


def opened(request: HttpRequest) -> None:
    """Count a result that was opened: the browser names the result page it came from."""
    if _is_ahead(request) or _is_robot(request):
        return
    before = _came_from(request)
    if before is None or before.path != reverse("search"):
        return
    asked = parse_qs(before.query, max_num_fields=60).get("q", [""])[0] if before.query else ""
    if text := clean_text(asked):
        _keep(Asking(timezone.localdate(), PAGE, text, is_opening=True))


def taken() -> Counter[Asking]:
    """Everything that waits; it waits no longer."""
    global _waiting
    with _lock:
        waiting, _waiting = _waiting, Counter()
    return waiting


def _keep(asking: Asking) -> None:
    with _lock:
        if len(_waiting) >= MOST_WAITING and asking not in _waiting:
            if asking.is_opening:
                return
            asking = Asking(asking.day, asking.way, "", asking.is_empty, asking.is_loose)
        _waiting[asking] += 1
    _start()


def _came_from(request: HttpRequest):
    """The page of this site that led here, None when the browser does not say."""
    try:
        before = urlsplit(request.headers.get("Referer", "")[:4000])
        return before if before.netloc and before.netloc == request.get_host() else None
    except ValueError:
        return None


def _is_robot(request: HttpRequest) -> bool:
    agent = request.headers.get("User-Agent", "")
    return request.method != "GET" or not agent or _ROBOT.search(agent) is not None


def _is_ahead(request: HttpRequest) -> bool:
    """A browser that loads a page in advance: nobody has asked yet."""
    return any(word in request.headers.get("Sec-Purpose", "") for word in _PREFETCH)


def _start() -> None:
    """The thread of this process, from its first question on (after the server has forked)."""
    global _thread
    if settings.OUTBOX_LONG_INLINE or (_thread is not None and _thread.is_alive()):
        return  # tests count by hand: no threads beside their transaction
    with _lock:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_run, name="search-counting", daemon=True)
            _thread.start()
            atexit.register(_stop.set)


def _run() -> None:
    from search.query_log.counting import flush

    while not _stop.wait(FLUSH_SECONDS):
        flush()
    flush()
