"""Completions and near words, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.completion.suggesting import (
    Name,
    chosen,
    distance_of,
    keys_of,
    marks,
    nearest,
    phrases_of,
    readings,
    typed,
)
from search.language.lexicon import shipped


def test_a_name_is_found_by_signs_pinyin_and_first_letters():
    keys = keys_of("低保标准")
    assert keys.text == "低保 保标 标准"
    assert keys.sound == "di bao biao zhun"
    assert keys.initials.split() == ["dbbz", "bbz", "bz", "z"]


def test_letters_are_read_as_pinyin_whose_last_syllable_may_be_unfinished():
    assert ["di", "bao", "bi"] in readings("dibaobi")
    assert ["xi", "an"] in readings("xian")
    assert readings("bbz") == []


def test_several_words_must_all_be_there():
    assert typed("白山 低保").expressions == ('(text : "白山" *) AND (text : "低保" *)',)


@pytest.mark.parametrize("nothing", ["", " ", "d", "，。", '"', "*", "\u200b"])
def test_nothing_is_completed_before_there_is_a_word(nothing):
    assert typed(nothing).expressions == ()


@given(st.text(max_size=80))
def test_what_is_typed_never_breaks_an_expression(text):
    for expression in typed(text).expressions:
        assert expression.count('"') % 2 == 0
        bare = expression.replace('" *', '"')
        inside = "".join(bare.split('"')[1::2])
        assert not set(inside) & set("*^():\"'")


def test_a_title_gives_the_questions_it_answers():
    found = phrases_of("关于调整2026年城乡居民最低生活保障标准的通知", shipped())
    assert {"最低生活保障", "低保", "低保标准"} <= set(found)
    assert "通知" not in found


def test_every_kind_has_its_share_and_what_begins_with_the_words_comes_first():
    names = [Name("title", f"n-{at}", f"第{at}期低保公示") for at in range(30)]
    names += [Name("unit", "u", "低保中心"), Name("words", "低保", "低保", 3)]
    names.append(Name("words", "城市低保", "城市低保", 9))
    best = chosen(names, typed("低保"), 10)
    assert len(best) == 10
    assert [name.kind for name in best[:3]] == ["words", "words", "unit"]
    assert best[0].label == "低保"


def test_the_same_words_are_offered_once():
    names = [Name("words", "低保标准", "低保标准"), Name("title", "n-1", "低保标准")]
    assert len(chosen(names, typed("低保"), 10)) == 1


def test_the_typed_part_is_marked():
    assert marks("城乡低保标准", "低保") == [(2, 4)]
    assert marks("城乡低保标准", "dibao") == []


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("低保", "低保", 0),
        ("义务孝育", "义务教育", 1),
        ("甲乙丙", "甲丙乙", 1),
        ("甲乙", "甲乙丙", 1),
    ],
)
def test_signs_changed_added_left_out_or_changed_round_count_one(one, other, distance):
    assert distance_of(one, other, 2) == distance


@given(st.text("甲乙丙丁", max_size=8), st.text("甲乙丙丁", max_size=8))
def test_the_distance_is_the_same_both_ways(one, other):
    assert distance_of(one, other, 8) == distance_of(other, one, 8)


@pytest.mark.parametrize("asked", ["白华林", "白桦木林", "白林桦"])
def test_one_sign_away_from_a_title_is_found(asked):
    assert nearest(asked, ["关于白桦林养护的公告"], [])[0] == "白桦林"


def test_words_of_the_lexicon_are_near_as_well():
    assert nearest("义务孝育", [], ["义务教育", "学前教育"]) == ["义务教育"]
