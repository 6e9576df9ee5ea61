"""Feeds as feed readers and harvesters read them: what is public, what changed, what is gone."""

import json
import re

import feedparser
import pytest
from django.test import Client
from lxml import etree

from disclosure import outbox, periods, publishing, surfaces
from disclosure.models import DisclosurePage, ListPeriod
from search.feeds.formats import FORMATS
from search.feeds.model import clean, tag_of
from tests.disclosure import stories

pytestmark = pytest.mark.django_db
AT = "{http://purl.org/atompub/tombstones/1.0}"
KINDS = list(FORMATS)


@pytest.fixture
def reader(site_search):
    return Client()


def released(title="关于白桦林养护的公告", **fields):
    item = stories.released(title=title, **fields)
    outbox.drain()
    return DisclosurePage.objects.get(pk=item.pk)


def feeds_of(item, kind):
    return [
        f"/feeds/latest.{kind}",
        f"/feeds/domains/{item.domain}.{kind}",
        f"/feeds/units/{item.unit.code}.{kind}",
        f"/feeds/regions/220000.{kind}",
        f"/feeds/catalogue/{item.catalogue_item.code}.{kind}",
        f"/search/feed.{kind}?q=白桦林",
        f"/search/feed.{kind}?q=养护公告&domain={item.domain}",
    ]


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_a_feed_reader_finds_title_unit_address_and_time(reader, kind):
    item = released(text="现将养护事项公告如下。" * 40)
    for address in feeds_of(item, kind):
        response = reader.get(address)
        assert response.status_code == 200, address
        parsed = feedparser.parse(response.content)
        assert not parsed.bozo, (address, parsed.get("bozo_exception"))
        (entry,) = parsed.entries
        assert entry.title == item.title and entry.author == item.unit_name
        assert entry.link == f"http://testserver/i/{item.number}/"
        assert entry.id == f"tag:testserver,2026:i/{item.number}"
        assert item.number in entry.summary and "养护事项" in entry.summary
        assert len(entry.summary) < 260
        assert entry.published_parsed and parsed.feed.title


def test_a_json_feed_says_the_same(reader):
    item = released()
    for address in feeds_of(item, "json"):
        told = json.loads(reader.get(address).content)
        assert told["version"] == "https://jsonfeed.org/version/1.1"
        (entry,) = told["items"]
        assert (entry["title"], entry["url"]) == (item.title, f"http://testserver/i/{item.number}/")
        assert told["feed_url"].startswith("http://testserver/")


def test_a_revision_is_the_same_entry_with_a_later_time(reader):
    item = released()
    before = feedparser.parse(reader.get("/feeds/latest.atom").content).entries[0]
    page = stories.revised(item.specific, title="关于白桦林养护的公告（更正）")
    publishing.commit(stories.cleared(page), by=stories.person("publisher"), reason="correction")
    outbox.drain()
    after = feedparser.parse(reader.get("/feeds/latest.atom").content).entries[0]
    assert after.id == before.id and after.title.endswith("（更正）")
    assert after.updated >= before.updated and after.published == before.published
    (found,) = feedparser.parse(reader.get("/search/feed.atom?q=白桦林 更正").content).entries
    assert found.id == before.id


@pytest.mark.parametrize("reason", ["privacy", "legal", "error", "expired"])
def test_what_is_taken_down_is_named_for_deletion_and_nothing_else_is_told(reader, reason):
    item = released()
    kept = released("关于红松林养护的公告")
    publishing.withdraw(item, reason=reason, by=stories.person("publisher"))
    outbox.drain()
    for address in feeds_of(kept, "atom")[:5]:
        response = reader.get(address)
        assert "白桦" not in response.content.decode()
        root = etree.fromstring(response.content)
        (gone,) = root.findall(f"{AT}deleted-entry")
        assert gone.get("ref") == f"tag:testserver,2026:i/{item.number}"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", gone.get("when"))
    for kind in KINDS:
        body = reader.get(f"/feeds/removed.{kind}").content.decode()
        assert item.number in body and "白桦" not in body and kept.number not in body
    (entry,) = feedparser.parse(reader.get("/feeds/removed.rss").content).entries
    assert entry.title == f"已撤下：{item.number}"


def test_a_restored_item_is_an_entry_again_and_no_removal(reader):
    item = released()
    publishing.withdraw(item, reason="error", by=stories.person("publisher"))
    page = DisclosurePage.objects.get(pk=item.pk).specific
    page.save_revision(user=stories.person("author"))
    stories.released(type(page).objects.get(pk=page.pk))
    body = reader.get("/feeds/latest.atom").content
    assert len(feedparser.parse(body).entries) == 1 and b"deleted-entry" not in body


def test_a_feed_of_another_domain_names_no_removal_of_this_one(reader):
    item = released()
    publishing.withdraw(item, reason="error", by=stories.person("publisher"))
    assert item.number not in reader.get("/feeds/domains/health.atom").content.decode()


