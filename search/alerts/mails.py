"""The mails themselves: plain text and simple HTML, no picture, no tracking, direct addresses.

The subject says how many, never what; titles stand in the body, which goes to who asked for it.
"""

import hashlib
import json
import logging
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from disclosure.models import DisclosurePage
from search.feeds.sources import for_feeds
from search.models import SavedSearch, Subscriber

from . import bounces, cipher, questions, signup

log = logging.getLogger(__name__)
MOST_REFUSALS = 3
PERMANENT = 500  # SMTP reply codes from here on say: never


def send(number: str, payload: dict) -> None:
    """Handler of the outbox kind `alert_mail`; whoever stopped meanwhile gets nothing."""
    subscriber = Subscriber.objects.filter(pk=payload["subscriber"]).first()
    if subscriber is None:
        return
    try:
        address = cipher.unseal(subscriber.sealed_address, f"address {subscriber.key}")
    except cipher.CannotKeep:
        log.error("alerts.unreadable subscriber=%s", subscriber.pk)
        return
    with translation.override(subscriber.language):
        message = _WRITERS[payload["what"]](subscriber, address, payload)
    if message is None:
        return
    try:
        message.send()
    except (SMTPRecipientsRefused, SMTPResponseException) as error:
        if not _is_permanent(error):
            raise
        refused(subscriber)
        return
    if subscriber.refusals:
        Subscriber.objects.filter(pk=subscriber.pk).update(refusals=0)
    log.info("alerts.sent subscriber=%s what=%s", subscriber.pk, payload["what"])


def refused(subscriber: Subscriber) -> None:
    """The mail server says that there is no such address: after the third time we believe it."""
    subscriber.refusals += 1
    log.info("alerts.refused subscriber=%s times=%d", subscriber.pk, subscriber.refusals)
    if subscriber.refusals >= MOST_REFUSALS:
        signup.stop(subscriber)
    else:
        subscriber.save(update_fields=["refusals"])


def _is_permanent(error: Exception) -> bool:
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _told in error.recipients.values())
    return error.smtp_code >= PERMANENT and error.smtp_code in (550, 551, 553)


def absolute(name: str, *arguments: str) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse(name, args=arguments)


def _question(subscriber: Subscriber, saved: SavedSearch):
    return questions.from_text(cipher.unseal(saved.sealed_query, f"question {subscriber.key}"))


def _confirmation(subscriber: Subscriber, address: str, payload: dict):
    saved = subscriber.searches.filter(pk=payload["saved"], confirmed_at=None).first()
    if saved is None:
        return None
    context = {
        "question": questions.described(_question(subscriber, saved)),
        "rhythm": saved.get_rhythm_display(),
        "url": absolute("alert_confirm", signup.confirm_token(saved)),
        "hours": int(signup.CONFIRM_WITHIN.total_seconds() // 3600),
    }
    return _message(_("请确认邮件订阅"), "confirm", context, address)


def _known(subscriber: Subscriber, address: str, payload: dict):
    """Somebody asked again for what this address follows already."""
    context = {"manage_url": absolute("alert_manage", signup.manage_token(subscriber))}
    return _message(_("您已经订阅了"), "known", context, address)


def _news(subscriber: Subscriber, address: str, payload: dict):
    """What is still public of what was found; None when nothing is."""
    groups, total = [], 0
    for found in payload["found"]:
        saved = subscriber.searches.filter(pk=found["saved"]).first()
        items = _items(found["items"]) if saved else []
        if not items:
            continue
        more = max(found["total"] - len(found["items"]), 0)
        query = _question(subscriber, saved)
        total += len(items) + more
        root = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        url = root + questions.address_of(query, sort="date")
        groups.append(
            {"question": questions.described(query), "items": items, "more": more, "url": url}
        )
    if not groups:
        return None
    stop_url = absolute("alert_stop", signup.stop_token(subscriber))
    context = {
        "groups": groups,
        "manage_url": absolute("alert_manage", signup.manage_token(subscriber)),
        "stop_url": stop_url,
    }
    subject = ngettext("您订阅的查找有 %(n)d 条新信息", "您订阅的查找有 %(n)d 条新信息", total) % {
        "n": total
    }
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"
    headers = {
        "List-Unsubscribe": f"<{stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<alerts.{host}>",
        # A mail that is sent twice because its receipt was lost is one to the mail program.
        "Message-ID": f"<{_name_of(payload)}.{subscriber.key.hex}@{host}>",
    }
    back = bounces.return_address(subscriber)
    return _message(subject, "news", context, address, headers=headers, back=back)


def _name_of(payload: dict) -> str:
    return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()[:24]


def _items(told: list) -> list[dict]:
    kinds = dict(told)
    pages: dict[str, DisclosurePage] = {
        page.number: page for page in for_feeds().filter(number__in=list(kinds)).defer("body")
    }
    return [
        {"page": pages[number], "kind": kind, "url": absolute("item", number)}
        for number, kind in kinds.items()
        if number in pages
    ]


_WRITERS = {"confirm": _confirmation, "known": _known, "news": _news}


def _message(subject: str, name: str, context: dict, address: str, *, headers=None, back: str = ""):
    context = context | {
        "site": settings.WAGTAIL_SITE_NAME,
        "privacy_url": absolute("privacy"),
        "language": translation.get_language(),
    }
    message = EmailMultiAlternatives(
        subject=_("明镜：%(what)s") % {"what": subject},
        body=render_to_string(f"search/alerts/mail/{name}.txt", context),
        to=[address],
        headers={"Auto-Submitted": "auto-generated", **(headers or {})},
    )
    if back:
        # The envelope's sender; readers see the site's own.
        message.from_email = back
        message.extra_headers["From"] = settings.DEFAULT_FROM_EMAIL
    html = render_to_string(f"search/alerts/mail/{name}.html", context)
    message.attach_alternative(html, "text/html")
    return message
