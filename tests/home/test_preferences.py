import pytest

pytestmark = pytest.mark.django_db

OUTSIDE = [
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "/\\elsewhere.example/",
    "javascript:alert(1)",
    "units/",
    "",
]


@pytest.mark.parametrize("address", OUTSIDE)
@pytest.mark.parametrize("link", ["/mode/large/", "/lang/en/"])
def test_a_preference_link_never_leads_to_another_site(client, link, address):
    assert client.get(link, {"next": address})["Location"] == "/"


def test_large_type_is_remembered_and_shown_without_script(client):
    answer = client.get("/mode/large/", {"next": "/about/?a=1"})
    assert answer["Location"] == "/about/?a=1"
    assert answer.cookies["mode"].value == "large"
    page = client.get("/about/").content.decode()
    assert 'data-mode="large" data-step="1"' in page
    assert "/mode/standard/?next=%2Fabout%2F" in page


def test_black_ground_is_part_of_large_type(client):
    client.get("/mode/large2-black/")
    page = client.get("/about/").content.decode()
    assert 'data-step="2" data-contrast="black"' in page


def test_leaving_large_type_brings_the_ordinary_page_back(client):
    client.get("/mode/large/")
    client.get("/mode/standard/")
    assert "data-mode" not in client.get("/about/").content.decode()


@pytest.mark.parametrize("link", ["/mode/huge/", "/lang/fr/", "/lang/xx-yy/"])
def test_an_unknown_preference_is_not_found(client, link):
    assert client.get(link).status_code == 404


def test_a_nonsense_cookie_is_ignored(client):
    client.cookies["mode"] = '"><script>'
    page = client.get("/about/").content.decode()
    assert "data-mode" not in page


def test_the_language_is_remembered(client):
    answer = client.get("/lang/en/", {"next": "/about/"})
    assert answer.cookies["django_language"].value == "en"
    assert '<html lang="en"' in client.get("/about/").content.decode()
