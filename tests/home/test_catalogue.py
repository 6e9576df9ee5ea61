import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db
LIMIT = 150_000  # bytes of a public page without attachments


@pytest.fixture
def seeded():
    call_command("setup_site", verbosity=0)


def test_all_duties_are_listed_by_domain(client, seeded):
    page = client.get("/catalogue/").content.decode()
    assert page.count('class="seq"') == 153
    assert "综合" in page


def test_a_domain_shows_elements_basis_deadline_and_owner(client, seeded):
    page = client.get("/catalogue/", {"domain": "poverty"}).content.decode()
    for words in ("公开要素", "公开依据", "公开渠道", "20个工作日内", 'id="P3"'):
        assert words in page


def test_an_unknown_domain_shows_the_whole_catalogue(client, seeded):
    page = client.get("/catalogue/", {"domain": "nothing"}).content.decode()
    assert page.count('class="seq"') == 153


@pytest.mark.parametrize("address", ["/", "/catalogue/", "/catalogue/?domain=welfare", "/regions/"])
def test_public_pages_stay_light(client, seeded, address):
    assert len(client.get(address).content) < LIMIT
