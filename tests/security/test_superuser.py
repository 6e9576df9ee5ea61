"""Being a superuser opens neither the vault nor the gate (I1, I2)."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from disclosure import publishing
from disclosure.models import Clearance, PublicVersion
from privacy import vault
from tests import factories
from tests.workflows import people
from workflows import actions, roles, setup
from workflows.standing import NotAllowed, running_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    return factories.user("root", is_superuser=True)


def test_the_superuser_does_not_open_the_vault(team, root):
    sealed = vault.seal(b"x", kind="file", name="a.txt", unit_code=team.unit.code, by=team.editor)
    assert not vault.may_open(root)
    with pytest.raises(vault.VaultRefused):
        vault.open(sealed, by=root, reason="看看")
    with pytest.raises(vault.VaultRefused):
        vault.open_name(sealed, by=root, reason="看看")


def test_the_superuser_takes_no_step_of_the_workflow(team, root, client):
    page = people.notice(team)
    for before in (
        None,
        lambda: actions.submit(page, team.editor),
        lambda: actions.approve(page, team.approver),
        lambda: actions.review_and_clear(page, team.reviewer),
    ):
        if before:
            before()
        for step in (actions.submit, actions.approve, actions.review_and_clear, actions.release):
            with pytest.raises(NotAllowed):
                step(page, root)
    client.force_login(root)
    state = running_state(page)
    response = client.post(
        reverse("workflows:release", args=[page.pk]),
        {"do": "release", "seen": state.revision_id, "no_secret": "on"},
    )
    assert response.status_code == 302 and not PublicVersion.objects.exists()


def test_a_superuser_with_every_role_still_does_not_approve_what_he_wrote(team, root):
    for role in (*roles.UNIT_ROLES, roles.REVIEWER):
        setup.assign(root, role, team.unit)
    page = people.notice(team)
    page.save_revision(user=root)
    actions.submit(page, root)
    with pytest.raises(NotAllowed):
        actions.approve(page, root)
    state = running_state(page)
    with pytest.raises(publishing.NotCleared):
        publishing.approve(state.revision, by=root)
    with pytest.raises(publishing.NotCleared):
        publishing.clear(state.revision, by=root)
    assert not Clearance.objects.exists()


def test_one_account_with_every_role_does_not_carry_an_item_through_alone(team):
    everything = factories.user("everything")
    for role in (*roles.UNIT_ROLES, roles.REVIEWER):
        setup.assign(everything, role, team.unit)
    page = people.notice(team)
    actions.submit(page, team.editor)
    actions.approve(page, everything)
    with pytest.raises(NotAllowed):
        actions.review_and_clear(page, everything)
    actions.review_and_clear(page, team.reviewer)
    with pytest.raises(NotAllowed):
        actions.release(page, everything)
    assert not PublicVersion.objects.exists()


PASSWORD = "korrekt-pferd-batterie-9"


def edit_account(client, user, groups, **changes):
    values = {"username": user.username, "email": "a@example.org", "first_name": "甲"}
    values |= {"last_name": "乙", "is_active": "on", "groups": [g.pk for g in groups]}
    return client.post(reverse("wagtailusers_users:edit", args=[user.pk]), values | changes)


@pytest.fixture
def administrator(site):
    user = factories.user("an-admin")
    setup.assign(user, roles.ADMIN)
    return user


def in_bulk(client, user, action, **values):
    address = reverse("wagtail_bulk_action", args=["auth", "user", action])
    return client.post(f"{address}?id={user.pk}", values)


def test_an_administrator_does_not_take_over_the_superuser(administrator, root, client):
    client.force_login(administrator)
    edit_account(client, root, [], password1=PASSWORD, password2=PASSWORD)
    client.post(reverse("wagtailusers_users:delete", args=[root.pk]))
    in_bulk(client, root, "set_active_state", mark_as_active="")
    in_bulk(client, root, "delete")
    root.refresh_from_db()
    assert root.is_superuser and root.is_active and not root.check_password(PASSWORD)


def test_nobody_lets_himself_into_the_vault_or_a_role(administrator, root, client):
    setup.assign(factories.user("a-reviewer"), roles.REVIEWER)
    readers = Group.objects.get(name=vault.VAULT_GROUP)
    for user in (administrator, root):
        client.force_login(user)
        edit_account(client, user, [readers, *user.groups.all()])
        in_bulk(client, user, "assign_role", role=readers.pk)
        assert not vault.may_open(user)
        assert roles.REVIEWER not in roles.roles_of(user)


def test_an_administrator_gives_a_role_to_somebody_else(administrator, client):
    """So that the refusals above are not because the form was wrong."""
    colleague = factories.user("colleague")
    auditors = Group.objects.get(name=roles.GLOBAL_GROUPS[roles.AUDITOR])
    client.force_login(administrator)
    edit_account(client, colleague, [auditors])
    assert roles.AUDITOR in roles.roles_of(colleague)
    office = Group.objects.get(name=roles.GLOBAL_GROUPS[roles.OFFICE])
    in_bulk(client, colleague, "assign_role", role=office.pk)
    assert roles.OFFICE in roles.roles_of(colleague)
