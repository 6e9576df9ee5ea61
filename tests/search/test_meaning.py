"""您是不是要找, and what is told of how a question was understood."""

import pytest
from django.test import Client

from disclosure import outbox, publishing
from search.language.analysis import analyse
from search.page.understood import readings
from tests.disclosure import stories

TITLES = [
    "义务教育阶段学校招生公告",
    "关于白桦林养护的公告",
    "孤儿基本生活费发放公告",
    "重污染天气预警公告",
]


@pytest.fixture
def citizen(site_search, db):
    for title in TITLES:
        stories.released(title=title)
    outbox.drain()
    return Client()


def shown(citizen, words, **more):
    return citizen.get("/search/", {"q": words, **more}).content.decode()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("义务孝育", "义务教育"), ("白樟林养护", "白桦林养护"), ("白桦养林护", "白桦林养护")],
)
def test_one_wrong_sign_is_offered_right(citizen, typed, meant):
    page = shown(citizen, typed)
    assert "您是不是要找" in page
    assert f'<b lang="zh-Hans-CN">{meant}</b>' in page


def test_only_what_finds_a_live_item_is_offered(citizen):
    item = stories.released(title="关于水曲柳抚育的公告")
    outbox.drain()
    assert "水曲柳抚育</b>" in shown(citizen, "水曲抑抚育")
    publishing.withdraw(item, reason="expired", by=stories.person("publisher"))
    assert "水曲柳" not in shown(citizen, "水曲抑抚育")  # before the index learns of it
    outbox.drain()
    assert "水曲柳" not in shown(citizen, "水曲抑抚育")


@pytest.mark.parametrize(
    "words", ["白桦林养护", "义务教育", "", "吉政办函〔2018〕120号", "完全没有的词语"]
)
def test_nothing_is_offered_where_nothing_is_wrong_or_near(citizen, words):
    assert "您是不是要找" not in shown(citizen, words)


def test_the_words_as_typed_are_left_alone_when_asked_for(citizen):
    page = shown(citizen, "义务孝育", exact="1")
    assert "您是不是要找" not in page
    assert "现在只查“义务孝育”这几个字" in page


@pytest.mark.parametrize(
    ("typed", "kind", "meant"),
    [
        ("最低生活保障標準", "script", "最低生活保障标准"),
        ("dibao", "pinyin", "低保"),
        ("meihualu", "sound", ""),
        ("吉政办函(2018)120", "document", "吉政办函〔2018〕120号"),
        ("二〇一八年六月二十日 公告", "date", "2018-06-20"),
        ("20180620", "date", "2018-06-20"),
        ("2018.6", "date", "2018-06"),
        ("低保", "synonym", "最低生活保障"),
    ],
)
def test_how_a_question_was_understood_is_told(typed, kind, meant):
    found = {reading.kind: reading.meant for reading in readings(typed, analyse(typed))}
    assert found[kind] == meant


@pytest.mark.parametrize("typed", ["吉政办函〔2018〕120号", "2018-99-99", "公告", "\ud800", ""])
def test_what_was_taken_as_it_stands_needs_no_words(typed):
    assert [r for r in readings(typed, analyse(typed)) if r.kind in ("document", "date")] == []


def test_a_phrase_is_told_and_can_be_taken_apart_where_it_finds_nothing(citizen):
    assert "只列出原样写着“白桦林养护”的信息" in shown(citizen, '"白桦林养护"')
    page = shown(citizen, '"养护白桦林"')
    assert "没有找到" in page and "养护白桦林</a>" in page
