from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from tests.disclosure import stories
from tests.home.published import published

pytestmark = pytest.mark.django_db


def text(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_home_page_shows_what_is_public_and_nothing_else(client):
    published(title="已公开的公告")
    factories.draft(title="还在起草的公告", catalogue_item=stories.row())
    page = text(client, "/")
    assert "已公开的公告" in page
    assert "还在起草的公告" not in page
    assert "共 1 条" in page


def test_an_empty_site_still_has_a_home_page(client):
    page = text(client, "/")
    assert "还没有公开的信息。" in page
    assert "正在公示</h2>" not in page


def test_a_running_notice_tells_how_long_it_still_runs(client):
    today = timezone.localdate()
    published(
        title="拟确认对象公示",
        publicity_from=today - timedelta(days=2),
        publicity_to=today + timedelta(days=30),
    )
    published(
        title="早已期满的公示",
        publicity_from=today - timedelta(days=20),
        publicity_to=today - timedelta(days=1),
    )
    for address in ("/", "/notices/"):
        assert "个工作日" in text(client, address)
    assert "拟确认对象公示" in text(client, "/notices/")
    assert "早已期满的公示" not in text(client, "/notices/")


def test_a_domain_is_narrowed_by_stage_and_unit(client):
    published(title="第一厅的公告")
    published(title="第二厅的公告", of=factories.unit("jl-two", "省第二厅"))
    page = text(client, "/domains/welfare/", unit="jl-two")
    assert "第二厅的公告" in page
    assert "第一厅的公告" not in page
    assert "这里还没有公开的信息" in text(client, "/domains/welfare/", stage="result")


@pytest.mark.parametrize("page", ["0", "-3", "99999", "abc", "1e9", ""])
def test_a_nonsense_page_number_shows_a_page(client, page):
    published(title="唯一的公告")
    for address in ("/latest/", "/domains/welfare/", "/units/jl-test/"):
        assert "唯一的公告" in text(client, address, page=page)


@pytest.mark.parametrize("value", ["' OR 1=1 --", "\x00", "<script>alert(1)</script>", "号" * 500])
def test_nonsense_filters_are_left_out(client, value):
    published(title="唯一的公告")
    page = text(client, "/domains/welfare/", stage=value, unit=value)
    assert "唯一的公告" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/domains/nothing/",
        "/units/nobody/",
        "/units/%00/",
        "/units/号/",
        "/regions/999999/",
        "/regions/%00/",
        "/nothing/",
    ],
)
def test_what_does_not_exist_is_not_found_in_chinese(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "没有这一页" in answer.content.decode()


def test_a_region_lists_what_concerns_the_places_below_it(client):
    province = factories.region()
    city = factories.region("220100", name="长春市", level="prefecture", parent=province)
    county = factories.region("220122", name="农安县", level="county", parent=city)
    published(title="县里的公告", region=county)
    assert "县里的公告" in text(client, "/regions/220100/")
    assert "县里的公告" in text(client, "/regions/220122/")
    index = text(client, "/regions/")
    assert index.count("农安县") == 1


def test_a_unit_shows_its_former_names_and_its_items_by_domain(client):
    item = published(title="本单位的公告")
    item.unit.names.create(name="省旧名厅", is_former=True)
    page = text(client, "/units/jl-test/", domain="welfare")
    for words in ("吉林省测试厅", "省旧名厅", "本单位的公告"):
        assert words in page


def test_twenty_one_items_make_two_pages(client):
    for n in range(21):
        published(title=f"第{n}号公告")
    assert text(client, "/latest/").count('<h3 class="title">') == 20
    assert text(client, "/latest/", page="2").count('<h3 class="title">') == 1
