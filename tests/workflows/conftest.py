import pytest

from tests.workflows import people


@pytest.fixture
def site(db):
    people.install()


@pytest.fixture
def team(site):
    return people.staff()
