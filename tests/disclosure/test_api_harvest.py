"""Keeping a copy: cursors lose and double nothing, and events lead to exactly what is public."""

import base64
import random

import pytest
from django.test import Client

from disclosure import publishing
from disclosure.canonical import BEIJING
from disclosure.models import DisclosurePage
from disclosure.prose import from_text
from disclosure.redaction import set_body
from ledger.models import LedgerEntry
from tests.disclosure import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def program():
    return Client()


def read_on(program, address):
    """All rows from an address on, by its `next`."""
    rows = []
    while address:
        answer = program.get(address).json()
        rows += answer["results"]
        address = answer["next"]
    return rows


@pytest.mark.parametrize("sort", ["latest", "oldest", "updated", "issued", "number"])
def test_a_cursor_reads_every_item_once_in_each_order(program, sort):
    made = {stories.released(title=f"第{at}期公告").number for at in range(5)}
    by_page = read_on(program, f"/api/v1/items/?sort={sort}&limit=2")
    by_cursor = read_on(program, f"/api/v1/items/?sort={sort}&limit=2&cursor=*")
    assert [row["number"] for row in by_page] == [row["number"] for row in by_cursor]
    assert len(by_cursor) == 5 and {row["number"] for row in by_cursor} == made


def test_what_is_published_or_withdrawn_while_reading_shifts_nothing(program):
    items = [stories.released(title=f"第{at}期公告") for at in range(6)]
    first = program.get("/api/v1/items/?sort=latest&limit=2&cursor=*").json()
    stories.released(title="新的公告")
    publishing.withdraw(items[5], reason="error", by=stories.person("publisher"))
    rest = read_on(program, first["next"])
    seen = [row["number"] for row in [*first["results"], *rest]]
    assert seen == [item.number for item in reversed(items)]


def forged(text):
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%00",
        "AAAA",
        "W10",
        "é" * 10,
        forged('["number","a",1]'),
        forged('["latest","2026-13-45T00:00:00Z",1]'),
        forged('["latest","2026-01-01T00:00:00",1]'),
        forged('["latest","2026-01-01T00:00:00Z",99999999999999999]'),
    ],
)
def test_a_cursor_that_is_none_of_ours_is_refused_by_name(program, cursor):
    response = program.get("/api/v1/items/", {"cursor": cursor})
    assert response.status_code == 422
    assert response.json()["errors"][0]["parameter"] == "cursor"


def test_updated_since_takes_a_day_or_a_moment(program):
    item = stories.released()
    day = item.last_published_at.astimezone(BEIJING).date().isoformat()
    for since in (day, f"{day}T00:00:00", f"{day}T00:00:00+08:00", f"{day}T00:00:00Z"):
        found = program.get(f"/api/v1/items/?updated_since={since}").json()
        assert found["count"] in (0, 1), since
    assert program.get(f"/api/v1/items/?updated_since={day}").json()["count"] == 1
    assert program.get("/api/v1/items/?updated_since=2999-01-01").json()["count"] == 0


def test_only_the_fields_asked_for_come_back(program):
    item = stories.released()
    rows = program.get("/api/v1/items/?fields=number, title").json()["results"]
    assert rows == [{"number": item.number, "title": item.title}]
    refused = program.get("/api/v1/items/?fields=number,body")
    assert refused.status_code == 422 and refused.json()["errors"][0]["parameter"] == "fields"


def test_a_misspelt_filter_is_reported(program):
    stories.released()
    answer = program.get("/api/v1/items/?domian=health").json()
    assert answer["count"] == 1
    assert [one["parameter"] for one in answer["warnings"]] == ["domian"]
    assert "warnings" not in answer["results"][0]


