"""Accounts of the roles that meet the search's screens."""

import pytest

from tests import factories
from tests.workflows import people
from workflows import roles, setup


def account(role):
    person = factories.user(f"search-{role}")
    setup.assign(person, role)
    return person


@pytest.fixture
def as_(db, client, site_search):
    """The client logged in with a role."""
    people.install()

    def log_in(role):
        if role in (roles.OFFICE, roles.AUDITOR, roles.ADMIN):
            client.force_login(account(role))
        else:
            client.force_login(getattr(people.staff(), role))
        return client

    return log_in


@pytest.fixture
def office(as_):
    return as_(roles.OFFICE)
