"""The rows of staff put in force: loaded when their counter moved, in every process."""

import logging
import threading
import time
from collections import defaultdict

from django.conf import settings
from django.db import DatabaseError

from privacy import lexicon
from privacy.lexicon_words import LISTS

log = logging.getLogger(__name__)
_lock = threading.Lock()
_asked = 0.0


def load() -> None:
    """Read all active entries and put them in force in this process."""
    from privacy.models import LexiconEntry, LexiconState

    with _lock:
        version = LexiconState.objects.filter(pk=1).values_list("version", flat=True).first() or 0
        if version == lexicon.version():
            return
        added, dropped = defaultdict(list), defaultdict(set)
        rows = LexiconEntry.objects.filter(active=True).order_by("pk")
        for kind, effect, word, removes in rows.values_list("kind", "effect", "word", "removes"):
            name = LISTS.get((kind, effect))
            if name and removes:
                dropped[name].add(word)
            elif name:
                added[name].append(word)
        lexicon.use(
            lexicon.Changes(
                version,
                {name: tuple(words) for name, words in added.items()},
                {name: frozenset(words) for name, words in dropped.items()},
            )
        )
        log.info("privacy.lexicon version=%d entries=%d", version, rows.count())


def refresh() -> None:
    """Asked before each text; looks at the counter at most once a `LEXICON_CHECK_SECONDS`."""
    global _asked
    seconds = getattr(settings, "LEXICON_CHECK_SECONDS", 1.0)
    now = time.monotonic()
    if seconds is None or now - _asked < seconds:
        return
    _asked = now
    try:
        load()
    except DatabaseError:
        # Before the first migration there are no rows; the shipped lists serve alone.
        _asked = now + 60
        log.warning("privacy.lexicon rows not readable, shipped lists in force")
