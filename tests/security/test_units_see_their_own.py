"""A hostile colleague of another unit asks every address of the admin for an item of ours."""

import pytest

from tests import factories
from tests.security.admin_map import admin_addresses
from tests.workflows import people
from workflows import actions, roles, setup
from workflows.standing import running_state

pytestmark = pytest.mark.django_db

TITLE = "关于调整金丝雀站台时间的公告"
PROSE = "金丝雀正文只给本单位看。"
WAYS = ("", "?export=csv", "?q=金丝雀")


@pytest.fixture
def ours(site_ready):
    """An item of 甲厅 that waits for its approval."""
    people.install()
    team = people.staff("jl-a", name="甲厅")
    page = people.notice(team, f"<p>{PROSE}</p>", title=TITLE)
    actions.submit(page, team.editor)
    return team, type(page).objects.get(pk=page.pk)


def addresses_of(page, elsewhere):
    state = running_state(page)
    return admin_addresses(
        {
            "*": page.pk,
            **dict.fromkeys(("pk", "page", "page_id", "object_id", "page_to_move_id"), page.pk),
            "parent_page_id": page.get_parent().pk,
            "destination_id": elsewhere.column.pk,
            "revision_id": state.revision_id,
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
            "task_state_id": state.pk,
            "workflow_state_id": state.workflow_state_id,
            "workflow_pk": state.workflow_state.workflow_id,
            "task_pk": state.task_id,
            "action_name": "approve",
            **dict.fromkeys(("app_label", "app_name", "content_type_app_name"), "disclosure"),
            **dict.fromkeys(("model_name", "content_type_model_name"), "noticepage"),
        }
    )


def body_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def seen_by(client, user, addresses) -> list[str]:
    """Addresses whose answers show the item, whatever their status."""
    client.force_login(user)
    client.raise_request_exception = False
    found = []
    for address in addresses:
        response = client.get(address)
        text = body_of(response) + str(dict(response.headers))
        if any(canary in text for canary in (TITLE, PROSE)):
            found.append(address)
    return found


def ask_all(page, elsewhere) -> list[str]:
    """Every address; lists, searches, choosers and reports also with a query and as an export."""
    addresses = addresses_of(page, elsewhere)
    assert len(addresses) > 150, "the walk through Wagtail's addresses found too little"
    lists = [a for a in addresses if str(page.pk) not in a.split("/")]
    return [a for a in addresses if a not in lists] + [a + way for a in lists for way in WAYS]


def test_all_roles_of_another_unit_together_see_nothing_of_our_item(ours, client):
    _team, page = ours
    other = people.staff("jl-b", name="乙厅").unit
    outsider = factories.user("outsider")
    for role in (roles.EDITOR, roles.APPROVER, roles.REVIEWER, roles.PUBLISHER):
        setup.assign(outsider, role, other)
    assert seen_by(client, outsider, ask_all(page, other)) == []


def test_bulk_actions_show_nothing_of_another_unit(ours, client):
    _team, page = ours
    other = people.staff("jl-b", name="乙厅")
    bulk = [
        f"/admin/bulk/wagtailcore/page/{kind}/?id={page.pk}"
        for kind in ("publish", "unpublish", "delete", "move")
    ]
    assert seen_by(client, other.editor, bulk) == []


def test_the_auditor_reads_where_items_stand_and_no_draft_text(ours, client):
    _team, page = ours
    auditor = factories.user("auditor")
    setup.assign(auditor, roles.AUDITOR)
    client.force_login(auditor)
    status = body_of(client.get(f"/admin/mingjing/work/{page.pk}/"))
    assert TITLE in status and PROSE not in status
    for address in ("edit", "edit/preview", "view_draft", "history", "copy", "delete", "move"):
        response = client.get(f"/admin/pages/{page.pk}/{address}/")
        assert response.status_code in (302, 403), address
        assert PROSE not in body_of(response)


@pytest.mark.parametrize("role", [roles.AUDITOR, roles.OFFICE, roles.ADMIN])
def test_who_has_no_role_in_the_unit_takes_no_step(ours, client, role):
    _team, page = ours
    person = factories.user(f"a-{role}")
    setup.assign(person, role)
    client.force_login(person)
    state = running_state(page)
    for screen in ("submit", "approve", "review", "release", "withdraw"):
        client.post(
            f"/admin/mingjing/{screen}/{page.pk}/",
            {"do": "approve", "seen": state.revision_id, "no_secret": "on", "reason": "error"},
        )
    client.post(f"/admin/mingjing/tables/{page.pk}/upload/", {"table": "x"})
    client.post(f"/admin/pages/{page.pk}/edit/", {"title": "改过的标题"})
    client.post(f"/admin/pages/{page.pk}/delete/")
    client.post(f"/admin/pages/workflow/confirm_cancellation/{page.pk}/")
    after = running_state(page)
    assert after.pk == state.pk
    assert type(page).objects.get(pk=page.pk).get_latest_revision_as_object().title == TITLE


@pytest.mark.parametrize("role", [roles.APPROVER, roles.REVIEWER, roles.PUBLISHER])
def test_the_same_role_of_another_unit_takes_no_step(ours, client, role):
    team, page = ours
    other = people.staff("jl-b", name="乙厅")
    step = {roles.APPROVER: "approve", roles.REVIEWER: "review", roles.PUBLISHER: "release"}[role]
    if role != roles.APPROVER:
        actions.approve(page, team.approver)
    if role == roles.PUBLISHER:
        actions.review_and_clear(page, team.reviewer)
    state = running_state(page)
    client.force_login(getattr(other, role))
    for do in ("approve", "pass", "release", "return", "reveal"):
        client.post(
            f"/admin/mingjing/{step}/{page.pk}/",
            {"do": do, "seen": state.revision_id, "no_secret": "on", "reasons": "请改第二段。"},
        )
    assert running_state(page).pk == state.pk


def test_a_stranger_without_login_is_sent_to_the_login_page(ours, client):
    _team, page = ours
    for address in addresses_of(page, page.unit):
        response = client.get(address)
        assert response.status_code in (302, 404, 405), address
        assert TITLE not in body_of(response)
        if response.status_code == 302:
            assert response["Location"].startswith(("/admin/login/", "/admin/"))
