"""已公开的信息: where a correction or a withdrawal begins."""

import pytest
from django.urls import reverse

from tests import factories
from tests.workflows import people
from workflows import actions

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/mingjing/published/"


@pytest.fixture
def public(team):
    page = people.notice(team)
    actions.submit(page, by=team.editor)
    actions.approve(page, by=team.approver)
    actions.review_and_clear(page, by=team.reviewer, decisions="proposed")
    actions.release(page, by=team.publisher)
    page.refresh_from_db()
    return page


def listed(client, user, words=""):
    client.force_login(user)
    return client.get(ADDRESS, {"q": words}).content.decode()


def test_the_publisher_finds_what_is_public_and_may_withdraw_it(client, team, public):
    for words in ("", public.number, "救助"):
        assert public.title in listed(client, team.publisher, words)
    assert public.title not in listed(client, team.publisher, "没有这样的标题")
    status = client.get(reverse("workflows:work_item", args=[public.pk]))
    assert reverse("workflows:withdraw", args=[public.pk]) in status.content.decode()


def test_nobody_sees_the_list_of_another_unit(client, public):
    stranger = people.staff("jl-other")
    for account in (stranger.editor, stranger.approver, stranger.reviewer, stranger.publisher):
        assert public.title not in listed(client, account)


def test_drafts_are_not_in_the_list(client, team):
    draft = people.notice(team)
    assert draft.title not in listed(client, team.editor)


def test_statements_do_not_grow_with_the_list(client, team, public, django_assert_max_num_queries):
    client.force_login(team.publisher)
    client.get(ADDRESS)
    with django_assert_max_num_queries(40):
        client.get(ADDRESS)


def test_an_editor_begins_something_new_from_the_own_list(client, team):
    client.force_login(team.editor)
    shown = client.get(reverse("workflows:work")).content.decode()
    assert reverse("wagtailadmin_pages:add_subpage", args=[team.unit.column.pk]) in shown
    assert "等我办理" not in shown
    client.force_login(factories.user("nobody", is_superuser=True))
    assert "add_subpage" not in client.get(reverse("workflows:work")).content.decode()
