"""Telling subscribers what is new: one mail per subscriber and run, each event once.

What is owed is written down together with how far the subscriber was told, in one transaction;
sending it is the outbox's work, which tries again while the mail server is away.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from disclosure import outbox
from ledger.models import LedgerHead
from search import indexing
from search.models import SavedSearch, Subscriber

from . import cipher, mails, questions
from .fresh import MOST_TOLD, Fresh
from .signup import MAIL, tidy

log = logging.getLogger(__name__)
KIND = "alerts"  # kind of the outbox row that asks for a run of those told at once
_WEEK = timedelta(days=7)


def owe() -> None:
    """Something became public: those who want to know at once are told, soon and together."""
    if not SavedSearch.objects.filter(rhythm="now", confirmed_at__isnull=False).exists():
        return
    from disclosure.models import Outbox

    if not Outbox.objects.filter(kind=KIND, done_at=None, attempts=0).exists():
        delay = timedelta(seconds=settings.ALERTS_DELAY)
        outbox.enqueue(KIND, "", due_at=timezone.now() + delay if delay else None)


def index_then_owe(number: str, payload: dict) -> None:
    """Handler of the outbox kind `index`: what can be found now may be told."""
    indexing.index(number, payload)
    owe()


def run_owed(number: str, payload: dict) -> None:
    """Handler of the outbox kind `alerts`."""
    run(["now"])


def run(rhythms: list[str] | None = None, now: datetime | None = None) -> dict[str, int]:
    """Owe the mails that are due; how many subscribers were looked at and how many get one.

    Safe to stop anywhere and to run again or twice at a time.
    """
    now = now or timezone.now()
    counts = {"unconfirmed": tidy(), "subscribers": 0, "mails": 0}
    size = LedgerHead.objects.filter(pk=LedgerHead.ONLY).values_list("size", flat=True).first()
    head = (size or 0) - 1
    waiting = SavedSearch.objects.filter(confirmed_at__isnull=False, told_index__lt=head)
    if rhythms:
        waiting = waiting.filter(rhythm__in=rhythms)
    since = waiting.aggregate(least=Min("told_index"))["least"]
    if since is None:
        return counts
    fresh = Fresh(since, head)
    for pk in sorted(set(waiting.values_list("subscriber_id", flat=True))):
        counts["subscribers"] += 1
        counts["mails"] += _tell(pk, fresh, now, rhythms)
    log.info("alerts.run subscribers=%(subscribers)d mails=%(mails)d", counts)
    return counts


@transaction.atomic
def _tell(pk: int, fresh: Fresh, now: datetime, rhythms: list[str] | None) -> bool:
    """Write down what one subscriber is owed; whether that is a mail."""
    subscriber = Subscriber.objects.select_for_update().filter(pk=pk).first()
    if subscriber is None:
        return False
    found = []
    for saved in subscriber.searches.filter(confirmed_at__isnull=False):
        if not _is_due(saved, fresh.head, now, rhythms):
            continue
        try:
            matches = _matches(subscriber, saved, fresh)
        except cipher.CannotKeep:
            log.error("alerts.unreadable search=%s", saved.pk)
            continue
        saved.told_index, saved.told_at = fresh.head, now
        saved.save(update_fields=["told_index", "told_at"])
        if matches:
            told = [[match.number, match.kind] for match in matches[:MOST_TOLD]]
            found.append({"saved": saved.pk, "items": told, "total": len(matches)})
    if found:
        outbox.enqueue(MAIL, "", what="news", subscriber=pk, found=found, head=fresh.head)
    return bool(found)


def _matches(subscriber: Subscriber, saved: SavedSearch, fresh: Fresh):
    text = cipher.unseal(saved.sealed_query, f"question {subscriber.key}")
    return fresh.matches(questions.from_text(text), saved.told_index)


def _is_due(saved: SavedSearch, head: int, now: datetime, rhythms: list[str] | None) -> bool:
    if saved.told_index >= head or (rhythms and saved.rhythm not in rhythms):
        return False
    last = saved.told_at
    if saved.rhythm == SavedSearch.NOW or last is None:
        return True
    days = timezone.localdate(now) - timezone.localdate(last)
    return days >= (_WEEK if saved.rhythm == SavedSearch.WEEKLY else timedelta(days=1))


def register() -> None:
    """Called once when the app is ready, after the search has registered its own handlers."""
    outbox.register("index", index_then_owe)
    outbox.register(MAIL, mails.send)
    outbox.register(KIND, run_owed, is_long=True)
