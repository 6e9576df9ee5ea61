"""Answering a citizen: the configured engine, or the embedded one while that fails (I6).

Elasticsearch is also left aside while it lacks a change that it refused: what it would show of a
removed item, nobody may see, and the embedded index has the change already.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings

from disclosure import outbox
from search.teaching import knowledge

from .circuit import reading, writing
from .engines import Engine, EngineUnavailable, Found, get_embedded, get_engine
from .query import SearchQuery

if TYPE_CHECKING:
    from .engines.embedded import EmbeddedEngine

log = logging.getLogger(__name__)
T = TypeVar("T")
# What the fallback takes over before it answers; the rest follows with the next questions.
FALLBACK_CATCH_UP = 1000
# The state of the outbox is looked at so often: one statement in so many seconds.
LOOK_SECONDS = 1.0
INDEX_KINDS = ("index", "unindex")
# The outbox keeps the type of an error, never its text.
ENGINE_ERRORS = ("EngineUnavailable", "Refused", "NotTaken")
_looked_at, _lacks_changes = 0.0, False


def answer(query: SearchQuery) -> Found:
    """Results of a question. `is_degraded` says that the fallback answered."""
    knowledge.refresh()
    return ask_engines(
        lambda engine: engine.find(query),
        lambda own: replace(own.find(query, catch_up=FALLBACK_CATCH_UP), is_degraded=True),
    )


def quoted(windows: list[str]) -> list[tuple[str, float]]:
    """Items that hold pieces of a passage (check desk)."""
    return ask_engines(lambda engine: engine.quoted(windows), lambda own: own.quoted(windows))


def ask_engines(ask: Callable[[Engine], T], fall_back: Callable[["EmbeddedEngine"], T]) -> T:
    """What the configured engine says; what `fall_back` gets from the embedded one meanwhile."""
    if settings.SEARCH_ENGINE == "embedded":
        return ask(get_embedded())
    found = _of_the_configured(ask)
    return fall_back(get_embedded()) if found is None else found


def _of_the_configured(ask: Callable[[Engine], T]) -> T | None:
    """What the configured engine says; None when it cannot be asked or fails."""
    if lacks_changes() or not reading.may_try():
        return None
    started = time.monotonic()
    try:
        found = ask(get_engine())
    except EngineUnavailable as error:
        reading.failed(time.monotonic() - started)
        log.warning("search.degraded engine=%s error=%s", settings.SEARCH_ENGINE, error)
        return None
    reading.worked()
    return found


def lacks_changes() -> bool:
    """Whether a change was offered to the configured engine and not taken."""
    global _looked_at, _lacks_changes
    if time.monotonic() - _looked_at >= LOOK_SECONDS:
        offered = outbox.pending().filter(kind__in=INDEX_KINDS, attempts__gt=0)
        _lacks_changes = offered.filter(last_error__in=ENGINE_ERRORS).exists()
        _looked_at = time.monotonic()
    return _lacks_changes


def try_again() -> None:
    """Ask the configured engine with the next question, whatever happened before."""
    global _looked_at
    reading.close()
    writing.close()
    _looked_at = 0.0
