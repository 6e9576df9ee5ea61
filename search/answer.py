"""Answering a citizen: the configured engine, or the embedded one while that is down (I6)."""

import logging
import time
from dataclasses import replace

from django.conf import settings

from . import knowledge
from .engines import EngineUnavailable, Found, get_embedded, get_engine
from .query import SearchQuery

log = logging.getLogger(__name__)
# After a failure the engine is left alone for a while: no citizen waits for its time-out in turn.
PAUSE_SECONDS = 5.0
# What the fallback takes over before it answers; the rest follows with the next questions.
FALLBACK_CATCH_UP = 1000
_paused_until = 0.0


def answer(query: SearchQuery) -> Found:
    """Results of a question. `is_degraded` says that the fallback answered."""
    global _paused_until
    knowledge.refresh()
    if settings.SEARCH_ENGINE == "embedded":
        return get_embedded().find(query)
    if time.monotonic() >= _paused_until:
        try:
            return get_engine().find(query)
        except EngineUnavailable as error:
            _paused_until = time.monotonic() + PAUSE_SECONDS
            log.warning("search.degraded engine=%s error=%s", settings.SEARCH_ENGINE, error)
    return replace(get_embedded().find(query, catch_up=FALLBACK_CATCH_UP), is_degraded=True)


def try_again() -> None:
    """Ask the configured engine with the next question, whatever happened before."""
    global _paused_until
    _paused_until = 0.0
