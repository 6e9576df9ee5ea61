"""Forged requests of the admin: nothing becomes or stays public but by the three steps (I1, I2)."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, WorkflowState

from disclosure import publishing
from disclosure.canonical import public_record
from disclosure.models import Clearance, DisclosurePage, NoticePage, PublicVersion
from tests import factories
from tests.disclosure import stories
from tests.disclosure.test_editor import posted
from tests.workflows import people
from workflows import actions
from workflows.standing import running_state

pytestmark = pytest.mark.django_db
PUBLISHING = ("action-publish", "action-unpublish", "action-submit", "action-restart-workflow")
TOMORROW = "2030-01-01 08:00"


@pytest.fixture
def root():
    return factories.user("root", is_superuser=True)


def at(name, page, *more):
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk, *more])


def is_as_before(page) -> bool:
    return not PublicVersion.objects.filter(page_id=page.pk).exists() and not (
        DisclosurePage.objects.get(pk=page.pk).live
    )


@pytest.mark.parametrize("action", PUBLISHING)
@pytest.mark.parametrize("who", ["editor", "publisher", "root"])
def test_no_button_forged_into_the_editor_publishes(team, client, root, action, who):
    page = people.notice(team)
    client.force_login(root if who == "root" else getattr(team, who))
    client.raise_request_exception = False
    form = client.get(at("edit", page))
    values = posted(form) if form.status_code == 200 else {"title": page.title}
    client.post(at("edit", page), values | {action: "1"})
    assert is_as_before(page) and running_state(page) is None


@pytest.mark.parametrize("who", ["editor", "root"])
def test_scheduling_fields_are_not_taken(team, client, root, who):
    page = people.notice(team)
    client.force_login(root if who == "root" else team.editor)
    times = {"go_live_at": TOMORROW, "expire_at": TOMORROW}
    client.post(at("edit", page), posted(client.get(at("edit", page))) | times)
    stored = NoticePage.objects.filter(pk=page.pk).first() or DisclosurePage.objects.get(pk=page.pk)
    latest = stored.get_latest_revision_as_object()
    assert stored.go_live_at is None and latest.go_live_at is None and latest.expire_at is None
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


@pytest.mark.parametrize(
    "field", ["number", "live", "withdrawn_reason", "unit", "source_id", "due_on", "owner", "slug"]
)
def test_fields_kept_by_the_machine_are_not_taken_from_a_form(team, client, field):
    page = people.notice(team)
    other = factories.unit("jl-other", name="省别的厅")
    forged = {"unit": other.pk, "live": "on", "owner": "1"}.get(field, "2030-01-01")
    before = getattr(DisclosurePage.objects.get(pk=page.pk), field)
    client.force_login(team.editor)
    client.post(at("edit", page), posted(client.get(at("edit", page))) | {field: forged})
    stored = DisclosurePage.objects.get(pk=page.pk)
    latest = stored.get_latest_revision_as_object()
    assert getattr(stored, field) == before
    if field not in ("due_on", "live"):
        assert getattr(latest, field) == before


def test_nobody_edits_while_an_item_is_under_way(team, client, root):
    page = people.notice(team)
    actions.submit(page, team.editor)
    before = running_state(page).revision.content
    latest = str(page.revisions.order_by("-pk").first().pk)
    for user in (team.editor, root):
        client.force_login(user)
        values = posted(client.get(at("edit", page))) | {"title": "改过的标题"}
        for more in ({}, {"overwrite_revision_id": latest}, {"mj-submit": "1"}):
            client.post(at("edit", page), values | more)
        client.post(at("unlock", page))
        client.post(reverse("workflows:submit", args=[page.pk]))
    state = running_state(page)
    assert state.revision.content == before
    assert page.revisions.order_by("-pk").first().pk == state.revision_id


@pytest.mark.parametrize("action", ["approve", "reject", "cancel", "publish"])
def test_workflow_actions_of_wagtail_lead_nowhere(team, client, root, action):
    page = people.notice(team)
    actions.submit(page, team.editor)
    state = running_state(page)
    client.raise_request_exception = False
    for user in (root, team.editor, team.approver, team.publisher):
        client.force_login(user)
        for name in ("workflow_action", "collect_workflow_action_data"):
            client.post(at(name, page, action, state.pk), {"comment": "请改。"})
    assert running_state(page).pk == state.pk and is_as_before(page)


def test_a_stale_screen_decides_nothing(team, client):
    page = people.notice(team)
    actions.submit(page, team.editor)
    seen = running_state(page).revision_id
    actions.return_(page, team.approver, "第二段请写明依据。")
    draft = DisclosurePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.title = "关于别的事的公告"
    draft.save_revision(user=team.editor)
    actions.submit(page, team.editor)
    client.force_login(team.approver)
    for stale in (seen, "", "x", 10**12, -1):
        client.post(reverse("workflows:approve", args=[page.pk]), {"do": "approve", "seen": stale})
    assert running_state(page).task.name == "单位审核"


def test_pressing_release_twice_is_one_release(team, client):
    page = people.notice(team)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    actions.review_and_clear(page, team.reviewer)
    values = {"do": "release", "seen": running_state(page).revision_id, "no_secret": "on"}
    client.force_login(team.publisher)
    for _click in range(3):
        client.post(reverse("workflows:release", args=[page.pk]), values)
    assert PublicVersion.objects.filter(page_id=page.pk).count() == 1


def test_cancelling_after_clearance_takes_the_clearance_along(team, client):
    page = people.notice(team)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    actions.review_and_clear(page, team.reviewer)
    clearance = Clearance.objects.get()
    client.force_login(team.editor)
    values = posted(client.get(at("edit", page)))
    client.post(at("edit", page), values | {"action-cancel-workflow": "1"})
    if WorkflowState.objects.filter(status="in_progress").exists():
        return  # refused: as good
    draft = DisclosurePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.title = "关于别的事的公告"
    draft.save_revision(user=team.editor)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    assert actions.clearance_of(page) is None
    with pytest.raises(publishing.NotCleared):
        publishing.commit(clearance, by=team.editor)
    assert running_state(page).task.name == "隐私审查"


def test_going_back_to_an_older_revision_writes_a_draft_and_no_more(team, client):
    item = stories.released(text="第一版。")
    first = item.live_revision
    item = stories.revised(item, title="关于第二版的公告")
    before = public_record(NoticePage.objects.get(pk=item.pk))
    client.force_login(factories.user("root", is_superuser=True))
    client.raise_request_exception = False
    client.get(at("revisions_revert", item, first.pk))
    values = posted(client.get(at("edit", item)))
    client.post(at("edit", item), values | {"revision": str(first.pk), "action-publish": "1"})
    client.post(at("revisions_unschedule", item, first.pk))
    stored = NoticePage.objects.get(pk=item.pk)
    assert stored.live and public_record(stored) == before
    assert PublicVersion.objects.filter(page_id=item.pk).count() == 1


def test_a_clearance_serves_once_and_not_after_a_withdrawal(team):
    page = people.notice(team)
    actions.submit(page, team.editor)
    actions.approve(page, team.approver)
    actions.review_and_clear(page, team.reviewer)
    actions.release(page, team.publisher)
    actions.withdraw(page, team.publisher, "privacy")
    with pytest.raises(publishing.NotCleared):
        publishing.commit(Clearance.objects.get(), by=team.publisher)
    assert not DisclosurePage.objects.get(pk=page.pk).live


API = {
    "publish": {},
    "unpublish": {"recursive": True},
    "delete": {},
    "copy": {"keep_live": True, "recursive": True},
    "move": {"destination_page_id": "other"},
    "create_alias": {"update_slug": "a"},
    "copy_for_translation": {"locale": "en"},
    "convert_alias": {},
    "revert_to_page_revision": {"revision_id": "first"},
}


@pytest.mark.parametrize("action", API)
def test_the_api_of_the_admin_changes_no_public_content(client, root, action):
    item = stories.released(text="第一版。")
    before = public_record(item)
    other = stories.column(stories.unit("jl-other", "省别的厅"))
    values = {
        name: {"other": other.pk, "first": item.live_revision_id}.get(value, value)
        for name, value in API[action].items()
    }
    client.force_login(root)
    client.raise_request_exception = False
    client.post(
        f"/admin/api/main/pages/{item.pk}/action/{action}/", values, content_type="application/json"
    )
    # The refusal leaves the test's own transaction marked; there is none around a real request.
    transaction.set_rollback(False)
    stored = NoticePage.objects.get(pk=item.pk)
    assert stored.live and public_record(stored) == before
    assert stored.get_parent().pk != other.pk
    assert DisclosurePage.objects.filter(live=True).count() == 1
    assert not Page.objects.filter(alias_of__isnull=False).exists()


@pytest.mark.parametrize("path", ["move_confirm", "copy", "convert_alias", "set_page_position"])
def test_moves_and_copies_in_the_tree_change_no_public_content(client, root, path):
    item = stories.released(text="第一版。")
    before = public_record(item)
    other = stories.column(stories.unit("jl-other", "省别的厅"))
    client.force_login(root)
    client.raise_request_exception = False
    more = [other.pk] if path == "move_confirm" else []
    client.post(
        at(path, item, *more),
        {"new_title": "副本", "new_slug": "fu", "new_parent_page": other.pk, "publish_copies": "on"}
        | {"alias": "on", "copy_subpages": "on"},
    )
    stored = NoticePage.objects.get(pk=item.pk)
    assert stored.live and public_record(stored) == before
    assert stored.get_parent().pk != other.pk
    assert DisclosurePage.objects.filter(live=True).count() == 1


def test_a_scheduled_revision_is_never_published_by_the_clock(team):
    from django.core.management import call_command

    page = people.notice(team)
    page.revisions.update(approved_go_live_at=timezone.now())
    with pytest.raises(publishing.NotCleared):
        call_command("publish_scheduled", verbosity=0)
    assert is_as_before(page)
