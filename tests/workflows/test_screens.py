"""What people see and press: our screens in the admin, one account per role."""

import re

import pytest
from django.urls import reverse

from disclosure.models import PublicVersion
from tests import factories
from tests.workflows import people
from tests.workflows.test_review import waiting
from workflows import actions
from workflows.models import Reveal, ReviewDecision
from workflows.review.spots import spots_of
from workflows.standing import running_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(client):
    """The client logged in as somebody."""

    def log_in(user):
        client.force_login(user)
        return client

    return log_in


def url(name, page=None):
    return reverse(f"workflows:{name}", args=[page.pk] if page else [])


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_four_people_walk_an_item_through_the_screens(team, as_):
    page = people.notice(team, people.PROSE)
    assert as_(team.editor).post(url("submit", page)).status_code == 302
    state = running_state(page)
    approve = url("approve", page)
    assert page.title in text_of(as_(team.approver).get(approve))
    as_(team.approver).post(approve, {"do": "approve", "seen": state.revision_id})

    review = url("review", page)
    client = as_(team.reviewer)
    assert client.get(review).status_code == 200
    for spot in spots_of(running_state(page).revision):
        if spot.is_open:
            client.post(review, {"do": "decide", "spot": spot.ref, "action": "remove"})
    state = running_state(page)
    client.post(review, {"do": "pass", "seen": state.revision_id})

    release = url("release", page)
    client = as_(team.publisher)
    shown = text_of(client.get(release))
    assert people.ID_NUMBER not in shown
    state = running_state(page)
    client.post(release, {"do": "release", "seen": state.revision_id})
    assert not PublicVersion.objects.exists()  # 保密审查 was not ticked
    client.post(release, {"do": "release", "seen": state.revision_id, "no_secret": "on"})
    assert PublicVersion.objects.get().type == "publish"


def test_values_are_hidden_until_the_reviewer_asks_and_the_asking_is_written_down(team, as_):
    page, state = waiting(team)
    client = as_(team.reviewer)
    before = text_of(client.get(url("review", page)))
    assert people.ID_NUMBER not in before
    assert people.NAME not in before
    spot = next(s for s in spots_of(state.revision) if s.cls == "RESIDENT_ID")
    after = text_of(client.post(url("review", page), {"do": "reveal", "spot": spot.ref}))
    assert people.ID_NUMBER in after
    row = Reveal.objects.get()
    assert (row.by, row.part, row.cls) == (team.reviewer, "b/2", "RESIDENT_ID")
    assert people.ID_NUMBER not in text_of(client.get(url("review", page)))


def test_undecided_stands_as_not_public_and_cannot_be_passed(team, as_):
    page, state = waiting(team)
    client = as_(team.reviewer)
    assert "未决定，不公开" in text_of(client.get(url("review", page)))
    response = client.post(
        url("review", page), {"do": "pass", "seen": state.revision_id}, follow=True
    )
    assert "没有决定" in text_of(response)
    assert running_state(page).pk == state.pk


def test_keeping_without_a_reason_keeps_what_was_typed(team, as_):
    page, state = waiting(team)
    spot = next(s for s in spots_of(state.revision) if s.cls == "RECIPIENT_NAME")
    response = as_(team.reviewer).post(
        url("review", page),
        {"do": "decide", "spot": spot.ref, "action": "keep", "reason": "本人是项目负责人"},
    )
    shown = text_of(response)
    assert "请写明理由和法律依据" in shown
    assert "本人是项目负责人" in shown
    assert not ReviewDecision.objects.exists()


def test_a_reason_with_personal_data_is_refused_at_the_field_and_kept_typed(team, as_):
    page = people.notice(team)
    actions.submit(page, team.editor)
    typed = f"请删去{people.ID_NUMBER}"
    response = as_(team.approver).post(url("approve", page), {"do": "return", "reasons": typed})
    shown = text_of(response)
    assert "不要抄写内容本身" in shown
    assert typed in shown
    assert running_state(page) is not None


def test_the_editor_reads_the_reasons_of_a_return(team, as_):
    page = people.notice(team)
    actions.submit(page, team.editor)
    as_(team.approver).post(
        url("approve", page), {"do": "return", "reasons": "请写明受理地点和时间。"}
    )
    assert "请写明受理地点和时间。" in text_of(as_(team.editor).get(url("work")))
    home = text_of(as_(team.editor).get(reverse("wagtailadmin_home")))
    assert "请写明受理地点和时间。" in home


def test_the_form_of_a_returned_item_says_why_it_came_back(team, as_):
    page = people.notice(team)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "退回：" not in text_of(as_(team.editor).get(edit))
    actions.submit(page, team.editor)
    actions.return_(page, team.approver, "请写明受理地点和时间。")
    assert "“单位审核”退回：请写明受理地点和时间。" in text_of(as_(team.editor).get(edit))


