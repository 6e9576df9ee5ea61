"""Mails that come back."""

import pytest

from search.models import Subscriber
from tests.search.subscribers import (
    news_for,
)

pytestmark = pytest.mark.django_db


REPORT = """From: MAILER-DAEMON@mail.example
To: bounces+{key}@site.example
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; li.xiaohua.canary@mail.example
Action: {action}
Status: {status}

--b--
"""


@pytest.mark.parametrize(
    ("action", "status", "counts"),
    [("failed", "5.1.1", 1), ("failed", "4.2.2", 0), ("delayed", "5.1.1", 0), ("", "", 0)],
)
def test_a_returned_mail_counts_only_when_the_address_does_not_exist(
    citizen, settings, action, status, counts
):
    from search.alerts import bounces

    settings.ALERTS_BOUNCES = "bounces@site.example"
    news = news_for(citizen)
    subscriber = Subscriber.objects.get()
    assert news.from_email == f"bounces+{subscriber.key.hex}@site.example"
    assert news.message()["From"] == settings.DEFAULT_FROM_EMAIL
    report = REPORT.format(key=subscriber.key.hex, action=action, status=status).encode()
    assert (bounces.returned(report) == subscriber) is bool(counts)
    unknown = REPORT.format(key="0" * 32, action="failed", status="5.1.1").encode()
    assert bounces.returned(unknown) is None


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"To: bounces+x@y\n\n", b"a" * 10_000])
def test_anything_else_is_no_returned_mail(db, raw):
    from search.alerts import bounces

    assert bounces.returned(raw) is None
