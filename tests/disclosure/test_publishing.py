"""The funnel: only a cleared, checked rendition becomes public, and every event is kept."""

import pytest
from django.db import transaction
from wagtail.models import PageLogEntry

from disclosure import publishing
from disclosure.canonical import public_record
from disclosure.models import Clearance, DisclosurePage, ItemNumber, OpenGate, Outbox, PublicVersion
from disclosure.publishing import NotCleared
from ledger.models import LedgerEntry
from tests.disclosure import stories

pytestmark = pytest.mark.django_db
INVENTED_ID = "220102190001010009"


def live(page) -> bool:
    return DisclosurePage.objects.get(pk=page.pk).live


def test_a_cleared_item_is_released_logged_and_owed_to_the_index():
    item = stories.released()
    assert item.live and item.number == f"jl-test-{item.first_published_at.year}-00001"
    version = PublicVersion.objects.get(number=item.number)
    entry = LedgerEntry.objects.get(item=item.number)
    assert (version.rev, version.type, version.ledger_index) == (1, "publish", entry.index)
    assert version.parts == [list(part) for part in public_record(item)]
    assert Outbox.objects.filter(kind="index", number=item.number).count() == 1
    assert not OpenGate.objects.exists()


def test_the_log_entry_of_a_release_carries_no_title():
    item = stories.released(title="关于冬季供暖的公告")
    entries = PageLogEntry.objects.filter(page=item.pk, action__startswith="disclosure.")
    assert [entry.label for entry in entries] == [item.number]


def test_without_a_release_check_nothing_goes_out():
    page = stories.draft()
    publishing.draw_number(page)
    revision = page.get_latest_revision()
    approval = publishing.approve(revision, by=stories.person("approver"))
    clearance = publishing.clear(revision, by=stories.person("reviewer"), approval=approval)
    with pytest.raises(NotCleared, match="检查还没有完成"):
        publishing.commit(clearance, by=stories.person("publisher"))
    assert not live(page)


def test_a_withheld_value_on_any_surface_stops_the_release():
    page = stories.draft(text="联系人王某某，住东风路。")
    clearance = stories.cleared(page, withheld=["东风路"])
    assert not clearance.checks.get().passed
    with pytest.raises(NotCleared, match="不应公开"):
        publishing.commit(clearance, by=stories.person("publisher"))


def test_an_undecided_finding_stops_the_release():
    page = stories.draft(text=f"申请人身份证号{INVENTED_ID}。")
    clearance = stories.cleared(page)
    assert {problem["kind"] for problem in clearance.checks.get().problems} == {"RESIDENT_ID"}
    with pytest.raises(NotCleared):
        publishing.commit(clearance, by=stories.person("publisher"))


def test_nobody_approves_clears_or_releases_their_own_text():
    page = stories.draft()
    publishing.draw_number(page)
    revision, author = page.get_latest_revision(), stories.person("author")
    with pytest.raises(NotCleared):
        publishing.approve(revision, by=author)
    with pytest.raises(NotCleared):
        publishing.clear(revision, by=author)
    with pytest.raises(NotCleared, match="参与过编辑"):
        publishing.commit(stories.cleared(page), by=author)


def test_approver_and_publisher_are_two_people_unless_the_unit_merged_them():
    page = stories.draft()
    clearance = stories.cleared(page)
    approver = stories.person("approver")
    with pytest.raises(NotCleared, match="两个人"):
        publishing.commit(clearance, by=approver)
    page.unit.may_merge_release = True
    page.unit.save()
    publishing.commit(clearance, by=approver)
    assert live(page)


def test_who_drafted_the_next_version_before_the_release_is_its_author_afterwards():
    page = stories.draft()
    clearance = stories.cleared(page)
    early = stories.person("approver")
    page.get_latest_revision_as_object().save_revision(user=early)
    publishing.commit(clearance, by=stories.person("publisher"))
    item = DisclosurePage.objects.get(pk=page.pk)
    assert publishing.contributors(item) == {early.pk}
    with pytest.raises(NotCleared):
        publishing.approve(item.get_latest_revision(), by=early)


def test_a_superuser_is_held_by_the_gate_like_anybody():
    page, admin = stories.draft(), stories.person("root")
    admin.is_superuser = True
    admin.save()
    publishing.draw_number(page)
    clearance = publishing.clear(page.get_latest_revision(), by=admin)
    publishing.prepare(clearance)
    with pytest.raises(NotCleared, match="部门审核"):
        publishing.commit(clearance, by=admin)


def test_a_clearance_serves_once_and_never_after_a_withdrawal():
    item = stories.released()
    clearance = Clearance.objects.get(number=item.number)
    with pytest.raises(NotCleared, match="已经使用过"):
        publishing.commit(clearance, by=stories.person("publisher"))
    publishing.withdraw(item, reason="error", by=stories.person("publisher"))
    with pytest.raises(NotCleared, match="已经使用过"):
        publishing.commit(clearance, by=stories.person("publisher"))
    assert not live(item)


def test_the_cleared_revision_rewritten_in_place_is_refused():
    page = stories.draft()
    clearance = stories.cleared(page)
    revision = page.get_latest_revision()
    revision.content["title"] = "另一个标题"
    revision.save()
    with pytest.raises(NotCleared, match="不一致"):
        publishing.commit(clearance, by=stories.person("publisher"))


