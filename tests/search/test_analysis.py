"""How a citizen's words are understood: no database, no server."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines import matching
from search.highlight import marked, passage, words_to_mark
from search.language import notation
from search.language.analysis import LONGEST_QUERY, MOST_UNITS, analyse
from search.language.folding import fold, normalised
from search.language.lexicon import build, shipped
from search.language.pronunciation import sound_of, spellings
from search.query import LAST_PAGE, LONGEST_TEXT, SearchQuery, parse
from search.segment import pieces, terms


def words(query, **options):
    return [unit.text for unit in analyse(query, **options).units]


def test_question_words_are_left_out():
    assert words("请问低保怎么申请呢") == ["低保", "怎么申请"]


def test_official_terms_are_looked_for_as_well():
    first = analyse("低保").units[0]
    assert "最低生活保障" in dict(first.alternatives)


def test_old_and_new_names_of_public_bodies_are_one():
    assert "生态环境局" in dict(analyse("环保局").units[0].alternatives)
    assert "市场监督管理局" in dict(analyse("食药监局").units[0].alternatives)
    assert "应急管理局" in dict(analyse("安监局").units[0].alternatives)


def test_places_are_known_by_their_short_names():
    unit = analyse("延边低保").units[0]
    assert (unit.kind, "延边朝鲜族自治州" in dict(unit.alternatives)) == ("place", True)


def test_a_homophone_is_repaired_unless_a_title_has_it():
    assert analyse("高岭津贴").repaired == (("高岭津贴", "高龄津贴"),)
    assert analyse("高岭津贴", occurs=lambda _words: True).repaired == ()
    assert analyse("高岭津贴", literal=True).repaired == ()


def test_a_known_word_is_never_repaired():
    assert analyse("参加全民健身活动").repaired == ()
    assert analyse("公示").repaired == ()


def test_a_quotation_is_looked_for_as_it_stands():
    asked = analyse("国家综合性消防救援车辆由部队号牌改挂专用号牌的，一次性免征改挂当年车船税")
    assert {unit.kind for unit in asked.units} == {"run"}
    assert asked.spelled_out == ()


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("吉政办函〔2018〕120号", ["吉政办函|2018|120"]),
        ("根据国办发[2018]10号和国发（2019）3号", ["国办发|2018|10", "国发|2019|3"]),
        ("中华人民共和国国务院令第649号", ["国务院令||649"]),
        ("国令第707号", ["国务院令||707"]),
        ("四平2019扶贫资金", []),
        ("长春市2018年120户", []),
        ("第2018〔2018〕", []),
    ],
)
def test_document_numbers_become_one_key(written, keys):
    assert notation.document_keys(normalised(written)) == keys


@pytest.mark.parametrize(
    "written", ["2018-06-20", "2018年6月20日", "二〇一八年六月二十日", "2018/6/20"]
)
def test_dates_become_one_key(written):
    assert notation.date_keys(normalised(written)) == ["m201806", "d20180620"]


def test_a_citation_is_recognised_in_any_notation():
    assert notation.cites(fold("按照吉政办函（2018）120号执行"), "吉政办函|2018|120")
    assert not notation.cites(fold("按照吉政办函（2018）1205号执行"), "吉政办函|2018|120")


def test_terms_are_pairs_of_characters_and_whole_words():
    assert terms("最低生活pm2.5是35微克") == [
        "最低", "低生", "生活", "pm2.5", "是", "35", "微克",
    ]  # fmt: skip
    assert pieces("一二三四五六七") == ["一二三四", "三四五六", "四五六七"]


def test_pinyin_is_read_in_syllables():
    assert spellings("linshijiuzhu")[0] == ["lin", "shi", "jiu", "zhu"]
    assert spellings("pm") == []
    assert sound_of("长春市") == "changchunshi"


def test_staff_can_add_synonyms():
    lexicon = build(("暖气钱 > 供热补贴",))
    found = dict(analyse("暖气钱", lexicon=lexicon).units[0].alternatives)
    assert "供热补贴" in found


def test_every_word_of_the_files_can_be_found():
    known = shipped()
    for word in [*known.equals, *known.wider]:
        assert len(word) > 1, word
        assert " " not in word
        assert fold(word) == word


@given(st.text(max_size=400))
def test_analysis_is_bounded_and_never_fails(query):
    asked = analyse(query)
    assert len(asked.text) <= LONGEST_QUERY
    assert len(asked.units) <= MOST_UNITS + 12
    for expression in (
        matching.everything(asked),
        matching.titled(asked),
        matching.loose(asked),
        *matching.in_texts(asked),
        *matching.in_titles(asked),
    ):
        assert expression.count('"') % 2 == 0
        assert expression.count("(") == expression.count(")")


@given(st.text(max_size=300))
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)


# Signs that fold, and signs that others fold into: 薴 becomes 苧, which itself becomes 苎.
FOLDING = st.text(alphabet="薴苧苎徵著藉ＡａAzÀé，。（）發髮发臺台2018年", max_size=40)


@given(FOLDING)
def test_a_text_folds_sign_by_sign(text):
    assert fold(text) == "".join(map(fold, text))


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("192018年6月", ["m201806"]),
        ("2018-06-20至2019年3月", ["m201806", "d20180620", "m201903"]),
        ("二二〇一八年六月", ["m201806"]),
        ("一九九八年十二月三十一日", ["m199812", "d19981231"]),
        ("电话12018123456，2018年", []),
        ("2018年13月", []),
    ],
)
def test_dates_are_found_wherever_they_begin(text, keys):
    assert notation.date_keys(normalised(text)) == keys


@given(st.text(max_size=300), st.text(max_size=20))
def test_marking_changes_nothing_but_marks(text, query):
    html = marked(text, words_to_mark(analyse(query)))
    bare = html.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    shown = passage(text, words_to_mark(analyse(query)))
    assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")


anything = st.dictionaries(
    st.sampled_from(["q", "domain", "unit", "region", "stage", "year", "sort", "page", "x"]),
    st.lists(st.text(max_size=60), max_size=30),
)


@given(anything)
def test_parsing_never_fails_and_bounds_everything(parameters):
    query = parse(parameters)
    assert len(query.text) <= LONGEST_TEXT
    assert 1 <= query.page <= LAST_PAGE
    assert all(len(values) <= 20 for values in query.filters.values())
    again = {}
    for name, value in query.parameters():
        again.setdefault(name, []).append(value)
    assert parse(again) == query


def test_a_filter_can_be_taken_off():
    query = SearchQuery("低保", filters={"domain": ("welfare", "health"), "year": ("2019",)})
    assert query.without("domain", "welfare").filters == {"domain": ("health",), "year": ("2019",)}
    assert query.without("year").filters == {"domain": ("welfare", "health")}
