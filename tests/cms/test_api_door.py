"""What holds at every address of the open data: who may ask, how often, and what need not be sent."""

import pytest
from django.core.cache import cache
from django.test import Client

from cms.api_description import description
from disclosure import outbox, publishing
from tests.disclosure import stories

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"
READ = ["/api/v1/items/", "/api/v1/search?q=公告", "/api/v1/events", "/api/v1/units/"]


@pytest.fixture
def program(tmp_path, settings):
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    cache.clear()
    return Client()


@pytest.fixture
def item(program):
    made = stories.released(title="关于白桦林养护的公告")
    outbox.drain()
    return made


@pytest.mark.parametrize("address", [*READ, "item", "/api/v1/openapi.json"])
def test_what_has_not_changed_costs_a_304(program, item, address):
    address = f"/api/v1/items/{item.number}/" if address == "item" else address
    first = program.get(address)
    again = program.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"] and again["Access-Control-Allow-Origin"] == "*"
    weak = program.get(address, headers={"If-None-Match": f'"other", W/{first["ETag"]}'})
    assert weak.status_code == 304
    assert program.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_date_is_enough_for_lists_and_items_but_not_for_search(program, item):
    for address in ("/api/v1/items/", f"/api/v1/items/{item.number}/", "/api/v1/events"):
        first = program.get(address)
        known = {"If-Modified-Since": first["Last-Modified"]}
        assert program.get(address, headers=known).status_code == 304, address
        known = {"If-Modified-Since": "Mon, 01 Jan 2018 00:00:00 GMT"}
        assert program.get(address, headers=known).status_code == 200, address
    found = program.get("/api/v1/search?q=公告")
    known = {"If-Modified-Since": found["Last-Modified"]}
    assert program.get("/api/v1/search?q=公告", headers=known).status_code == 200


def test_any_change_of_what_is_public_changes_tag_and_date(program, item):
    tag = program.get("/api/v1/items/")["ETag"]
    publishing.withdraw(item, reason="privacy", by=stories.person("publisher"))
    changed = program.get("/api/v1/items/", headers={"If-None-Match": tag})
    assert changed.status_code == 200 and changed["ETag"] != tag


def test_a_change_in_the_same_second_is_not_hidden_by_the_date():
    from datetime import UTC, datetime, timedelta

    from disclosure.conditional import last_change
    from ledger.models import LedgerHead

    stories.released()
    told = LedgerHead.objects.get().last_time
    then = datetime.strptime(told, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert last_change(then + timedelta(milliseconds=400)) < then
    assert last_change(then + timedelta(seconds=1)) == then


@pytest.mark.parametrize("address", [*READ, "/api/v1/nothing"])
def test_head_tells_what_get_would_without_the_body(program, item, address):
    got, head = program.get(address), program.head(address)
    assert head.status_code == got.status_code and head.content == b""
    assert head["Content-Length"] == str(len(got.content))
    assert head.get("ETag") == got.get("ETag")


@pytest.mark.parametrize("address", [*READ, "/api/v1/nothing", "/api/v1/openapi.json"])
def test_programs_of_other_sites_may_read(program, address):
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}
    allowed = program.options(address, headers=asked)
    assert allowed.status_code == 204 and "GET" in allowed["Allow"]
    for response in (
        allowed,
        program.get(address, headers={"Origin": "https://elsewhere.example"}),
    ):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response
        for name in ("ETag", "RateLimit", "Retry-After"):
            assert name in response["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("address", [*READ, "/api/v1/nothing", "/api/v1/openapi.json"])
def test_only_reading_is_possible_and_said_in_problem_form(program, method, address):
    response = getattr(program, method)(address)
    assert response.status_code == 405 and "GET" in response["Allow"]
    assert response["Content-Type"] == PROBLEM


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("*/*", 200),
        ("application/json", 200),
        ("text/html,application/xhtml+xml,*/*;q=0.8", 200),
        ("application/problem+json", 200),
        ("text/html", 406),
        ("application/xml", 406),
    ],
)
def test_another_format_is_refused_in_problem_form(program, item, accept, status):
    response = program.get("/api/v1/items/", headers={"Accept": accept})
    assert response.status_code == status
    assert response["Content-Type"] == PROBLEM if status != 200 else True


