import pytest

from tests.workflows import people


@pytest.fixture
def site(db):
    people.install()


@pytest.fixture
def team(site):
    return people.staff()


@pytest.fixture
def as_(client):
    """The client logged in as somebody."""

    def log_in(user):
        client.force_login(user)
        return client

    return log_in