def test_drafts_and_lists_shown_for_a_time_are_in_no_feed(reader):
    item = released()
    stories.draft(title="关于白桦林的草稿")
    ListPeriod.objects.create(
        number=item.number,
        page_id=item.pk,
        rev=1,
        posted_on=periods.today(),
        days=7,
        day_type="calendar",
        basis="",
        last_day=periods.today(),
        row_count=3,
        is_provisional=False,
    )
    for kind in KINDS:
        for address in feeds_of(item, kind):
            body = reader.get(address).content.decode()
            assert f"/i/{item.number}/" not in body and "草稿" not in body, address


def test_a_searchs_feed_holds_what_holds_all_that_is_asked(reader):
    both = released("白桦林养护经费公告")
    released("白桦林旅游公告")
    released("道路养护公告")
    parsed = feedparser.parse(reader.get("/search/feed.atom?q=白桦林 养护").content)
    assert [entry.link.split("/")[-2] for entry in parsed.entries] == [both.number]
    assert (
        feedparser.parse(reader.get("/search/feed.rss?q=白桦林&domain=health").content).entries
        == []
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("address", ["/feeds/latest.{}", "/search/feed.{}?q=白桦林"])
def test_an_unchanged_feed_costs_a_304(reader, kind, address):
    released()
    address = address.format(kind)
    first = reader.get(address)
    assert reader.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert first["Last-Modified"] and first["Access-Control-Allow-Origin"] == "*"
    assert first["Content-Type"] == FORMATS[kind][0]
    released("新的白桦林公告")
    assert reader.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_signs_that_xml_cannot_hold_are_left_out():
    assert clean("甲\x00\x0b\x1b乙\ud800丙\uffff丁\t\n𠮷") == "甲乙丙丁\t\n𠮷"


@pytest.mark.parametrize("kind", KINDS)
def test_markup_in_a_title_stays_text(reader, kind):
    released("关于<script>alert(1)</script>&amp;]]>的公告")
    body = reader.get(f"/feeds/latest.{kind}").content
    if kind == "json":
        assert "<script>" in json.loads(body)["items"][0]["title"]
    else:
        assert b"<script>" not in body and etree.fromstring(body) is not None


@pytest.mark.parametrize(
    "address",
    [
        "/feeds/domains/none.atom",
        "/feeds/units/none.atom",
        "/feeds/units/%00.atom",
        "/feeds/regions/%ff.rss",
        "/feeds/catalogue/'--.json",
        "/feeds/latest.xml",
        "/feeds/latest.atom/",
    ],
)
def test_an_unknown_feed_is_not_found(reader, address):
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["q=" + "低保" * 5000, "q=%ED%A0%80%00", "q=%22%27(", "page=9999&sort=x&year=abc", "q="],
)
def test_any_question_has_a_feed(reader, query):
    released()
    for kind in KINDS:
        assert reader.get(f"/search/feed.{kind}?{query}").status_code == 200


def test_feeds_only_tell(reader):
    assert reader.post("/feeds/latest.atom").status_code == 405
    assert reader.head("/feeds/latest.atom").status_code == 200


def test_one_visitor_cannot_ask_for_ever(reader, settings):
    from django.core.cache import cache

    cache.clear()
    settings.API_PER_MINUTE = 2
    answers = [reader.get("/feeds/latest.atom") for _ in range(7)]
    assert answers[-1].status_code == 429 and int(answers[-1]["Retry-After"]) > 0


@pytest.mark.parametrize("address", ["/feeds/latest.atom", "/search/feed.atom?q=公告"])
def test_statements_do_not_grow_with_the_entries(reader, django_assert_max_num_queries, address):
    def statements():
        reader.get(address)
        with django_assert_max_num_queries(30) as asked:
            reader.get(address)
        return len(asked)

    released()
    one = statements()
    for at in range(6):
        released(f"第{at}期公告")
    assert statements() == one


def test_the_release_check_reads_what_feeds_tell():
    item = stories.released(title="关于白桦林养护的公告", text="第一段。")
    told = surfaces.render("feeds", item)
    assert "白桦林" in told and "第一段。" in told and item.unit_name in told


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/latest/", "/feeds/latest.atom"),
        ("/", "/feeds/latest.atom"),
        ("/domains/welfare/", "/feeds/domains/welfare.atom"),
        ("/units/jl-test/", "/feeds/units/jl-test.atom"),
        ("/regions/220000/", "/feeds/regions/220000.atom"),
        ("/search/?q=白桦林", "/search/feed.atom?q="),
        ("/feeds/", "/feeds/latest.atom"),
    ],
)
def test_pages_name_their_feed(reader, page, feed):
    released()
    body = reader.get(page).content.decode()
    links = re.findall(
        r'<link rel="alternate" type="application/atom\+xml"[^>]*href="([^"]+)"', body
    )
    assert len(links) == 1 and links[0].startswith(feed)
    assert reader.get(links[0].replace("&amp;", "&")).status_code == 200


def test_the_lasting_name_of_an_item():
    assert (
        tag_of("example.gov.cn", "jl-mzt-2019-00001")
        == "tag:example.gov.cn,2019:i/jl-mzt-2019-00001"
    )
    assert tag_of("example.gov.cn", "odd") == "tag:example.gov.cn,2018:i/odd"
