"""What both engines promise. Every test runs on each of them."""

import pytest

from search.query import LAST_PAGE, SearchQuery
from search.record import SearchRecord


def record(number="jl-test-2026-00001", **values):
    return SearchRecord(number=number, **{"title": "公告", "published_on": "2026-01-01", **values})


def fill(engine, *records):
    engine.put(list(enumerate(records, 1)))
    engine.refresh()


def numbers(found):
    return [hit.record.number for hit in found.hits]


def many(count, **values):
    return [
        record(f"n-{at:03}", title=f"第{at}期食品安全监督抽检信息公告", **values)
        for at in range(count)
    ]


def test_two_characters_find_the_long_title(engine):
    fill(engine, record(title="城乡居民最低生活保障标准公告"))
    assert engine.find(SearchQuery("低生")).total == 1


def test_everyday_words_find_the_official_term(engine):
    fill(
        engine,
        record(title="城乡居民最低生活保障审批办理指南"),
        record("n-2", title="体育设施名录"),
    )
    assert numbers(engine.find(SearchQuery("低保怎么申请")))[0] == "jl-test-2026-00001"


def test_the_words_as_typed_can_be_asked_for_alone(engine):
    fill(engine, record(title="最低生活保障办理指南"), record("n-2", title="低保办理指南"))
    assert numbers(engine.find(SearchQuery("低保", literal=True))) == ["n-2"]


@pytest.mark.parametrize("words", ["最低生活保障標準", "dibao", "低宝", "ＤＩＢＡＯ"])
def test_other_scripts_pinyin_and_homophones_are_understood(engine, words):
    fill(
        engine, record(title="关于调整最低生活保障标准的通知"), record("n-2", title="体育赛事公告")
    )
    assert numbers(engine.find(SearchQuery(words)))[0] == "jl-test-2026-00001"


def test_pinyin_of_words_that_no_list_knows_finds_the_title(engine):
    fill(engine, record(title="梅花鹿养殖技术规程"), record("n-2", title="体育赛事公告"))
    assert numbers(engine.find(SearchQuery("meihualu"))) == ["jl-test-2026-00001"]


@pytest.mark.parametrize(
    "words",
    [
        "吉政办函〔2018〕120号",
        "吉政办函[2018]120号",
        "吉政办函（2018）120号",
        "吉政办函【2018】120号",
        "吉政办函﹝2018﹞１２０ 号",
        "吉政办函 2018 120号",
        "吉政办函〔2018年〕第120号",
    ],
)
def test_a_document_number_is_found_in_any_notation(engine, words):
    fill(
        engine,
        record(title="分工方案", doc_no="吉政办函〔2018〕120号"),
        record("n-2", title="落实情况", text="根据吉政办函〔2018〕120号文件，现公告如下。"),
        record("n-3", title="别的通知", doc_no="吉政办函〔2018〕12号"),
    )
    found = engine.find(SearchQuery(words))
    assert numbers(found) == ["jl-test-2026-00001", "n-2"]
    assert [hit.is_exact for hit in found.hits] == [True, False]


def test_a_named_document_is_shown_whatever_the_filters(engine):
    fill(
        engine,
        record(title="分工方案", doc_no="吉政办函〔2018〕120号", domain="cross"),
        record("n-2", title="低保公示", domain="welfare"),
    )
    words = SearchQuery("吉政办函〔2018〕120号 低保", filters={"domain": ("welfare",)})
    found = engine.find(words)
    assert numbers(found) == ["jl-test-2026-00001", "n-2"]
    assert found.total == 1


def test_light_words_alone_bring_nothing(engine):
    fill(engine, record(title="空气质量月报"))
    assert engine.find(SearchQuery("航天飞机月报")).total == 0


@pytest.mark.parametrize("words", ["jl-mzt-2026-00012", "JL-MZT-2026-00012"])
def test_an_item_number_is_found_exactly(engine, words):
    fill(engine, record("jl-mzt-2026-00012"), record("jl-mzt-2026-00013"))
    found = engine.find(SearchQuery(words))
    assert numbers(found)[0] == "jl-mzt-2026-00012"
    assert found.hits[0].is_exact


