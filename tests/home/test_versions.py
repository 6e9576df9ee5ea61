"""The pages of an item's public versions and of the differences between two of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure import publishing
from disclosure.models import AllocationRow, PublicVersion, RecipientTable
from disclosure.prose import from_text
from disclosure.redaction import set_body
from search.desk.public_versions import NotShown, between
from tests.disclosure import stories
from tests.home.published import published, withdrawn

pytestmark = pytest.mark.django_db

TEXT = "补助标准为每人每月486.20元。\n自2026年10月1日起执行。"


def corrected(item, text=None, reason="correction", **fields):
    page = item.get_latest_revision_as_object()
    if text is not None:
        set_body(page, from_text(text))
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=stories.person("author"))
    publishing.commit(
        stories.cleared(type(item).objects.get(pk=item.pk)),
        by=stories.person("publisher"),
        reason=reason,
    )


@pytest.fixture
def item():
    item = published(title="低保标准公告", body=from_text(TEXT))
    corrected(item, TEXT.replace("486.20", "468.20"), title="低保标准的公告")
    return item


def page(client, item, path="", status=200):
    answer = client.get(f"/i/{item.number}/versions/{path}")
    assert answer.status_code == status, answer
    return answer.content.decode()


def test_every_version_is_listed_with_its_date_reason_and_code(client, item):
    shown = page(client, item)
    assert '<meta name="robots" content="noindex">' in shown
    assert shown.index("第 2 版") < shown.index("第 1 版")
    for version in PublicVersion.objects.filter(number=item.number):
        assert f"/v/{version.check_code}" in shown
    assert "更正" in shown
    assert "与第 1 版比较" in shown


def test_the_differences_are_marked_in_words_and_strokes(client, item):
    shown = page(client, item, "1..2/")
    assert '<del><span class="sr">删去：</span>486.20</del>' in shown
    assert '<ins><span class="sr">新增：</span>468.20</ins>' in shown
    assert '<ins><span class="sr">新增：</span>的</ins>' in shown
    assert "自2026年10月1日起执行" not in shown


def test_the_form_leads_to_the_address_of_the_differences(client, item):
    answer = client.get(f"/i/{item.number}/versions/?from=2&to=1")
    assert answer["Location"] == f"/i/{item.number}/versions/1..2/"
    assert client.get(f"/i/{item.number}/versions/2..1/")["Location"] == answer["Location"]


@pytest.mark.parametrize("query", ["from=1&to=1", "from=x&to=²", "from=&to=9", "from=-1&to=2"])
def test_an_odd_choice_shows_the_list(client, item, query):
    assert client.get(f"/i/{item.number}/versions/?{query}").status_code == 200


@pytest.mark.parametrize("path", ["1..1/", "1..9/", "0..1/", f"1..{10**12}/", "9..10/"])
def test_versions_that_are_none_are_not_found(client, item, path):
    page(client, item, path, status=404)


@pytest.mark.parametrize("number", ["jl-test-2026-99999", "..", "%00", "号"])
def test_an_unknown_item_has_no_versions(client, number):
    assert client.get(f"/i/{number}/versions/").status_code == 404
    assert client.get(f"/i/{number}/versions/1..2/").status_code == 404


def test_a_row_of_a_table_is_compared_by_its_cells(client):
    row = AllocationRow(recipient_unit="云岭县", amount="486.20")
    item = published(rows=[("allocation_rows", row)])
    draft = item.get_latest_revision_as_object()
    draft.allocation_rows.set([AllocationRow(recipient_unit="云岭县", amount="468.20")])
    draft.save_revision(user=stories.person("author"))
    publishing.commit(stories.cleared(item), by=stories.person("publisher"), reason="correction")
    shown = page(client, item, "1..2/")
    assert "云岭县" in shown
    assert ">486.20</del>" in shown
    assert ">468.20</ins>" in shown
    assert "金额（元）" in shown


@pytest.mark.parametrize("reason", ["privacy", "legal"])
def test_of_a_removed_item_only_that_it_existed_is_said(client, item, reason):
    publishing.withdraw(item, reason=reason, by=stories.person("publisher"))
    for path in ("", "1..2/"):
        shown = page(client, item, path, status=410)
        assert "第 2 版" in shown
        for words in ("低保标准", "486.20", "468.20", "<del>"):
            assert words not in shown


def test_of_another_withdrawn_item_the_versions_are_listed_but_not_compared(client):
    item = withdrawn("expired", title="拟确认对象公示")
    shown = page(client, item)
    assert "公示期满" in shown
    assert "与第" not in shown
    page(client, item, "1..2/", status=410)


def test_what_a_later_version_corrected_for_privacy_is_not_compared(client):
    item = published(body=from_text("联系人张某，电话见附件。"))
    corrected(item, "联系人见公示栏。", reason="privacy")
    corrected(item, "联系人见公示栏，每日八时起。")
    assert "内容不再显示" in page(client, item)
    shown = page(client, item, "1..2/", status=410)
    assert "张某" not in shown
    assert "每日八时起" in page(client, item, "2..3/")


def test_what_a_redaction_took_is_not_in_the_differences(client):
    item = published(body=from_text("第一段没有改。\n第二段写了张某某的病情。"))
    publishing.redact(
        item, {"b/2": [(5, 8, "***")]}, reason="privacy", by=stories.person("publisher")
    )
    shown = page(client, item, "1..2/")
    assert "有些部分后来已删去" in shown
    assert "只能比较留下来的部分" in shown
    assert "张某某" not in shown


def test_lists_of_persons_are_not_compared(client):
    def table(*names):
        return RecipientTable(columns=["户主", "元"], rows=[[name, "1"] for name in names])

    item = published(rows=[("recipient_tables", table("张*三", "李*四"))])
    draft = item.get_latest_revision_as_object()
    draft.recipient_tables.set([table("李*四")])
    draft.save_revision(user=stories.person("author"))
    publishing.commit(stories.cleared(item), by=stories.person("publisher"), reason="correction")
    shown = page(client, item, "1..2/")
    assert "名册逐人的差别不在这里显示" in shown
    assert "张*三" not in shown


def test_nobody_is_told_of_an_item_that_was_never_public():
    with pytest.raises(NotShown) as refused:
        between("jl-test-2026-99999", 1, 2)
    assert not refused.value.is_removed


def test_the_statements_are_as_many_for_two_versions_as_for_many(client, item):
    def count(path):
        with CaptureQueriesContext(connection) as asked:
            page(client, item, path)
        return len(asked)

    page(client, item, "1..2/")
    few = count(""), count("1..2/")
    for n in range(6):
        corrected(item, "\n".join(f"第{n}次更正的第{line}段。" for line in range(9)))
    assert (count(""), count("1..8/")) == few
    assert max(few) <= 20, few
