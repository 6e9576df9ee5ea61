"""Rewriting an item by spans of its record changes exactly those places."""

from decimal import Decimal

import pytest

from disclosure.canonical import digest, public_record
from disclosure.models import AllocationRow, AttachmentRow, LinkRow, RecipientTable
from disclosure.redaction import CannotRewrite, rewrite
from tests.disclosure import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    page = stories.draft(title="公告张三", text="第一段张三。\n第二段李四。")
    page.issuing_body = "张三办公室"
    page.allocation_rows.add(
        AllocationRow(recipient_unit="张三合作社", amount=Decimal("650.5"), purpose="用于李四")
    )
    page.recipient_tables.add(
        RecipientTable(
            caption="名册", columns=["姓名", "金额"], rows=[["张三", "100"], ["王五", "200"]]
        )
    )
    page.attachment_rows.add(AttachmentRow(title="张三的申请表", digest="0" * 64))
    page.link_rows.add(LinkRow(label="张三的说明", target="https://www.gov.cn/a"))
    page.link_rows.add(LinkRow(label="文件", target="https://www.gov.cn/b"))
    return page


def spans(page, value, replacement):
    found = {}
    for part, text in public_record(page):
        start = text.find(value)
        if start >= 0:
            found[part] = [(start, start + len(value), replacement)]
    return found


def test_every_place_of_a_value_is_rewritten_and_nothing_else(page):
    before = dict(public_record(page))
    found = spans(page, "张三", "张*")
    assert {"title", "b/1", "f/issuing_body", "t/links/1", "t/files/1"} < set(found)
    rewrite(page, found)
    after = dict(public_record(page))
    assert not any("张三" in text for text in after.values())
    assert page.draft_title == page.title == "公告张*"
    for part in ("b/2", "t/allocation_rows/1", "t/recipients.1/2", "t/files/1"):
        assert after[part] == before[part].replace("张三", "张*")
    assert after["links"] == "https://www.gov.cn/b"


def test_an_amount_that_must_go_cannot_be_starred_but_a_required_one_is_said(page):
    with pytest.raises(CannotRewrite):
        text = dict(public_record(page))["t/allocation_rows/1"]
        start = text.index("650.50")
        rewrite(page, {"t/allocation_rows/1": [(start, start + 6, "*")]})


def test_an_unknown_part_is_refused(page):
    with pytest.raises(CannotRewrite):
        rewrite(page, {"b/9": [(0, 1, "*")]})


def test_the_record_is_the_same_before_and_after_a_save(page):
    salt = "00" * 32
    before = digest(public_record(page), salt)
    page.save()
    revision = page.save_revision(user=stories.person("author"))
    stored = type(page).objects.get(pk=page.pk)
    assert digest(public_record(stored), salt) == before
    assert digest(public_record(revision.as_object()), salt) == before


def test_a_tab_or_line_feed_in_a_cell_cannot_forge_another_cell(page):
    page.recipient_tables.set([RecipientTable(columns=["姓名"], rows=[["张\t三\n李四"]])])
    assert dict(public_record(page))["t/recipients.1/1"] == "张 三 李四"


def test_private_columns_are_no_part_of_the_record(page):
    page.publicity_ground = "内部理由"
    page.source_id = "syn-1"
    assert "内部理由" not in str(public_record(page)) and "syn-1" not in str(public_record(page))