@pytest.mark.parametrize(
    "words", ["2018-06-20", "2018年6月20日", "二〇一八年六月二十日", "2018.6.20"]
)
def test_dates_are_found_in_any_notation(engine, words):
    fill(
        engine,
        record(title="甲", text="本办法自2018年6月20日起施行。"),
        record("n-2", title="乙", text="自2019年6月20日起施行。"),
    )
    assert numbers(engine.find(SearchQuery(words))) == ["jl-test-2026-00001"]


def test_the_asked_year_comes_first(engine):
    fill(engine, *(record(f"n-{y}", title=f"{y}年空气质量月报", year=y) for y in range(2005, 2025)))
    assert numbers(engine.find(SearchQuery("2011年空气质量")))[0] == "n-2011"


def test_a_removed_item_is_gone(engine):
    fill(engine, record(title="低保公示", text="内容"), record("n-2", title="低保标准"))
    engine.remove([(9, "jl-test-2026-00001")])
    engine.refresh()
    assert numbers(engine.find(SearchQuery("低保"))) == ["n-2"]
    assert engine.contents() == {"n-2": 1}


def test_a_revised_item_is_found_by_its_new_words_only(engine):
    fill(engine, record(title="公告", text="旧内容提到白桦林"))
    engine.put([(2, record(title="公告", text="新内容提到红松林", rev=2))])
    engine.refresh()
    assert engine.find(SearchQuery("白桦林")).total == 0
    assert engine.find(SearchQuery("红松林")).total == 1


def test_a_late_older_change_does_not_replace_a_newer_one(engine):
    engine.put([(5, record(title="新标题", rev=2))])
    engine.put([(3, record(title="旧标题", rev=1))])
    engine.refresh()
    assert engine.contents() == {"jl-test-2026-00001": 2}


def test_nothing_found_is_an_answer(engine):
    fill(engine, record(title="低保公示"))
    found = engine.find(SearchQuery("航天飞机"))
    assert (found.total, found.hits) == (0, ())


def test_no_words_list_everything_newest_first(engine):
    fill(
        engine,
        record("n-1", published_on="2025-01-01"),
        record("n-2", published_on="2026-05-01"),
        record("n-3", published_on="2025-07-01"),
    )
    assert numbers(engine.find(SearchQuery())) == ["n-2", "n-3", "n-1"]


def test_results_can_be_ordered_by_date(engine):
    fill(
        engine,
        record("n-1", title="低保标准", published_on="2025-01-01"),
        record("n-2", title="提到一次", text="低保", published_on="2026-05-01"),
    )
    assert numbers(engine.find(SearchQuery("低保", sort="date"))) == ["n-2", "n-1"]


@pytest.mark.parametrize("words", ["食品抽检", ""])
@pytest.mark.parametrize("sort", ["relevance", "date"])
def test_pages_together_hold_every_result_once(engine, words, sort):
    fill(engine, *many(137))
    seen = []
    for page in range(1, 15):
        found = engine.find(SearchQuery(words, sort=sort, page=page))
        assert found.total == 137
        seen += numbers(found)
    assert sorted(seen) == sorted(f"n-{at:03}" for at in range(137))
    assert engine.find(SearchQuery(words, page=15)).hits == ()


@pytest.fixture
def varied(engine):
    """Items over domains, stages, years and regions: enough for the index itself to count."""
    domains, stages = ["welfare", "health", "education"], ["service", "result"]
    fill(
        engine,
        *(
            record(
                f"n-{at:03}",
                title=f"第{at}批低保公示" if at % 4 else f"第{at}批体育设施",
                domain=domains[at % 3],
                stage=stages[at % 2],
                unit_code=f"u-{at % 5}",
                year=2015 + at % 4,
                region_codes=("220100", "220000") if at % 2 else ("220200", "220000"),
            )
            for at in range(60)
        ),
    )
    return engine


