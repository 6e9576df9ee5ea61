"""What tests of the check desk share: an item released, corrected, withdrawn, and questions."""

import hashlib
import json

import pytest
from django.core.cache import cache

from disclosure import outbox, publishing
from disclosure.prose import from_text
from disclosure.redaction import set_body
from ledger.models import LedgerEntry
from tests import public_copies
from tests.disclosure import stories
from tests.home.published import published

TEXT = (
    "本季度为全县1,284户、2,017人发放最低生活保障金486.20万元，其中低保对象391户、528人。"
    "公示期自2026年10月12日起，共七个工作日，对结果有异议的可以书面反映。"
)
KEYS = {
    "state", "item", "rev", "current_rev", "time", "org", "reason", "differences", "receipt",
    "checkpoint_size",
}  # fmt: skip


def released(text=TEXT, title="2026年第三季度最低生活保障资金发放情况", **fields):
    item = stories.released(title=title, text=text, **fields)
    outbox.drain()
    return item


def code_of(item, rev=1):
    return LedgerEntry.objects.get(item=item.number, rev=rev).shown_code


def corrected(item, text, reason="correction"):
    page = item.get_latest_revision_as_object()
    set_body(page, from_text(text))
    page.save_revision(user=stories.person("author"))
    publishing.commit(
        stories.cleared(type(item).objects.get(pk=item.pk)),
        by=stories.person("publisher"),
        reason=reason,
    )
    outbox.drain()


def withdraw(item, reason):
    publishing.withdraw(item, reason=reason, by=stories.person("publisher"))
    outbox.drain()


def attachment(content=b"one list"):
    digest = hashlib.sha256(content).hexdigest()
    row = public_copies.row("名单", content=content)
    item = published(rows=[("attachment_rows", row)])
    outbox.drain()
    return item, digest


def asked(client, status=200, **question):
    answer = client.post("/api/verify", json.dumps(question), content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def page(answer):
    return answer.content.decode()


@pytest.fixture(autouse=True)
def fresh_log(settings, tmp_path):
    cache.clear()
    settings.LEDGER_DIR = tmp_path / "ledger"
    settings.LEDGER_KEY_FILE = str(tmp_path / "keys" / "ledger.pem")
