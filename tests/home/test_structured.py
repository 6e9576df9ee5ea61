"""What machines read of a page: schema.org, the tags of government sites, Dublin Core."""

import json
import re

import pytest
from bs4 import BeautifulSoup

from disclosure import surfaces
from disclosure.canonical import public_record
from disclosure.models import (
    PolicyDocumentPage,
    ReportPage,
    ServiceGuidePage,
)
from home.models import SiteSettings
from home.templatetags.structured import block
from tests.disclosure import stories
from tests.home.published import published
from tests.home.test_data import project
from tests.home.test_exports import with_running_list

pytestmark = pytest.mark.django_db
HOSTILE = "</script><script>alert(1)</script><!-- &amp; \u2028 ]]>"


def page_of(client, address):
    return BeautifulSoup(client.get(address).content.decode(), "html.parser")


def thing(client, address):
    blocks = page_of(client, address).find_all("script", type="application/ld+json")
    assert len(blocks) == 1, address
    return json.loads(blocks[0].string)


def meta(client, address):
    tags = page_of(client, address).find_all("meta", attrs={"name": True})
    return {tag["name"]: tag["content"] for tag in tags}


def item_of(page_class, **fields):
    duty = stories.row(f"X{page_class.__name__[:6]}", page_class.__name__)
    return published(page_class=page_class, catalogue_item=duty, **fields)


def test_an_item_is_described_as_what_it_is(client):
    law = item_of(PolicyDocumentPage, doc_no="吉政办函〔2018〕120号", issued_on="2018-09-16",
                  issuing_body="吉林省人民政府办公厅", validity="废止")  # fmt: skip
    told = thing(client, f"/i/{law.number}/")
    assert told["@type"] == "Legislation" and told["@id"] == f"http://testserver/i/{law.number}/"
    assert told["legislationIdentifier"] == "吉政办函〔2018〕120号"
    assert told["legislationDate"] == "2018-09-16"
    assert told["legislationLegalForce"] == "https://schema.org/NotInForce"
    assert told["publisher"]["@type"] == "GovernmentOrganization"
    assert told["version"] == 1 and told["datePublished"].endswith("+08:00")
    guide = item_of(ServiceGuidePage, service_name="临时救助申请")
    told = thing(client, f"/i/{guide.number}/")
    assert told["@type"] == "GovernmentService" and told["serviceType"] == "临时救助申请"
    assert told["provider"]["name"] == guide.unit_name
    assert thing(client, f"/i/{item_of(ReportPage).number}/")["@type"] == "Report"
    assert thing(client, f"/i/{published().number}/")["@type"] == "DigitalDocument"


def test_lists_datasets_and_the_site_are_described(client):
    item = project(title="饮水工程")
    listed = thing(client, "/latest/")
    assert listed["@type"] == "ItemList"
    assert listed["itemListElement"][0]["url"] == f"http://testserver/i/{item.number}/"
    for address in ("/domains/poverty/", "/units/jl-test/", "/regions/220000/"):
        assert thing(client, address)["@type"] == "ItemList"
    told = thing(client, "/data/poverty-project/")
    assert told["@type"] == "Dataset" and len(told["distribution"]) == 4
    assert told["distribution"][0]["contentUrl"] == "http://testserver/data/poverty-project.csv"
    assert thing(client, "/data/")["dataset"][0]["name"] == "扶贫项目"
    site, sponsor = thing(client, "/")["@graph"]
    assert site["potentialAction"]["@type"] == "SearchAction"
    target = site["potentialAction"]["target"]["urlTemplate"]
    assert target == "http://testserver/search/?q={search_term_string}"
    assert sponsor["@type"] == "GovernmentOrganization"


def test_places_in_a_list_go_on_over_its_pages(client):
    for n in range(21):
        published(title=f"第{n}号公告")
    assert thing(client, "/latest/?page=2")["itemListElement"][0]["position"] == 21


def test_no_text_gets_out_of_the_data_block(client):
    html = block({"name": HOSTILE})
    inside = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not re.search("[<>&\u2028]", inside)
    assert json.loads(inside) == {"name": HOSTILE}
    item = published(title="公告</script><script>alert(1)</script>", keywords="</script>")
    page = client.get(f"/i/{item.number}/").content.decode()
    assert "<script>alert" not in page
    assert thing(client, f"/i/{item.number}/")["name"] == item.title
    assert "<script>alert" not in client.get("/latest/").content.decode()


def test_while_a_list_is_shown_its_item_is_described_to_nobody(client):
    item = with_running_list()
    page = page_of(client, f"/i/{item.number}/")
    assert not page.find_all("script", type="application/ld+json")
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"


def test_an_item_carries_the_tags_of_government_sites_and_of_the_public_catalogue(client):
    item = published(
        doc_no="吉民函〔2026〕47号",
        issuing_body="吉林省民政厅",
        issued_on="2026-03-04",
        topic="民政、扶贫、救灾",
        genre="公告",
        keywords="低保、标准",
    )
    tags = meta(client, f"/i/{item.number}/")
    assert tags["ArticleTitle"] == item.title
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", tags["PubDate"])
    assert tags["ContentSource"] == "吉林省民政厅" and tags["Author"] == item.unit_name
    assert tags["Keywords"] == "低保、标准" and tags["Description"]
    assert tags["Url"] == f"http://testserver/i/{item.number}/"
    assert tags["ColumnName"] and tags["ColumnType"]
    assert tags["DCTERMS.identifier"] == item.number
    assert tags["DCTERMS.bibliographicCitation"] == "吉民函〔2026〕47号"
    assert (tags["DCTERMS.created"], tags["DCTERMS.type"]) == ("2026-03-04", "公告")
    assert tags["DCTERMS.subject"] == "民政、扶贫、救灾"
    assert tags["DCTERMS.publisher"] == item.unit_name and tags["DCTERMS.issued"]


def test_every_page_names_the_site_and_every_column_itself(client):
    SiteSettings.objects.update_or_create(
        site_id=SiteSettings.of(client.get("/").wsgi_request).site_id or _site(),
        defaults={"site_code": "2200000001"},
    )
    published(region=stories.unit().region)
    for address in (
        "/",
        "/latest/",
        "/domains/welfare/",
        "/units/jl-test/",
        "/catalogue/",
        "/data/",
    ):
        tags = meta(client, address)
        assert tags["SiteName"] and tags["SiteDomain"] == "testserver", address
        assert tags["SiteIDCode"] == "2200000001", address
        if address != "/":
            assert tags["ColumnName"] and tags["ColumnType"], address


def _site():
    from wagtail.models import Site

    return Site.objects.get(is_default_site=True).pk


def test_what_machines_read_is_looked_at_before_the_release():
    item = published(title="标题里的词", keywords="关键词里的词")
    texts = surfaces.render_all(item, public_record(item))
    assert "关键词里的词" in texts["datasets"] and "标题里的词" in texts["datasets"]
    assert "DCTERMS.title" in texts["page"] and "application/ld+json" in texts["page"]