def test_a_rate_is_told_and_kept(program, settings):
    settings.API_PER_MINUTE = 3
    told = [program.get("/api/v1/domains/") for _ in range(3)]
    assert [response.status_code for response in told] == [200] * 3
    left = [int(response["RateLimit-Remaining"]) for response in told]
    assert sorted(left, reverse=True) == left and left[-1] in (0, 1, 2)
    refused = [program.get("/api/v1/domains/") for _ in range(4)]
    last = refused[-1]
    assert last.status_code == 429 and last["Content-Type"] == PROBLEM
    assert 0 < int(last["Retry-After"]) <= 60
    assert (
        last["RateLimit"].startswith('"minute";r=0;t=') and "q=3;w=60" in last["RateLimit-Policy"]
    )


def test_the_sites_own_look_at_its_copies_is_not_counted(settings, item):
    from home.visiting import visit

    settings.API_PER_MINUTE = 1
    assert [visit("/api/v1/items/")[0] for _ in range(4)] == [200] * 4


def test_messages_and_labels_come_in_the_language_asked_for(program, item):
    row = program.get("/api/v1/items/?lang=en").json()["results"][0]
    assert row["domain_name"] == "Social assistance and welfare" or row["domain_name"].isascii()
    assert program.get("/api/v1/items/no/?lang=en").json()["title"].isascii()
    assert program.get("/api/v1/items/no/?lang=xx").json()["title"] == "没有这条信息"
    assert program.get("/api/v1/items/?lang=en").json()["warnings"] == []


@pytest.mark.parametrize(
    "query",
    [
        "page=99999999999999999999",
        "page=-1",
        "page_size=0",
        "limit=1e9",
        "year=低保",
        "unit=%00",
        "cursor=" + "A" * 5000,
        "fields=" + "x," * 3000,
        "updated_since=2026-02-31",
        "updated_since=%ED%A0%80",
        "sort[]=x&sort=',--",
        "source_id=" + "9" * 10_000,
    ],
)
def test_wrong_values_are_answered_in_problem_form(program, item, query):
    response = program.get(f"/api/v1/items/?{query}")
    assert response.status_code == 422 and response["Content-Type"] == PROBLEM
    assert set(response.json()) >= {"type", "title", "status", "detail", "errors"}
    assert len(response.content) < 4000


@pytest.mark.parametrize(
    "query", ["q=" + "低保" * 5000, "q=%ED%A0%80%FF", "q=%22%27%28", "q=***&page=1", "nonsense=1"]
)
def test_any_words_can_be_searched_for(program, item, query):
    assert program.get(f"/api/v1/search?{query}").status_code == 200


def test_a_failure_is_said_in_problem_form_and_logged_without_words(program, monkeypatch, caplog):
    def fail(query):
        raise RuntimeError("低保 220102")

    monkeypatch.setattr("search.api.answer", fail)
    response = program.get("/api/v1/search?q=低保")
    assert response.status_code == 500 and response["Content-Type"] == PROBLEM
    assert "220102" not in response.content.decode()
    assert all("220102" not in record.getMessage() for record in caplog.records)


def test_search_tells_counts_and_how_it_understood(program, item):
    answer = program.get("/api/v1/search?q=白桦林公告").json()
    assert answer["facets"]["domain"] == {"welfare": 1}
    assert program.get("/api/v1/search?q=白桦林&facets=false").json()["facets"] == {}
    wrong = program.get("/api/v1/search?q=低宝").json()
    assert {"kind": "repaired", "typed": "低宝", "meant": "低保"} in wrong["understood"]
    assert set(wrong["recommended"]) == {"items", "notes"}
    assert isinstance(wrong["did_you_mean"], list)


