"""Taking a wish, and what its links do: confirm, change, stop.

To whoever fills the form in, a known address and an unknown one, a full one and one that had too
many mails look the same; only the mail tells, and that goes to the owner of the address.
"""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from disclosure import outbox, throttle
from ledger.models import LedgerHead
from search.models import SavedSearch, Subscriber
from search.models.alerts import new_nonce
from search.query import SearchQuery

from . import cipher, questions

log = logging.getLogger(__name__)
MAIL = "alert_mail"  # kind of the outbox row
CONFIRM_WITHIN = timedelta(hours=48)
MAILS_A_DAY = 3
MOST_WAITING, MOST_SEARCHES = 3, 20
_DAY = 24 * 3600


@transaction.atomic
def take(address: str, query: SearchQuery, rhythm: str, language: str) -> None:
    """Keep the wish unconfirmed and owe a mail that asks for the confirmation.

    CannotKeep when nothing can be sealed now. Says nothing about what was known before.
    """
    subscriber = _subscriber(address, language)
    saved = _saved(subscriber, query, rhythm)
    if saved is None or not _may_mail(subscriber, address):
        log.info("alerts.not_mailed subscriber=%s", subscriber.pk)
        return
    what = "known" if saved.confirmed_at else "confirm"
    outbox.enqueue(MAIL, "", what=what, subscriber=subscriber.pk, saved=saved.pk)
    log.info("alerts.asked subscriber=%s what=%s", subscriber.pk, what)


def _subscriber(address: str, language: str) -> Subscriber:
    found = Subscriber.objects.select_for_update().filter(address_hash=_hash(address)).first()
    if found is None:
        found = Subscriber(address_hash=_hash(address), language=language)
        found.sealed_address = cipher.seal(address, f"address {found.key}")
        found.save()
    return found


def _hash(address: str) -> str:
    return cipher.hash_of(address.strip().lower(), "address")


def _saved(subscriber: Subscriber, query: SearchQuery, rhythm: str) -> SavedSearch | None:
    """The question of this subscriber, made if need be; None when there are enough already."""
    text = questions.as_text(query)
    hashed = cipher.hash_of(text, "question")
    searches = list(subscriber.searches.all())
    saved = next((one for one in searches if one.query_hash == hashed), None)
    until = timezone.now() + CONFIRM_WITHIN
    if saved is not None:
        if saved.confirmed_at is None:
            saved.rhythm, saved.nonce, saved.confirm_until = rhythm, new_nonce(), until
            saved.save(update_fields=["rhythm", "nonce", "confirm_until"])
        return saved
    waiting = sum(one.confirmed_at is None for one in searches)
    if waiting >= MOST_WAITING or len(searches) >= MOST_SEARCHES:
        return None
    return SavedSearch.objects.create(
        subscriber=subscriber,
        sealed_query=cipher.seal(text, f"question {subscriber.key}"),
        query_hash=hashed,
        rhythm=rhythm,
        confirm_until=until,
    )


def _may_mail(subscriber: Subscriber, address: str) -> bool:
    """At most so many mails a day are caused by the form, whoever fills it in; variants of one
    mailbox (name+anything@) count together."""
    today = timezone.localdate()
    if subscriber.asked_on != today:
        subscriber.asked_on, subscriber.asked_times = today, 0
    subscriber.asked_times += 1
    subscriber.save(update_fields=["asked_on", "asked_times"])
    name, _at, host = address.strip().lower().rpartition("@")
    mailbox = f"{name.partition('+')[0]}@{host}"
    is_over = throttle.is_over_for(mailbox, "alerts-mailbox", most=MAILS_A_DAY, seconds=_DAY)
    return not is_over and subscriber.asked_times <= MAILS_A_DAY


# -- links ------------------------------------------------------------------------------------
def confirm_token(saved: SavedSearch) -> str:
    return cipher.link_token(cipher.CONFIRM, f"{saved.pk}.{saved.nonce}")


def manage_token(subscriber: Subscriber) -> str:
    return cipher.link_token(cipher.MANAGE, subscriber.key.hex)


def stop_token(subscriber: Subscriber) -> str:
    return cipher.link_token(cipher.STOP, subscriber.key.hex)


def waiting_for(token: str) -> SavedSearch | None:
    """The search that this link confirms; None when it was used, is too old or is no link."""
    pk, _dot, nonce = (cipher.key_in(cipher.CONFIRM, token) or "").partition(".")
    if not (pk.isdigit() and nonce):
        return None
    waiting = SavedSearch.objects.filter(confirmed_at=None, confirm_until__gt=timezone.now())
    return waiting.select_related("subscriber").filter(pk=int(pk), nonce=nonce).first()


@transaction.atomic
def confirm(token: str) -> SavedSearch | None:
    """Begin to tell: what is public by now counts as known."""
    saved = waiting_for(token)
    if saved is None:
        return None
    head = LedgerHead.objects.filter(pk=LedgerHead.ONLY).values_list("size", flat=True).first()
    saved.confirmed_at = saved.told_at = timezone.now()
    saved.nonce, saved.confirm_until = "", None
    saved.told_index = (head or 0) - 1
    saved.save()
    log.info("alerts.confirmed search=%s", saved.pk)
    return saved


def subscriber_of(use: str, token: str) -> Subscriber | None:
    """Whose link this is."""
    key = cipher.key_in(use, token)
    if key is None or len(key) != 32:
        return None
    return Subscriber.objects.filter(key=key).first()


def stop(subscriber: Subscriber) -> None:
    """Delete address and questions, now; what is still owed to them finds nobody."""
    log.info("alerts.stopped subscriber=%s", subscriber.pk)
    subscriber.delete()


@transaction.atomic
def stop_one(subscriber: Subscriber, pk: int) -> bool:
    """Delete one question, and with the last one the address; whether anybody is left."""
    subscriber.searches.filter(pk=pk).delete()
    if subscriber.searches.exists():
        return True
    stop(subscriber)
    return False


@transaction.atomic
def tidy() -> int:
    """Delete wishes that nobody confirmed in time, and addresses without a wish; how many."""
    late = SavedSearch.objects.filter(confirmed_at=None, confirm_until__lte=timezone.now())
    many = late.count()
    late.delete()
    Subscriber.objects.filter(searches=None).delete()
    return many
