"""What staff taught the search, put in force in this process: one statement per search.

Without a row of the state, or without a table (before the first migration), the shipped synonyms
hold and nothing is recommended.
"""

import logging
import threading
from dataclasses import dataclass

from django.db import DatabaseError

from search.language import lexicon
from search.models import BestBet, KnowledgeState, SynonymGroup

log = logging.getLogger(__name__)
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Version:
    """Stamps of the synonyms and the best bets as they were read; 0: never any."""

    synonyms: int = 0
    bets: int = 0


_known = Version()
_bets: tuple[BestBet, ...] = ()


def refresh() -> Version:
    """Take over what staff changed since the last search; afterwards it is in force here."""
    try:
        now = _stored()
        if now != _known:
            _take_over(now)
    except DatabaseError as error:
        # A search is answered with what is known rather than not at all.
        log.warning("search.teaching.knowledge not readable: %s", type(error).__name__)
    return _known


def active_bets() -> tuple[BestBet, ...]:
    """The best bets switched on, as of the last refresh; their dates are the caller's question."""
    return _bets


def _stored() -> Version:
    row = KnowledgeState.objects.filter(pk=1).values_list("synonyms", "bets").first()
    return Version(*row) if row else Version()


def _take_over(now: Version) -> None:
    global _known, _bets
    with _lock:
        # The stamps were read first: what is read now is as new as they say, or newer.
        if now.synonyms != _known.synonyms:
            lexicon.use(lexicon_of_the_site())
        if now.bets != _known.bets:
            _bets = tuple(BestBet.objects.filter(active=True)) if now.bets else ()
        _known = now
        log.info("search.teaching.knowledge taken over, bets=%d", len(_bets))


def lexicon_of_the_site(*, leaving_out: int = 0, also: str = "") -> lexicon.Lexicon | None:
    """The lexicon of the stored groups, None when there are none.

    On a site that was never seeded the shipped groups hold beside those of staff. `leaving_out` is
    the id of a group, `also` a line in its place: what would hold with a change.
    """
    groups = list(SynonymGroup.objects.all())
    if not groups and not also:
        return None
    lines = [group.line for group in groups if group.active and group.pk != leaving_out]
    shipped = [] if any(group.shipped_line for group in groups) else lexicon.shipped_synonyms()
    return lexicon.build(synonyms=[*([also] if also else []), *lines, *shipped])
