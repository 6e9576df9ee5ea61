"""The way of an item: who may do what, and what each step leaves behind (I1, I2)."""

import pytest

from disclosure import publishing
from disclosure.models import Clearance, PublicVersion
from tests.workflows import people
from workflows import actions, submission
from workflows.standing import NotAllowed, NotWaiting, running_state


def clear(page, team, decisions="proposed"):
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    return actions.review_and_clear(page, team.reviewer, decisions)


def publish(page, team, **options):
    clear(page, team)
    return actions.release(page, team.publisher, **options)


def test_four_people_take_an_item_from_draft_to_public(team):
    page = people.notice(team)
    version = publish(page, team)
    page.refresh_from_db()
    assert page.live
    assert version.number == page.number
    assert dict(version.parts)["title"] == page.title


def test_a_change_of_a_public_item_takes_the_same_way(team):
    page = people.notice(team)
    publish(page, team)
    draft = page.get_latest_revision_as_object()
    draft.title = "关于再次调整救助服务时间的公告"
    draft.save_revision(user=team.editor)
    assert not type(page).objects.filter(title=draft.title).exists()
    publish(page, team, reason="correction")
    page.refresh_from_db()
    assert page.title == "关于再次调整救助服务时间的公告"
    assert list(PublicVersion.objects.filter(page_id=page.pk).values_list("type", "reason")) == [
        ("revise", "correction"),
        ("publish", ""),
    ]


def test_nobody_approves_what_they_wrote(team):
    from workflows import roles, setup

    setup.assign(team.editor, roles.APPROVER, team.unit)
    page = people.notice(team)
    actions.submit(page, team.editor)
    with pytest.raises(NotAllowed):
        actions.approve(page, team.editor)


def test_an_author_cannot_do_the_privacy_review(team):
    from workflows import roles, setup

    setup.assign(team.editor, roles.REVIEWER, team.unit)
    page = people.notice(team)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    with pytest.raises(NotAllowed):
        actions.review_and_clear(page, team.editor, "proposed")
    assert not Clearance.objects.exists()


def test_approver_and_publisher_are_two_people_unless_the_unit_merged_them(team):
    from workflows import roles, setup

    setup.assign(team.approver, roles.PUBLISHER, team.unit)
    page = people.notice(team)
    clear(page, team)
    with pytest.raises(NotAllowed):
        actions.release(page, team.approver)
    team.unit.may_merge_release = True
    team.unit.save()
    assert actions.release(page, team.approver).type == "publish"


def test_a_superuser_has_none_of_the_roles(team):
    from tests import factories

    chief = factories.user("chief", is_superuser=True)
    page = people.notice(team)
    with pytest.raises(NotAllowed):
        actions.submit(page, chief)
    actions.submit(page, team.editor)
    with pytest.raises(NotAllowed):
        actions.approve(page, chief)


def test_the_editor_cannot_change_what_is_under_way(team):
    page = people.notice(team)
    actions.submit(page, team.editor)
    page = type(page).objects.get(pk=page.pk)
    assert page.get_lock().for_user(team.editor)


def test_only_our_submission_starts_the_workflow(team):
    from django.core.exceptions import PermissionDenied

    page = people.notice(team)
    with pytest.raises(PermissionDenied):
        page.get_workflow().start(page, team.editor)
    assert running_state(page) is None


def test_a_return_by_the_reviewer_ends_the_workflow_and_the_next_starts_at_the_department(team):
    page = people.notice(team)
    actions.submit(page, team.editor)
    first = running_state(page).workflow_state
    actions.approve(page, team.approver)
    actions.return_(page, team.reviewer, "第二段请写明受理地点。")
    first.refresh_from_db()
    assert first.status == first.STATUS_CANCELLED
    assert running_state(page) is None
    actions.submit(page, team.editor)
    with pytest.raises(NotWaiting):
        actions.review_and_clear(page, team.reviewer, "proposed")
    actions.approve(page, team.approver)


def test_a_return_without_reasons_is_refused(team):
    page = people.notice(team)
    actions.submit(page, team.editor)
    with pytest.raises(actions.NoReasons):
        actions.return_(page, team.approver, "  ")


def test_reasons_that_name_a_person_are_refused(team):
    from workflows.wording import HoldsPersonalData

    page = people.notice(team)
    actions.submit(page, team.editor)
    with pytest.raises(HoldsPersonalData):
        actions.return_(page, team.approver, f"请删去身份证号{people.ID_NUMBER}")
    assert running_state(page) is not None


def test_the_department_may_return_and_go_on_afterwards(team):
    page = people.notice(team)
    actions.submit(page, team.editor)
    actions.return_(page, team.approver, "请补充附件名称。")
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)


def test_the_second_release_click_finds_the_step_finished(team):
    page = people.notice(team)
    clear(page, team)
    actions.release(page, team.publisher)
    with pytest.raises(NotWaiting):
        actions.release(page, team.publisher)
    assert PublicVersion.objects.filter(page_id=page.pk).count() == 1


def test_a_cleared_revision_rewritten_in_place_is_not_released(team):
    page = people.notice(team)
    clearance = clear(page, team)
    revision = page.revisions.get(pk=clearance.revision_id)
    revision.content["title"] = "另一个标题"
    revision.save()
    with pytest.raises(publishing.NotCleared):
        actions.release(page, team.publisher)
    page.refresh_from_db()
    assert not page.live
    assert running_state(page) is not None


def test_a_revision_written_after_the_clearance_stays_a_draft(team):
    page = people.notice(team)
    clear(page, team)
    newer = page.get_latest_revision_as_object()
    newer.title = "还没有审核的标题"
    newer.save_revision(user=None)
    actions.release(page, team.publisher)
    page.refresh_from_db()
    assert page.title == "关于调整救助服务时间的公告"
    assert page.get_latest_revision_as_object().title == "还没有审核的标题"


def test_a_title_with_an_id_number_is_not_submitted(team):
    page = people.notice(team, title=f"关于{people.ID_NUMBER}的公告")
    with pytest.raises(submission.NotReady) as caught:
        actions.submit(page, team.editor)
    assert [problem.field for problem in caught.value.problems] == ["title"]


def test_a_slug_with_a_number_is_not_submitted(team):
    page = people.notice(team, slug=f"gg-{people.ID_NUMBER}")
    with pytest.raises(submission.NotReady) as caught:
        actions.submit(page, team.editor)
    assert [problem.field for problem in caught.value.problems] == ["slug"]


def test_what_is_missing_is_named_at_its_field(team):
    page = people.notice(team)
    page.catalogue_item = None
    page.save()
    page.save_revision(user=team.editor)
    with pytest.raises(submission.NotReady) as caught:
        actions.submit(page, team.editor)
    assert caught.value.problems[0].field == "catalogue_item"


def test_the_number_is_drawn_once(team):
    page = people.notice(team)
    actions.submit(page, team.editor)
    page.refresh_from_db()
    number = page.number
    actions.return_(page, team.approver, "请补充依据。")
    actions.submit(page, team.editor)
    page.refresh_from_db()
    assert page.number == number


def test_a_live_item_without_a_change_is_not_submitted_again(team):
    page = people.notice(team)
    publish(page, team)
    with pytest.raises(NotAllowed):
        actions.submit(page, team.editor)


def test_a_submitted_item_has_a_clock_even_without_a_date_of_forming(team):
    page = people.notice(team, formed_on=None)
    actions.submit(page, team.editor)
    stored = type(page).objects.get(pk=page.pk)
    assert stored.formed_on == stored.issued_on
    assert stored.due_on > stored.formed_on
