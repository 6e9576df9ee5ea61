import pytest

from tests.workflows import people


@pytest.fixture
def site(site_ready):
    people.install()


@pytest.fixture
def team(site):
    return people.staff()