def test_a_resubmission_shows_what_changed(team, as_):
    page = people.notice(team, "<p>受理地点：一号楼。</p><p>自发布之日起施行。</p>")
    actions.submit(page, team.editor)
    actions.return_(page, team.approver, "地点不对。")
    page = type(page).objects.get(pk=page.pk)
    draft = page.get_latest_revision_as_object()
    draft.body = [("prose", "<p>受理地点：二号楼。</p><p>自发布之日起施行。</p>")]
    draft.save_revision(user=team.editor)
    actions.submit(page, team.editor)
    shown = text_of(as_(team.approver).get(url("approve", page)))
    assert re.search(r"<del>.*?一</del>", shown)
    assert re.search(r"<ins>.*?二</ins>", shown)


def test_each_unit_sees_only_its_own_work(team, as_):
    other = people.staff("jl-other", name="省另一厅")
    page = people.notice(team, title="只属于本单位的公告")
    actions.submit(page, team.editor)
    for stranger in (other.editor, other.approver, other.publisher, other.reviewer):
        client = as_(stranger)
        assert page.title not in text_of(client.get(url("work")))
        assert client.get(url("work_item", page)).status_code == 404
        response = client.get(url("approve", page), follow=True)
        assert page.title not in text_of(response)
    assert page.title not in text_of(as_(other.reviewer).get(url("queue")))
    listing = as_(other.editor).get(reverse("wagtailadmin_explore_root"), follow=True)
    assert page.title not in text_of(listing)
    assert as_(other.editor).get(
        reverse("wagtailadmin_pages:edit", args=[page.pk])
    ).status_code in (302, 403)


def test_a_superuser_does_not_get_past_the_screens(team, as_):
    chief = factories.user("chief", is_superuser=True)
    page = people.notice(team)
    actions.submit(page, team.editor)
    state = running_state(page)
    as_(chief).post(url("approve", page), {"do": "approve", "seen": state.revision_id})
    assert running_state(page).pk == state.pk


def test_wagtails_own_submit_and_action_buttons_do_not_pass(team, as_):
    page = people.notice(team)
    actions.submit(page, team.editor)
    state = running_state(page)
    as_(team.approver).post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    )
    assert running_state(page).pk == state.pk


def test_the_queue_says_what_was_found_and_gives_the_next_one(team, as_):
    page, _state = waiting(team)
    client = as_(team.reviewer)
    shown = text_of(client.get(url("queue")))
    assert "身份证号 1" in shown
    assert people.ID_NUMBER not in shown
    assert client.post(url("queue")).url == url("review", page)
    assert running_state(page).claimant() == team.reviewer


def test_a_second_reviewer_cannot_decide_meanwhile(team, as_):
    from workflows import roles, setup

    other = factories.user("reviewer-2")
    setup.assign(other, roles.REVIEWER, team.unit)
    page, state = waiting(team)
    as_(team.reviewer).get(url("review", page))
    spot = spots_of(state.revision)[0]
    as_(other).post(url("review", page), {"do": "decide", "spot": spot.ref, "action": "remove"})
    assert not ReviewDecision.objects.exists()


def test_a_refused_release_is_explained_and_the_step_stays_open(team, as_):
    page, _state = waiting(team, "<p>本通告自发布之日起施行。</p>")
    clearance = actions.review_and_clear(page, team.reviewer)
    revision = page.revisions.get(pk=clearance.revision_id)
    revision.content["title"] = "改过的标题"
    revision.save()
    state = running_state(page)
    response = as_(team.publisher).post(
        url("release", page),
        {"do": "release", "seen": state.revision_id, "no_secret": "on"},
        follow=True,
    )
    assert "内容与通过隐私审查的版本不一致" in text_of(response)
    assert running_state(page).pk == state.pk


def test_the_publisher_withdraws_with_a_reason(team, as_):
    page, _state = waiting(team, "<p>本通告自发布之日起施行。</p>")
    actions.review_and_clear(page, team.reviewer)
    actions.release(page, team.publisher)
    client = as_(team.publisher)
    assert client.get(url("withdraw", page)).status_code == 200
    client.post(url("withdraw", page), {})
    page.refresh_from_db()
    assert page.live
    client.post(url("withdraw", page), {"reason": "error"})
    page.refresh_from_db()
    assert not page.live


def test_the_editors_button_saves_and_submits(team, as_):
    page = people.notice(team)
    response = as_(team.editor).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    shown = text_of(response)
    assert 'name="mj-submit"' in shown
    assert 'name="action-publish"' not in shown
    assert 'name="action-submit"' not in shown


def test_the_upload_screen_keeps_a_refused_file_explained(team, as_):
    from django.core.files.uploadedfile import SimpleUploadedFile

    row = factories.catalogue_item("W1-4")
    page = factories.filled(row, team.unit)
    from workflows.lists import uploading

    table = uploading.choices_for(page)[0][0]
    response = as_(team.editor).post(
        url("upload", page),
        {"table": table, "caption": "救助名册", "file": SimpleUploadedFile("a.xlsx", b"%PDF-")},
    )
    shown = text_of(response)
    assert "PDF" in shown
    assert "救助名册" in shown