def test_a_newer_draft_stays_a_draft_when_the_cleared_one_is_released():
    page = stories.draft(title="旧标题的公告")
    clearance = stories.cleared(page)
    stories.revised(page, title="新标题的公告")
    # The newer edit counts as this version's contribution; the publisher is somebody else.
    publishing.commit(clearance, by=stories.person("publisher"))
    item = DisclosurePage.objects.get(pk=page.pk)
    assert (item.title, item.has_unpublished_changes) == ("旧标题的公告", True)
    assert item.get_latest_revision_as_object().title == "新标题的公告"


def test_a_unit_renamed_after_clearance_keeps_its_cleared_snapshot():
    page = stories.draft()
    clearance = stories.cleared(page)
    page.unit.full_name = "吉林省新测试厅"
    page.unit.save()
    publishing.commit(clearance, by=stories.person("publisher"))
    assert DisclosurePage.objects.get(pk=page.pk).unit_name == "吉林省测试厅"


def test_a_revision_follows_the_first_publication_with_its_reason():
    item = stories.released()
    changed = stories.revised(item, title="更正后的公告")
    version = publishing.commit(
        stories.cleared(changed), by=stories.person("publisher"), reason="correction"
    )
    assert (version.rev, version.type, version.reason) == (2, "revise", "correction")
    with pytest.raises(NotCleared, match="原因"):
        publishing.withdraw(changed, reason="whim", by=stories.person("publisher"))


def test_withdrawal_for_an_error_keeps_the_text_and_for_privacy_empties_everything():
    item = stories.released(title="关于某事的公告", text="本周三起开放游泳馆。")
    publishing.withdraw(item, reason="error", by=stories.person("publisher"))
    first = PublicVersion.objects.get(number=item.number, rev=1)
    assert first.parts and not live(item)
    item = stories.released(stories.draft(title="另一则公告", text="本周五起开放滑冰场。"))
    publishing.withdraw(item, reason="privacy", by=stories.person("publisher"))
    stored = DisclosurePage.objects.get(pk=item.pk).specific
    assert PublicVersion.objects.filter(number=item.number).exclude(parts=[]).count() == 0
    assert "滑冰场" not in str(stored.serializable_data())
    assert all("滑冰场" not in str(r.content) for r in stored.revisions.all())
    assert stored.withdrawn_reason == "privacy" and stored.number == item.number


def test_a_withdrawn_item_is_restored_by_a_fresh_clearance():
    item = stories.released()
    publishing.withdraw(item, reason="error", by=stories.person("publisher"))
    page = stories.revised(DisclosurePage.objects.get(pk=item.pk).specific, title="核对后的公告")
    version = publishing.commit(stories.cleared(page), by=stories.person("publisher"))
    stored = DisclosurePage.objects.get(pk=item.pk)
    assert version.type == "restore" and stored.live and stored.withdrawn_on is None


def test_redaction_deletes_at_once_and_earlier_versions_lose_the_part():
    item = stories.released(text="第一段照旧。\n第二段说的是蓝色货车。")
    changes = {"b/2": [(6, 10, "****")]}
    version = publishing.redact(item, changes, reason="privacy", by=stories.person("publisher"))
    stored = type(item).objects.get(pk=item.pk)
    assert dict(public_record(stored))["b/2"] == "第二段说的是****。"
    assert version.type == "redact" and stored.live
    first = PublicVersion.objects.get(number=item.number, rev=1)
    assert "蓝色货车" not in str(first.parts) and ["b/1", "第一段照旧。"] in first.parts
    assert "蓝色货车" not in str(stored.get_latest_revision().content)


def test_redaction_cannot_bring_in_new_words():
    item = stories.released(text="第一段照旧。")
    with pytest.raises(NotCleared, match="不能写入新内容"):
        publishing.redact(
            item, {"b/1": [(0, 2, "新的话")]}, reason="privacy", by=stories.person("publisher")
        )


def test_an_exception_at_the_end_leaves_nothing_and_the_gate_closed():
    page = stories.draft()
    clearance = stories.cleared(page)
    with pytest.raises(RuntimeError), transaction.atomic():
        publishing.commit(clearance, by=stories.person("publisher"))
        raise RuntimeError
    assert not live(page) and not publishing.in_release(page.pk)
    assert not LedgerEntry.objects.exists() and not PublicVersion.objects.exists()


def test_numbers_are_drawn_once_and_survive_the_draft():
    page = stories.draft()
    number = publishing.draw_number(page)
    assert publishing.draw_number(page) == number
    page.get_latest_revision_as_object().save_revision(user=stories.person("author"))
    type(page).objects.get(pk=page.pk).delete()
    assert ItemNumber.objects.filter(number=number).exists()
    assert publishing.draw_number(stories.draft()) != number


@pytest.mark.django_db(transaction=True)
def test_after_a_removal_for_privacy_no_table_and_no_file_holds_the_text():
    from privacy import sweep
    from privacy.needles import Needles

    item = stories.released(title="关于某处停水的公告", text="明日上午九时起停水三小时。")
    canary = Needles(["关于某处停水的公告", "明日上午九时起停水三小时"])
    assert any(sweep.everywhere(canary))
    publishing.withdraw(item, reason="privacy", by=stories.person("publisher"))
    assert [str(hit) for hit in sweep.everywhere(canary)] == []


def test_the_release_check_looks_at_page_search_and_open_data():
    clearance = stories.cleared(stories.draft())
    assert {"record", "page", "search", "api"} <= set(clearance.checks.get().surfaces)
