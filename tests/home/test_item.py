import pytest
from wagtail.models import Site

from disclosure.models import AttachmentRow, LinkRow, RecipientTable
from disclosure.publishing import commit
from tests import factories
from tests.disclosure import stories
from tests.home.published import published, withdrawn

pytestmark = pytest.mark.django_db


def page_of(client, item):
    return client.get(f"/i/{item.number}/").content.decode()


def test_a_public_item_is_found_at_its_number(client):
    item = published(title="关于低保标准的公告", doc_no="吉民发〔2026〕1号")
    page = page_of(client, item)
    assert f'<meta name="item-number" content="{item.number}">' in page
    assert "关于低保标准的公告" in page
    body = page[page.index("<body") :]
    assert body.index("索引号") < body.index("吉民发〔2026〕1号") < body.index("目录事项")


def test_a_draft_is_not_found_even_when_it_has_a_number(client):
    page = factories.draft(catalogue_item=stories.row())
    stories.publishing.draw_number(page)
    page.refresh_from_db()
    assert client.get(f"/i/{page.number}/").status_code == 404


@pytest.mark.parametrize(
    "number", ["jl-test-2026-99999", "x", "../admin", "%00", "a/b/c", "号" * 99]
)
def test_an_unknown_number_is_not_found(client, number):
    assert client.get(f"/i/{number}/").status_code == 404


def test_a_tree_address_leads_to_the_number(client):
    item = published()
    site = Site.objects.get(is_default_site=True)
    site.root_page = factories.home()
    site.save()
    answer = client.get(f"/{item.get_parent().slug}/{item.slug}/")
    assert answer.status_code == 301
    assert answer["Location"] == f"/i/{item.number}/"


def test_an_expired_notice_leaves_number_unit_date_and_reason(client):
    item = withdrawn("expired", title="拟确认对象公示")
    answer = client.get(f"/i/{item.number}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<meta name="robots" content="noindex">' in page
    for words in (item.number, "吉林省测试厅", "公示期满", "拟确认对象公示"):
        assert words in page


@pytest.mark.parametrize("reason", ["privacy", "legal"])
def test_nothing_of_the_content_remains_after_a_removal_for_privacy_or_law(client, reason):
    item = withdrawn(reason, title="不该公开的标题")
    answer = client.get(f"/i/{item.number}/")
    assert answer.status_code == 410
    assert "不该公开的标题" not in answer.content.decode()
    assert item.number in answer.content.decode()


def test_a_correction_is_said_above_the_text_and_in_the_version_record(client):
    item = published()
    commit(
        stories.cleared(stories.revised(item, keywords="供暖")),
        by=stories.person("publisher"),
        reason="correction",
    )
    page = page_of(client, item)
    assert "第 2 版（当前）" in page
    assert "首次公开" in page
    assert page.count("更正") >= 2


def test_a_waiting_attachment_is_announced_without_its_name(client):
    item = published(rows=[("attachment_rows", AttachmentRow(title="名单汇总表"))])
    page = page_of(client, item)
    assert "附件 1 个正在做隐私处理，完成后公开。" in page
    assert "名单汇总表" not in page


def test_a_masked_name_is_shown_and_spoken(client):
    table = RecipientTable(
        caption="发放名册", columns=["户主", "合计（元）"], rows=[["张*三", "2,220"]]
    )
    page = page_of(client, published(rows=[("recipient_tables", table)]))
    assert '<span aria-hidden="true">张*三</span>' in page
    assert "张某三，中间一字已隐藏" in page
    assert 'class="num" data-l="合计（元）"' in page


def test_a_link_to_another_item_leads_to_its_number_and_no_script_is_linked(client):
    rows = [
        (
            "link_rows",
            LinkRow(relation="basis", label="依据文件", target="item:jl-test-2026-00009"),
        ),
        ("link_rows", LinkRow(relation="related", label="危险", target="javascript:alert(1)")),
    ]
    page = page_of(client, published(rows=rows))
    assert 'href="/i/jl-test-2026-00009/"' in page
    assert "危险" in page
    assert "javascript:" not in page


def test_a_reprint_and_an_example_say_what_they_are(client):
    page = page_of(client, published(is_reprint=True, is_example=True, issuing_body="国务院"))
    assert "这是转载。原文由国务院发布" in page
    assert "这是示例" in page


def test_text_from_a_draft_is_escaped(client):
    page = page_of(client, published(title="公告<script>alert(1)</script>"))
    assert "<script>alert" not in page


def test_a_form_cannot_be_sent_to_an_item(client):
    item = published()
    assert client.post(f"/i/{item.number}/").status_code in (403, 405)