@pytest.mark.parametrize("words", ["低保", "低保公示 白山", ""])
def test_the_count_beside_a_choice_is_what_choosing_it_gives(varied, words):
    chosen = {"stage": ("service",)}
    found = varied.find(SearchQuery(words, filters=chosen))
    assert found.total
    for name, counts in found.counts.items():
        for value, count in counts.items():
            narrowed = SearchQuery(words, filters={**chosen, name: (value,)})
            assert varied.find(narrowed).total == count, (name, value)


def test_several_values_of_a_filter_mean_any_and_several_filters_all(varied):
    filters = {"domain": ("welfare", "health"), "year": ("2016",)}
    found = varied.find(SearchQuery("低保", filters=filters, per_page=50))
    assert {hit.record.domain for hit in found.hits} == {"welfare", "health"}
    assert {hit.record.year for hit in found.hits} == {2016}


def test_a_region_holds_what_lies_below_it(varied):
    found = varied.find(SearchQuery("", filters={"region": ("220000",)}))
    assert found.total == 60


def test_unknown_filter_values_find_nothing(varied):
    assert varied.find(SearchQuery("低保", filters={"domain": ("' OR 1=1 --",)})).total == 0


def test_marks_are_ours_and_everything_else_is_escaped(engine):
    text = "前文" * 80 + "<script>alert(1)</script>低保标准&amp;" + "后文" * 80
    fill(engine, record(title="<b>低保</b>公告", text=text))
    hit = engine.find(SearchQuery("低保")).hits[0]
    assert hit.title_html == "&lt;b&gt;<mark>低保</mark>&lt;/b&gt;公告"
    assert "<script" not in hit.passage_html
    assert "<mark>低保</mark>" in hit.passage_html


def test_marks_keep_the_characters_of_the_text(engine):
    fill(engine, record(title="最低生活保障標準", text="ＰＭ２.５平均浓度"))
    assert "<mark>最低生活保障</mark>" in engine.find(SearchQuery("低保")).hits[0].title_html
    assert "<mark>ＰＭ２.５</mark>" in engine.find(SearchQuery("pm2.5")).hits[0].passage_html


HOSTILE = [
    "低保" * 5000,
    '"',
    '""低保"',
    "'; DROP TABLE item; --",
    "title:低保 OR body:*",
    "低保*",
    "(((((",
    "AND OR NOT NEAR(a b)",
    "{title} : x ^ y",
    "\\",
    "\x00低保\x00",
    "\ud800低保",
    "低保\udfff",
    "%_%",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "🙂🙂🙂",
    "한국어",
    "ひらがな",
    "עברית",
    "。，、？！",
    "   ",
    "a" * 3000,
    "9" * 3000,
    "〔2018〕号",
    "第号令",
    "{{7*7}}",
    '{"query":{"match_all":{}}}',
    "怎么办吗呢",
    "的",
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_are_only_words(engine, words):
    fill(engine, record(title="低保公示", text="2018"), record("n-2", title="空气质量"))
    found = engine.find(SearchQuery(words, page=LAST_PAGE))
    assert found.total <= 2
    assert len(engine.contents()) == 2


def test_no_answer_before_the_index_has_anything(engine):
    assert engine.find(SearchQuery("低保")).total == 0
    assert engine.find(SearchQuery()).total == 0


@pytest.mark.parametrize("words", ['"低保公示"', "“低保公示”", "＂低保公示＂", "「低保公示」"])
def test_words_between_quotation_marks_are_found_as_they_stand(engine, words):
    fill(
        engine,
        record(title="低保公示"),
        record("n-2", title="低保对象公示"),
        record("n-3", title="最低生活保障公示"),
    )
    assert numbers(engine.find(SearchQuery(words))) == ["jl-test-2026-00001"]


@pytest.mark.parametrize("words", ['"低保公示', '低保"公示"', '""', '"" "', '" "', '低保 "'])
def test_unbalanced_quotation_marks_are_no_marks(engine, words):
    fill(engine, record(title="低保公示"))
    assert engine.find(SearchQuery(words)).total == ("低保" in words)
