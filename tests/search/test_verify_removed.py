"""The check desk after withdrawals and corrections: what went is never confirmed."""

import json
import re

import pytest
from django.test import Client

from disclosure import outbox, publishing
from disclosure.models import PublicVersion, RecipientTable
from tests.disclosure import stories
from tests.home.published import published
from tests.search.at_the_desk import (  # noqa: F401  fixtures
    KEYS,
    TEXT,
    asked,
    attachment,
    code_of,
    corrected,
    fresh_log,
    page,
    released,
    withdraw,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen(site_search):
    return Client()


def test_a_withdrawn_item_says_when_and_why(citizen):
    item = released()
    withdraw(item, "expired")
    for question in ({"code": code_of(item)}, {"item": item.number}, {"text": TEXT[:60]}):
        found = asked(citizen, **question)
        assert (found["state"], found["reason"]) == ("withdrawn", "expired"), question
        assert found["differences"] == []


# -- removal --------------------------------------------------------------------------------
def test_removed_content_is_never_confirmed(citizen):
    item = released()
    code, parts = code_of(item), f"/ledger/parts.json?item={item.number}&rev=1"
    assert citizen.get(parts).status_code == 200
    withdraw(item, "privacy")
    assert citizen.get(parts).status_code == 410
    assert citizen.get(f"/ledger/parts.json?item={item.number}").status_code == 410
    assert asked(citizen, text=TEXT)["state"] == "unknown"
    assert asked(citizen, text=TEXT.replace("486", "586"))["state"] == "unknown"
    found = asked(citizen, code=code)
    assert (found["state"], found["reason"]) == ("withdrawn", "privacy")
    shown = page(citizen.get(f"/v/{code.replace('-', '')}"))
    assert item.title not in shown and "486.20" not in shown


def test_a_redaction_leaves_no_way_to_confirm_what_went(citizen):
    item = released(text=TEXT + "\n\n这一段只为试验删去而写，删去之后不应当再有人能够核对到它。")
    part = "b/2"
    before = dict(PublicVersion.objects.get(number=item.number, rev=1).parts)[part]
    publishing.redact(
        item, {part: [(0, len(before), "")]}, reason="privacy", by=stories.person("publisher")
    )
    outbox.drain()
    assert asked(citizen, text=before)["state"] == "unknown"
    old = citizen.get(f"/ledger/parts.json?item={item.number}&rev=1").json()
    assert part not in old and old["b/1"].startswith("本季度")
    assert "试验删去" not in json.dumps(asked(citizen, code=code_of(item)), ensure_ascii=False)


def test_removed_content_reads_like_content_that_never_was(citizen):
    """The same words for both, but for what an answer says of the question itself."""
    item = released()
    withdraw(item, "privacy")
    never = "这一句谁也没有公开过，发放了最低生活保障金999.20万元，其中城市999户。"
    removed, unknown = (page(citizen.post("/verify/", {"by": "text", "text": text}))
                        .replace(text, "") for text in (TEXT[:60], never))  # fmt: skip
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert token.sub("", removed) == token.sub("", unknown)
    assert asked(citizen, text=TEXT) == asked(citizen, text=never)
    held, digest = attachment(b"a list that is removed later")
    withdraw(held, "privacy")
    assert asked(citizen, sha256=digest) == asked(citizen, sha256="0" * 64)


def test_who_was_on_an_earlier_list_is_not_told_to_whoever_holds_a_code(citizen):
    def listing(*names):
        return RecipientTable(columns=["户主", "元"], rows=[[name, "1"] for name in names])

    item = published(rows=[("recipient_tables", listing("张*三", "李*四"))])
    draft = item.get_latest_revision_as_object()
    draft.recipient_tables.set([listing("李*四")])
    draft.save_revision(user=stories.person("author"))
    publishing.commit(stories.cleared(item), by=stories.person("publisher"), reason="correction")
    outbox.drain()
    found = asked(citizen, code=code_of(item))
    assert (found["state"], found["differences"]) == ("superseded", [])
    assert "张*三" not in page(citizen.get("/verify/", {"code": code_of(item)}))


def test_what_a_later_version_corrected_for_privacy_is_not_confirmed(citizen):
    item = released()
    corrected(item, "全部内容已经更换，请以新的公告为准，原来的数字不再适用。", reason="privacy")
    assert asked(citizen, text=TEXT[:60])["state"] == "unknown"
    found = asked(citizen, code=code_of(item))
    assert (found["state"], found["differences"]) == ("superseded", [])
