"""Mails that come back: the address they are returned to names the subscriber, never the address.

With `ALERTS_BOUNCES=bounces@example.gov.cn` mails leave as `bounces+<key>@…` (VERP); what the mail
server gets there it hands to `manage.py alert_bounces`.
"""

import re
from email import policy
from email.message import Message
from email.parser import BytesParser

from django.conf import settings

from search.models import Subscriber

LARGEST = 1_000_000  # bytes
_KEY = re.compile(r"\+([0-9a-f]{32})@", re.IGNORECASE)
_PERMANENT = re.compile(r"5\.\d{1,3}\.\d{1,3}")
_NAMED_IN = ("X-Original-To", "Delivered-To", "To", "Envelope-To")


def return_address(subscriber: Subscriber) -> str:
    """Where a mail to this subscriber comes back to; '' where no such mailbox is set up."""
    name, at, host = settings.ALERTS_BOUNCES.partition("@")
    return f"{name}+{subscriber.key.hex}@{host}" if at else ""


def returned(raw: bytes) -> Subscriber | None:
    """Whose mail came back for good; None for delays, absences and anything else."""
    message = BytesParser(policy=policy.compat32).parsebytes(raw[:LARGEST])
    if not _has_failed(message):
        return None
    for header in _NAMED_IN:
        key = _KEY.search(str(message.get(header, "")))
        if key:
            return Subscriber.objects.filter(key=key[1].lower()).first()
    return None


def _has_failed(message: Message) -> bool:
    """Whether a delivery report (RFC 3464) says so."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            told = part.get_payload()
            fields = told if isinstance(told, list) else []
            for one in fields:
                status = str(one.get("Status", "")).strip()
                action = str(one.get("Action", "")).strip().lower()
                if action == "failed" and _PERMANENT.fullmatch(status):
                    return True
    return False
