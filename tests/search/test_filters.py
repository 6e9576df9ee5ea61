"""Filters of the search: both engines alike, their boxes on the page, periods in any notation."""

from datetime import date

import pytest
from django.test import Client

from disclosure import outbox
from disclosure.models import Region, Unit
from search.language.notation import days_of
from search.query import SearchQuery, day_range, parse
from search.record import SearchRecord
from tests import public_copies
from tests.disclosure import stories
from tests.home.published import published


def record(at, **values):
    few = "白桦林" if at % 7 == 0 else ""
    return SearchRecord(number=f"n-{at:03}", title=f"第{at}期低保公示", text=f"低保{few}", **values)


@pytest.fixture
def filled(engine):
    kinds, validities = ["notice", "project", "policydocument"], ["有效", "失效"]
    records = [
        record(
            at,
            kind=kinds[at % 3],
            validity=validities[at % 2],
            catalogue_code=f"W{at % 4}",
            holds=("files", "tables")[: at % 3],
            issued_on=f"20{18 + at % 3}-06-{1 + at % 28:02}",
            year=2018 + at % 3,
        )
        for at in range(40)
    ]
    engine.put(list(enumerate(records, 1)))
    engine.refresh()
    return engine


@pytest.mark.parametrize("words", ["低保", "白桦林", "", "低保 白山"])
@pytest.mark.parametrize("name", ["kind", "validity", "catalogue", "holds", "year"])
def test_counts_are_what_choosing_gives_under_a_period_too(filled, words, name):
    query = SearchQuery(words, since="2018-06-01", until="2019-12-31", per_page=50)
    found = filled.find(query)
    assert found.counts[name]
    for value, count in found.counts[name].items():
        narrowed = SearchQuery(
            words, filters={name: (value,)}, since=query.since, until=query.until, per_page=50
        )
        answer = filled.find(narrowed)
        assert answer.total == count == len(answer.hits), value
        assert all("2018-06-01" <= hit.record.day <= "2019-12-31" for hit in answer.hits)


@pytest.mark.parametrize("words", ["低保", "白桦林", ""])
def test_an_open_period_ends_nowhere(filled, words):
    everything = filled.find(SearchQuery(words)).total
    late = filled.find(SearchQuery(words, since="2020-01-01")).total
    early = filled.find(SearchQuery(words, until="2019-12-31")).total
    assert 0 < late < everything and late + early == everything


def test_an_item_without_a_date_is_in_no_period(engine):
    engine.put([(1, record(1))])
    engine.refresh()
    assert engine.find(SearchQuery("低保", until="2030-01-01")).total == 0
    assert engine.find(SearchQuery("低保")).total == 1


# --- what is typed -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("2018", ("2018-01-01", "2018-12-31")),
        ("2018年", ("2018-01-01", "2018-12-31")),
        ("2018-02", ("2018-02-01", "2018-02-28")),
        ("2018年6月", ("2018-06-01", "2018-06-30")),
        ("二〇一八年六月", ("2018-06-01", "2018-06-30")),
        ("二○一八年六月二十日", ("2018-06-20", "2018-06-20")),
        ("2018-06-20", ("2018-06-20", "2018-06-20")),
        ("2018.6.20", ("2018-06-20", "2018-06-20")),
        ("２０１８／６／２０", ("2018-06-20", "2018-06-20")),
        ("20180620", ("2018-06-20", "2018-06-20")),
        ("2018 年 6 月 20 日", ("2018-06-20", "2018-06-20")),
        ("2018-13", None),
        ("2018-02-30", None),
        ("1066", None),
        ("昨天", None),
        ("", None),
        ("2018-06-20-01", None),
    ],
)
def test_a_day_a_month_or_a_year_in_any_notation(typed, days):
    assert days_of(typed) == days


def test_a_period_typed_backwards_is_turned_round():
    assert day_range("2020", "2018年") == ("2018-01-01", "2020-12-31")
    assert day_range("x", "2018") == ("", "2018-12-31")


def test_the_whole_state_is_in_the_address():
    query = parse({"q": ["低保"], "kind": ["notice", "project"], "from": ["2018年6月"], "to": [""]})
    again: dict = {}
    for name, value in query.parameters():
        again.setdefault(name, []).append(value)
    assert parse(again) == query
    assert query.since == "2018-06-01"


# --- on the page ---------------------------------------------------------------------------
@pytest.fixture
def citizen(site_search, db):
    return Client()


def text(response):
    return response.content.decode()


@pytest.mark.django_db
def test_new_filters_find_and_lead_back(citizen):
    row = public_copies.row("附表", words=[("b1", "名录")])
    with_file = published(title="低保名录", rows=[("attachment_rows", row)])
    without = published(title="低保公告", issued_on=date(2018, 6, 20), validity="失效")
    outbox.drain()
    for parameters, item in (
        ({"holds": "files"}, with_file),
        ({"validity": "失效"}, without),
        ({"from": "二〇一八年六月", "to": "2018"}, without),
    ):
        page = text(citizen.get("/search/", {"q": "低保", **parameters}))
        assert f"/i/{item.number}/" in page
        assert page.count('<article class="result"') == 1
    assert "2018年6月1日至2018年12月31日" in page
    assert "/search/?q=%E4%BD%8E%E4%BF%9D&quot;" not in page
    assert 'href="/search/?q=%E4%BD%8E%E4%BF%9D"' in page  # the chip takes the period off


@pytest.mark.django_db
def test_counties_stand_below_their_city_and_units_below_their_place(citizen):
    province = stories.unit().region
    city = Region.objects.create(code="220100", name="长春市", level="prefecture", parent=province)
    county = Region.objects.create(code="220122", name="农安县", level="county", parent=city)
    for at in range(8):
        unit = stories.unit(f"u-{at}", f"第{at}民政局")
        Unit.objects.filter(pk=unit.pk).update(region=county if at % 2 else city)
        published(of=Unit.objects.get(pk=unit.pk), title=f"第{at}期低保公示")
    outbox.drain()
    page = text(citizen.get("/search/", {"q": "低保", "unit": "u-1"}))
    tree = page[page.index("所在地") :]
    assert tree.index("长春市") < tree.index("<details><summary") < tree.index("农安县")
    assert 'value="u-1" checked' in page
    assert "<details open><summary>" in page  # the place of the chosen unit is open


@pytest.mark.django_db
def test_what_no_item_can_have_is_left_out_and_said(citizen):
    item = published(title="低保公告")
    outbox.drain()
    page = text(
        citizen.get(
            "/search/?q=低保&domain=nonsense&unit=%00&region=zz&kind=x&holds=all&from=gestern"
        )
    )
    assert f"/i/{item.number}/" in page
    assert "没有使用：nonsense、zz、x、all、gestern" in page
    assert "<script" not in page[page.index("没有使用") :][:80]


@pytest.mark.django_db
def test_the_address_shared_is_the_question_alone(citizen):
    published(title="低保公告")
    outbox.drain()
    page = text(citizen.get("/search/", {"q": "低保", "x": "1", "to": "2030"}))
    assert "http://testserver/search/?q=%E4%BD%8E%E4%BF%9D&amp;to=2030-12-31" in page
