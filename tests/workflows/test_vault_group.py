"""Nobody gets at the vault's readers alone: not their group, not their passwords, not their mail."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import DatabaseError, transaction
from django.urls import reverse

from privacy import vault
from tests import factories
from tests.workflows import people
from workflows import account_changes, roles, setup
from workflows.account_changes import NeedsSecond
from workflows.acting import serving
from workflows.models import AccountChange

PASSWORD = "korrekt-pferd-batterie-9"
USERS = get_user_model()


@pytest.fixture
def site(db):
    people.install()


@pytest.fixture
def admins(site):
    found = [factories.user(name) for name in ("first-admin", "second-admin")]
    for user in found:
        setup.assign(user, roles.ADMIN)
    return found


@pytest.fixture
def readers(site):
    return Group.objects.get(name=vault.VAULT_GROUP)


@pytest.fixture
def reader(readers):
    user = factories.user("a-reader")
    user.groups.add(readers)
    return user


@pytest.fixture
def colleague(site):
    return factories.user("colleague")


def edit(client, user, groups=None, **changes):
    groups = user.groups.all() if groups is None else groups
    values = {
        "username": user.username,
        "email": user.email,
        "first_name": "甲",
        "last_name": "乙",
        "is_active": "on",
        "groups": [group.pk for group in groups],
    }
    return client.post(reverse("wagtailusers_users:edit", args=[user.pk]), values | changes)


def decide(client, change, do="confirm"):
    return client.post(reverse("workflows:account_changes"), {"change": change.pk, "do": do})


def test_an_administrator_only_asks_and_the_rest_of_the_form_is_saved(
    admins, readers, colleague, client
):
    client.force_login(admins[0])
    auditors = Group.objects.get(name=roles.GLOBAL_GROUPS[roles.AUDITOR])
    answer = edit(client, colleague, [readers, auditors])
    assert answer.status_code == 302
    colleague.refresh_from_db()
    assert not vault.may_open(colleague)
    assert roles.AUDITOR in roles.roles_of(colleague)
    assert colleague.first_name == "甲"
    change = AccountChange.objects.get()
    assert (change.kind, change.target, change.asked_by) == ("join", colleague, admins[0])


def test_a_second_administrator_confirms_and_then_it_holds(admins, readers, colleague, client):
    client.force_login(admins[0])
    edit(client, colleague, [readers])
    client.force_login(admins[1])
    page = client.get(reverse("workflows:account_changes")).content.decode()
    assert "colleague" in page and "确认" in page
    decide(client, AccountChange.objects.get())
    assert vault.may_open(colleague)
    change = AccountChange.objects.get()
    assert (change.state, change.decided_by) == ("used", admins[1])
    # A member is edited as before without a new question.
    edit(client, colleague)
    assert vault.may_open(colleague) and AccountChange.objects.count() == 1


def test_a_present_reader_confirms_too(admins, readers, reader, colleague, client):
    change = account_changes.ask("join", colleague, admins[0])
    client.force_login(reader)
    with serving(reader.pk):
        account_changes.decide(change, reader, agrees=True)
    assert vault.may_open(colleague)


def test_who_asked_and_whom_it_is_about_do_not_confirm(admins, readers, colleague, client):
    client.force_login(admins[0])
    edit(client, colleague, [readers])
    edit(client, admins[1], [readers, *admins[1].groups.all()])
    first, second = AccountChange.objects.order_by("pk")
    decide(client, first)
    client.force_login(admins[1])
    decide(client, second)
    assert not vault.may_open(colleague) and not vault.may_open(admins[1])
    assert set(AccountChange.objects.values_list("state", flat=True)) == {"open"}


def test_what_was_refused_stays_refused(admins, readers, colleague, client):
    client.force_login(admins[0])
    edit(client, colleague, [readers])
    client.force_login(admins[1])
    decide(client, AccountChange.objects.get(), "refuse")
    decide(client, AccountChange.objects.get(), "confirm")
    assert not vault.may_open(colleague)
    assert AccountChange.objects.get().state == "refused"


def test_a_new_account_is_made_and_its_joining_asked(admins, readers, client):
    client.force_login(admins[0])
    values = {
        "username": "new-one",
        "email": "n@example.org",
        "first_name": "丙",
        "last_name": "丁",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "groups": [readers.pk],
    }
    client.post(reverse("wagtailusers_users:add"), values)
    made = USERS.objects.get(username="new-one")
    assert not vault.may_open(made)
    assert AccountChange.objects.get().target == made


def test_the_list_of_accounts_asks_as_well(admins, readers, colleague, client):
    client.force_login(admins[0])
    address = reverse("wagtail_bulk_action", args=["auth", "user", "assign_role"])
    client.post(f"{address}?id={colleague.pk}", {"role": readers.pk})
    assert not vault.may_open(colleague)
    assert AccountChange.objects.get().target == colleague


def test_a_readers_password_and_mail_are_not_reset_by_one_alone(admins, reader, client):
    before = reader.password
    client.force_login(admins[0])
    edit(client, reader, password1=PASSWORD, password2=PASSWORD, email="mine@example.org")
    reader.refresh_from_db()
    assert reader.password == before
    assert reader.email != "mine@example.org"
    assert reader.first_name == "甲"
    assert AccountChange.objects.get().kind == "credentials"


def test_after_a_second_person_agreed_it_is_done_once(admins, reader, client):
    client.force_login(admins[0])
    edit(client, reader, password1=PASSWORD, password2=PASSWORD)
    client.force_login(admins[1])
    decide(client, AccountChange.objects.get())
    client.force_login(admins[0])
    edit(client, reader, password1=PASSWORD, password2=PASSWORD)
    reader.refresh_from_db()
    assert reader.check_password(PASSWORD)
    assert AccountChange.objects.get().state == "used"
    edit(client, reader, email="later@example.org")
    reader.refresh_from_db()
    assert reader.email != "later@example.org"


def test_an_agreement_does_not_last_for_ever(admins, reader, client):
    change = account_changes.ask("credentials", reader, admins[0])
    account_changes.decide(change, admins[1], agrees=True)
    assert account_changes.usable(reader, admins[0])
    assert not account_changes.usable(reader, admins[1])
    account_changes.LASTS, kept = timedelta(0), account_changes.LASTS
    try:
        assert account_changes.usable(reader, admins[0]) is None
    finally:
        account_changes.LASTS = kept


def test_other_accounts_are_edited_as_before(admins, colleague, client):
    client.force_login(admins[0])
    edit(client, colleague, email="new@example.org", password1=PASSWORD, password2=PASSWORD)
    colleague.refresh_from_db()
    assert colleague.email == "new@example.org" and colleague.check_password(PASSWORD)


def test_a_reader_changes_his_own_password(reader):
    with serving(reader.pk):
        reader.set_password(PASSWORD)
        reader.save()
    reader.refresh_from_db()
    assert reader.check_password(PASSWORD)


def test_djangos_own_admin_does_not_help(readers, reader, colleague, client):
    root = factories.user("root", is_superuser=True)
    USERS.objects.filter(pk=root.pk).update(is_staff=True)
    client.force_login(root)
    client.post(
        reverse("admin:auth_user_change", args=[colleague.pk]),
        {
            "username": "colleague",
            "date_joined_0": "2026-01-01",
            "date_joined_1": "00:00",
            "groups": [readers.pk],
        },
    )
    assert not vault.may_open(colleague)
    other = Group.objects.create(name="something")
    client.post(reverse("admin:auth_group_change", args=[other.pk]), {"name": vault.VAULT_GROUP})
    other.refresh_from_db()
    assert other.name == "something"


@pytest.mark.parametrize(
    "add",
    [
        lambda user, group: user.groups.add(group),
        lambda user, group: user.groups.set([group]),
        lambda user, group: group.user_set.add(user),
    ],
    ids=["add", "set", "reverse"],
)
def test_no_way_through_the_models_while_a_request_is_served(readers, colleague, admins, add):
    with serving(admins[0].pk), pytest.raises(NeedsSecond), transaction.atomic():
        add(colleague, readers)
    assert not vault.may_open(colleague)
    add(colleague, readers)  # a command of the server's own account
    assert vault.may_open(colleague)


def test_a_visitor_without_login_changes_no_readers_mail(reader):
    with serving(None), pytest.raises(NeedsSecond):
        reader.email = "mine@example.org"
        reader.save()


def test_the_record_is_decided_once_and_never_deleted(admins, colleague, site):
    change = account_changes.ask("join", colleague, admins[0])
    account_changes.decide(change, admins[1], agrees=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        AccountChange.objects.filter(pk=change.pk).update(state="confirmed")
    with pytest.raises(DatabaseError), transaction.atomic():
        AccountChange.objects.filter(pk=change.pk).delete()
    assert AccountChange.objects.get().state == "refused"


def test_only_those_concerned_see_the_page(colleague, reader, client):
    editor = people.staff().editor
    client.force_login(editor)
    assert client.get(reverse("workflows:account_changes")).status_code in (302, 403)
    reader.groups.add(*editor.groups.all())
    client.force_login(reader)
    answer = client.get(reverse("workflows:account_changes"))
    assert answer.status_code == 200 and "现在没有要确认的变更" in answer.content.decode()
