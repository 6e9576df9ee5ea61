"""Words of removed items leave the files of Elasticsearch's index, not only its answers (I3, I5).

An index marks what is deleted and keeps its words until its files are merged. Each removal owes a
purge half a minute later, when the copies of the shards have let go of it; it shows until done.
The embedded index cleans its file at once.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from disclosure import outbox
from disclosure.models import Outbox, PublicVersion
from search.engines import EngineUnavailable, get_engine
from search.models import SearchDocument

KIND = "forget"
AFTER = timedelta(seconds=35)


class StillHeld(EngineUnavailable):
    """Some file of the index still holds something removed; it is tried again within a minute."""


def owe(document: SearchDocument) -> None:
    """After a removal, or a revision that only deletes: have the old words leave the files."""
    if settings.SEARCH_ENGINE == "embedded":
        return
    if document.is_removed or _deletes(document):
        now = timezone.now()
        owed = Outbox.objects.filter(kind=KIND, number=document.number, done_at__isnull=True)
        if not owed.filter(attempts=0, due_at__gt=now + AFTER / 2).exists():
            outbox.enqueue(KIND, document.number, due_at=now + AFTER)


def _deletes(document: SearchDocument) -> bool:
    last = PublicVersion.objects.filter(number=document.number).order_by("-rev").first()
    return last is not None and last.type == "redact"


def forget(number: str, payload: dict) -> None:
    """Outbox `forget`: one purge serves all that was removed before it."""
    if settings.SEARCH_ENGINE == "embedded":
        return
    started = timezone.now()
    removed = list(_removed_everywhere().values_list("pk", "seq"))
    if not get_engine().purge():
        raise StillHeld("the index still holds removed documents")
    for pk, seq in removed:
        SearchDocument.objects.filter(pk=pk, seq=seq).update(purged_at=started)
    owed = Outbox.objects.filter(kind=KIND, done_at__isnull=True, created_at__lt=started)
    owed.exclude(number=number).filter(due_at__lte=started).update(done_at=timezone.now())


def _removed_everywhere():
    """Removed items whose removal the engine has taken."""
    waiting = outbox.pending().filter(kind__in=["index", "unindex"]).values("number")
    removed = SearchDocument.objects.filter(is_removed=True, purged_at__isnull=True)
    return removed.exclude(number__in=waiting)


def is_held(number: str, trace: list) -> bool:
    """Whether a file of the index may still hold words of a removed item (registry of copies)."""
    return SearchDocument.objects.filter(
        number=number, is_removed=True, purged_at__isnull=True
    ).exists()
