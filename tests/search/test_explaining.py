"""The explanation of a rank is the rank: its parts add up to the score."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.base import candidate_of, prepare
from search.explaining import explained
from search.language.analysis import analyse
from search.ranking import score
from search.record import SearchRecord

ITEMS = [
    SearchRecord("MJ-1", "城乡居民最低生活保障标准公告", "低保标准提高，低保每月发放。", year=2025),
    SearchRecord("MJ-2", "吉林省社会救助条例", "低保对象按月发放，参见吉政办函〔2018〕120号。"),
    SearchRecord("MJ-3", "四川省最低生活保障办法", "低保。", issued_on="2024-05-01", year=2024),
    SearchRecord(
        "MJ-4", "分工方案", "体育馆开放。", doc_no="吉政办函〔2018〕120号", unit_name="长春市体育局"
    ),
    SearchRecord("MJ-5", "", ""),
]
QUESTIONS = [
    "低保",
    "低保标准 2025",
    "低保怎么申请",
    "社会救助条例",
    "2024年5月1日 低保",
    "体育局 体育馆 几点开门",
    "吉政办函〔2018〕120号",
    "MJ-4",
    "dibao",
    "zuidishenghuo",
    "看不起病怎么办",
    "关于贯彻落实国务院办公厅推进社会公益事业建设领域政府信息公开的意见",
    "从来没有的东西",
    "",
]


def candidate(record):
    return candidate_of(record, prepare(record))


def adds_up(question, record):
    asked, item = analyse(question), candidate(record)
    told = explained(asked, item)
    again = told.words * told.missing * told.norm * told.elsewhere if asked.units else 0.0
    assert told.value == score(asked, item)
    assert again + told.numbers == pytest.approx(told.value, abs=1e-4)
    return told


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_parts_add_up_to_the_score(question):
    for record in ITEMS:
        adds_up(question, record)


@given(st.text("低保救助标准条例吉林省2024年5月怎么申请dibao体育馆 ", max_size=20))
def test_they_add_up_whatever_was_asked(question):
    adds_up(question, ITEMS[1])


def test_it_says_by_which_word_and_where_a_thing_was_found():
    told = adds_up("低保", ITEMS[0])
    assert told.parts[0].found == (("title", "最低生活保障"), ("text", "低保"))
    assert told.parts[0].head > told.parts[0].text > 0


def test_it_says_what_lowers_an_item():
    told = adds_up("低保", ITEMS[2])
    assert (told.norm < 1, told.elsewhere < 1) == (True, True)
    assert adds_up("低保 体育馆", ITEMS[0]).missing < 1


def test_it_names_the_number_that_was_asked_for():
    assert adds_up("吉政办函〔2018〕120号", ITEMS[3]).own_number
    assert adds_up("吉政办函〔2018〕120号", ITEMS[1]).cited
