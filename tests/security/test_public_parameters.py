"""Visitors who type anything: every public address with hostile parameters answers in words."""

import json
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.home.published import published

pytestmark = pytest.mark.django_db

HOSTILE = {
    "sql": "' OR 1=1 --",
    "union": "x') UNION SELECT password FROM auth_user --",
    "wildcards": "%_%_%*?[a-z]\\",
    "long": "低" * 10_000,
    "nul": "a\x00b",
    "controls": "\x01\x1b[31m\r\nX-Injected: 1",
    "broken utf-8": None,  # replaced by raw bytes below
    "huge number": "9" * 40,
    "negative": "-99999999999999999999",
    "float": "1e308",
    "not a number": "NaN",
    "markup": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "template": "{{ 7*7 }}{% debug %}${7*7}",
    "path": "../../../../etc/passwd",
    "query syntax": '"(AND OR NOT:[* TO *]) ~^ \\',
    "right to left": "\u202e\u2066\ufeff",
    "astral": "𠮷" * 300,
}
RAW = {"broken utf-8": "%ff%fe%ed%a0%80"}
PARAMETERS = {
    "/search/": ("q", "domain", "unit", "region", "stage", "year", "sort", "page", "exact"),
    "/latest/": ("page",),
    "/notices/": ("page",),
    "/domains/welfare/": ("stage", "unit", "page"),
    "/units/jl-test/": ("domain", "page"),
    "/regions/220000/": ("page",),
    "/catalogue/": ("domain",),
    "/catalogue/versions/": ("page",),
    "/units/jl-test/catalogue/": ("domain",),
    "/lang/en/": ("next",),
    "/mode/large/": ("next",),
    "/api/v1/items/": (
        "domain",
        "unit",
        "region",
        "stage",
        "year",
        "catalogue",
        "source_id",
        "updated_since",
        "sort",
        "page",
        "page_size",
        "cursor",
        "fields",
        "limit",
    ),
    "/api/v1/search": ("q", "domain", "unit", "region", "stage", "year", "sort", "page"),
    "/api/v1/events": ("after", "limit"),
    "/api/v1/openapi.json": ("lang",),
    "/api/v1/docs/go": ("op", "number", "rev"),
    "/search/feed.atom": ("q", "domain", "year", "from", "catalogue"),
    "/search/alerts/": ("q", "unit", "region", "from"),
    "/ledger/item.json": ("item",),
    "/ledger/receipt": ("item", "rev"),
    "/ledger/parts.json": ("item", "rev"),
    "/verify/": ("by", "code"),
}
PATHS = (
    "/i/{}/",
    "/units/{}/",
    "/regions/{}/",
    "/domains/{}/",
    "/lang/{}/",
    "/mode/{}/",
    "/sitemap-{}.xml",
    "/api/v1/items/{}/",
    "/api/v1/items/{}/versions/1/",
    "/feeds/units/{}.atom",
    "/feeds/catalogue/{}.json",
    "/search/alerts/confirm/{}/",
    "/search/alerts/manage/{}/",
    "/search/alerts/stop/{}/",
    "/ledger/tile/{}",
    "/v/{}",
    "/documents/{}/a.pdf",
    "/{}/",
)


@pytest.fixture
def item():
    cache.clear()  # the check desk counts its visitors
    return published()


def encoded(kind: str) -> str:
    return RAW.get(kind) or quote(HOSTILE[kind], safe="")


def check(response, address):
    assert response.status_code < 500, address
    assert "X-Injected" not in response.headers
    if response.status_code == 200 and "html" in response.headers.get("Content-Type", ""):
        page = response.content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page, address
        assert "49{%" not in page and "root:x:" not in page, address
    if 300 <= response.status_code < 400:
        assert response["Location"].startswith(("/", "?")), response["Location"]


@pytest.mark.parametrize("kind", HOSTILE)
def test_every_parameter_takes_anything(item, client, kind):
    value = encoded(kind)
    for address, names in PARAMETERS.items():
        for name in names:
            check(client.get(f"{address}?{name}={value}"), (address, name))
        together = "&".join(f"{name}={value}" for name in names)
        check(client.get(f"{address}?{together}"), (address, "all"))


@pytest.mark.parametrize("kind", HOSTILE)
def test_every_path_takes_anything(item, client, kind):
    for shape in PATHS:
        check(client.get(shape.format(encoded(kind))), shape)
    check(client.get(f"/i/{item.number}/?t1={encoded(kind)}"), "table page")


@pytest.mark.parametrize("page", ["0", "1", str(2**31), str(2**63), "9" * 30])
def test_a_sitemap_part_with_any_number_is_there_or_not_found(item, client, page):
    assert client.get(f"/sitemap-{page}.xml").status_code in (200, 404)


@pytest.mark.parametrize("year", ["0", "-1", "10000", str(2**31), str(2**63), "9" * 30])
def test_any_year_is_answered(item, client, year):
    assert client.get(f"/api/v1/items/?year={year}").status_code in (200, 422)
    assert client.get(f"/api/v1/search?q=公告&year={year}").status_code in (200, 422)
    assert client.get(f"/search/?q=公告&year={year}").status_code == 200


def test_many_values_of_one_filter_are_bounded(item, client):
    many = "&".join(f"unit=u{n}" for n in range(900))
    for address in ("/api/v1/items/", "/api/v1/search", "/search/"):
        assert client.get(f"{address}?q=公告&{many}").status_code in (200, 422)


@pytest.mark.parametrize(
    "path",
    [
        "../checkpoint",
        "..%2f..%2fkeys%2fledger.pem",
        "0/../../../keys/ledger.pem",
        "/etc/passwd",
        "entries/../../vkeys.txt",
        "0/x001/%2e%2e/000",
    ],
)
def test_the_log_serves_nothing_but_tiles(item, client, path):
    assert client.get(f"/ledger/tile/{path}").status_code == 404


def test_an_unknown_host_is_refused(item, client):
    for address in ("/", "/sitemap.xml", "/robots.txt", "/api/v1/items/"):
        response = client.get(address, headers={"host": "evil.example"})
        assert response.status_code == 400 and b"evil.example" not in response.content


def test_a_forwarded_host_changes_no_address(item, client):
    response = client.get("/sitemap.xml", headers={"x-forwarded-host": "evil.example"})
    assert b"evil.example" not in response.content


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_check_desk_takes_anything(item, client, kind):
    text = HOSTILE[kind] or "\ufffd"
    for way in ("code", "item", "sha256", "text", "receipt"):
        body = json.dumps({way: text})
        check(client.post("/api/verify", body, content_type="application/json"), way)
    for tab in ("code", "text", "file"):
        check(client.post("/verify/", {"by": tab, "code": text, "text": text}), tab)
    file = SimpleUploadedFile("a.txt", text.encode("utf-8", "replace"))
    check(client.post("/verify/", {"by": "file", "file": file}), "upload")


@pytest.mark.parametrize("body", ["", "[]", "{", "[" * 100_000, '{"text": 1}', "null", "\x00"])
def test_a_broken_question_to_the_check_desk_is_refused_in_words(client, db, body):
    response = client.post("/api/verify", body, content_type="application/json")
    assert response.status_code == 400 and response.json()["error"]