class Harvester:
    """The recipe of docs/api.md: remember the last index, fetch or delete, go on."""

    def __init__(self, program, limit):
        self.program, self.limit, self.last, self.copies = program, limit, -1, {}
        self.indices = []

    def poll(self):
        address = f"/api/v1/events?after={self.last}&limit={self.limit}"
        while address:
            answer = self.program.get(address).json()
            for event in answer["results"]:
                self.indices.append(event["index"])
                self.follow(event)
            self.last, address = answer["last"], answer["next"]

    def follow(self, event):
        if event["action"] == "delete":
            self.copies.pop(event["number"], None)
            return
        response = self.program.get(event["api_url"])
        if response.status_code == 200 and response.json()["status"] == "public":
            self.copies[event["number"]] = response.json()
        else:  # a later event takes it away
            self.copies.pop(event["number"], None)


def happen(chance):
    """Something that staff do to some item; what the rules refuse does not happen."""
    by = stories.person("publisher")
    live = list(DisclosurePage.objects.released().order_by("pk"))
    away = list(DisclosurePage.objects.filter(withdrawn_on__isnull=False).order_by("pk"))
    act = chance.choice(["publish", "publish", "revise", "withdraw", "restore", "redact"])
    if act == "publish" or not live:
        stories.released(title=f"公告{chance.randrange(10**6)}")
    elif act == "withdraw":
        reason = chance.choice(["privacy", "legal", "error", "expired"])
        publishing.withdraw(chance.choice(live), reason=reason, by=by)
    elif act == "revise":
        stories.released(stories.revised(chance.choice(live).specific, title=f"改{len(live)}"))
    elif act == "redact":
        changes = {"b/1": [(0, 1, "*")]}
        publishing.redact(chance.choice(live), changes, reason="privacy", by=by)
    elif away:
        page = chance.choice(away).specific
        page.title = "恢复公开的公告"
        set_body(page, from_text("恢复公开。"))
        page.save_revision(user=stories.person("author"))
        stories.released(type(page).objects.get(pk=page.pk))


@pytest.mark.parametrize("seed", range(3))
def test_whoever_follows_the_events_holds_exactly_what_is_public(program, seed):
    chance = random.Random(seed)
    harvester = Harvester(program, limit=chance.choice([1, 2, 7]))
    for _step in range(14):
        happen(chance)
        if chance.random() < 0.3:
            harvester.poll()
    harvester.poll()
    live = {page.number: page for page in DisclosurePage.objects.released()}
    assert set(harvester.copies) == set(live)
    assert {n: copy["title"] for n, copy in harvester.copies.items()} == {
        n: page.title for n, page in live.items()
    }
    assert harvester.indices == list(range(LedgerEntry.objects.count()))


def test_events_name_removals_and_tell_nothing_of_what_was_removed(program):
    item = stories.released(title="关于白桦林养护的公告")
    publishing.withdraw(item, reason="legal", by=stories.person("publisher"))
    response = program.get("/api/v1/events")
    put, removal = response.json()["results"]
    assert (put["action"], put["type"], put["is_removal"]) == ("put", "publish", False)
    assert (removal["action"], removal["is_removal"], removal["reason"]) == (
        "delete",
        True,
        "legal",
    )
    assert "白桦" not in response.content.decode()
    assert response.json()["next"] is None and response.json()["last"] == 1


@pytest.mark.parametrize(
    "query", ["after=-2", "after=x", f"after={2**63}", "limit=0", "limit=1001"]
)
def test_events_refuse_what_makes_no_sense(program, query):
    response = program.get(f"/api/v1/events?{query}")
    assert response.status_code == 422 and query.split("=")[0] in response.json()["detail"]
    assert program.get(f"/api/v1/events?after={2**63 - 1}").json()["results"] == []


def test_statements_do_not_grow_with_the_events(program, django_assert_num_queries):
    stories.released()
    program.get("/api/v1/events")
    with django_assert_num_queries(3):
        program.get("/api/v1/events")
    for at in range(4):
        stories.released(title=f"第{at}期公告")
    with django_assert_num_queries(3):
        assert len(program.get("/api/v1/events").json()["results"]) == 5