def test_every_filter_of_the_page_is_known_to_the_api(program, item):
    from search.query import FILTERS

    asked = "&".join(f"{name}=x" for name in (*FILTERS, "from", "to", "exact", "sort"))
    asked = asked.replace("exact=x", "exact=1")
    assert program.get(f"/api/v1/search?q=公告&{asked}").json()["warnings"] == []
    assert program.get("/api/v1/search?q=公告&from=2099").json()["count"] == 0


def test_what_was_asked_stays_out_of_shared_caches(program, item):
    assert "private" in program.get("/api/v1/search?q=公告")["Cache-Control"]
    assert "no-cache" in program.get("/api/v1/items/")["Cache-Control"]


def test_versions_show_what_is_still_public_of_each(program):
    from disclosure.prose import from_text
    from disclosure.redaction import set_body

    item = stories.released(title="公告", text="第一段有白桦林。")
    page = item.get_latest_revision_as_object()
    set_body(page, from_text("第一段改了。"))
    page.save_revision(user=stories.person("author"))
    item = stories.released(type(item).objects.get(pk=item.pk))
    base = f"/api/v1/items/{item.number}/versions/"
    assert [row["revision"] for row in program.get(base).json()["results"]] == [2, 1]
    old = program.get(f"{base}1/").json()
    assert not old["is_current"] and "白桦林" in str(old["parts"])
    publishing.redact(
        item, {"b/1": [(0, 2, "**")]}, reason="privacy", by=stories.person("publisher")
    )
    assert "白桦林" not in program.get(f"{base}1/").content.decode()
    assert program.get(f"{base}9/").status_code == 404
    publishing.withdraw(item, reason="error", by=stories.person("publisher"))
    assert program.get(f"{base}1/").status_code == 404
    assert program.get(base).json()["count"] == 4


def test_versions_of_what_was_removed_are_gone(program, item):
    publishing.withdraw(item, reason="privacy", by=stories.person("publisher"))
    for rest in ("", "versions/", "versions/1/", "files/"):
        response = program.get(f"/api/v1/items/{item.number}/{rest}")
        assert response.status_code == 410 and "白桦" not in response.content.decode()


def test_every_documented_address_is_there(program, item):
    for path, methods in description("zh-hans")["paths"].items():
        address = path.replace("{number}", item.number).replace("{rev}", "1")
        address = address.replace("{key}", "notice").replace("{table}", "links")
        assert set(methods) == {"get"}
        if "{" not in address:
            asked = {"older": 1, "newer": 2} if "/changes/" in address else {}
            wanted = 404 if asked else 200  # there is one version only
            assert program.get(address, asked).status_code == wanted, address


def test_changes_between_versions_are_told_part_by_part(program, item):
    page = stories.revised(item, title="关于红松林养护的公告")
    publishing.commit(stories.cleared(page), by=stories.person("publisher"), reason="correction")
    address = f"/api/v1/items/{item.number}/changes/?older=1&newer=2"
    told = program.get(address).json()
    (change,) = told["results"]
    assert (change["part"], change["kind"]) == ("title", "changed")
    assert "白桦林" in change["older"] and "红松林" in change["newer"]
    assert program.get(address.replace("newer=2", "newer=9")).status_code == 404
    assert program.get(address.replace("older=1", "older=x")).status_code == 422


def test_a_correction_for_privacy_hides_the_version_before_it(program, item):
    page = stories.revised(item, title="关于红松林养护的公告")
    publishing.commit(stories.cleared(page), by=stories.person("publisher"), reason="privacy")
    for rest in ("versions/1/", "changes/?older=1&newer=2"):
        response = program.get(f"/api/v1/items/{item.number}/{rest}")
        assert response.status_code in (404, 410) and "白桦" not in response.content.decode()
    assert program.get(f"/api/v1/items/{item.number}/versions/2/").status_code == 200
