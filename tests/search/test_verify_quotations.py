"""Quotations over the corpus in every kind, and the pure parts that decide them."""

from pathlib import Path

import pytest

from ledger.textnorm import norm_v1
from search.corpus import lines
from search.desk.compare import compare
from search.desk.headers import without_headers
from search.desk.judgement import TooLong, Version, judge
from search.desk.quotation import norm, one_notation, windows, without_marks
from search.engines.embedded import EmbeddedEngine
from search.management.commands.measure_search import Command as MeasureSearch
from search.management.commands.measure_verify import IndexShelf
from tests.search import more_quotations, quotation_cases
from tests.search.conftest import fresh_engine

NOTICE = (
    "2026年第三季度低保情况\n本季度为全县1,284户、2,017人发放最低生活保障金486.20万元，其中城市391户、528人。"
    "2026年10月12日公示，比例为3.5%。不予批准的，应当说明理由。最大误差-5分贝。"
)


class OneShelf:
    """A shelf with given versions, all of them candidates."""

    def __init__(self, *versions):
        self.all = list(versions)

    def candidates(self, windows):
        return [(version.number, 1.0) for version in self.all]

    def versions(self, numbers):
        return [version for version in self.all if version.number in numbers]


def judged(passage, *versions):
    return judge(passage, OneShelf(*(versions or [Version("a-1", 1, NOTICE, wholes=(NOTICE,))])))


def changes(passage):
    return [(each.published, each.copy) for each in compare(NOTICE, passage).differences]


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    index = EmbeddedEngine(tmp_path_factory.mktemp("index") / "index.sqlite3")
    MeasureSearch()._fill(index, quotation_cases.CORPUS)
    return index


def answers(index, cases):
    found = [judge(case["query"], IndexShelf(index)) for case in cases]
    return [
        {
            "state": each.state,
            "item": each.version.number if each.version else None,
            "differences": each.differences,
        }
        for each in found
    ]


def assert_well_judged(index, cases):
    scored = quotation_cases.score(cases, answers(index, cases))
    assert scored["false_exact"] == []
    assert scored["verdicts"] >= 0.97, scored["wrong_state"]
    assert scored["counts"] >= 0.97, scored["wrong_count"]


@pytest.mark.slow
@pytest.mark.parametrize("kinds", [quotation_cases, more_quotations])
def test_all_kinds_of_copies_get_their_verdict(filled, kinds):
    assert_well_judged(filled, kinds.cases())


@pytest.mark.elastic
@pytest.mark.slow
def test_the_other_engine_gives_the_same_verdicts(tmp_path):
    index = fresh_engine("elastic", tmp_path)
    try:
        MeasureSearch()._fill(index, quotation_cases.CORPUS)
        for kinds in (quotation_cases, more_quotations):
            assert_well_judged(index, kinds.cases())
    finally:
        index.drop()


def test_a_quotation_from_title_into_text_is_exact():
    assert judged("第三季度低保情况 本季度为全县1,284户").state == "excerpt"


def test_the_whole_text_is_the_current_version():
    assert judged(NOTICE).state == "current"


@pytest.mark.parametrize(
    ("copy", "published", "shown"),
    [
        ("最低生活保障金586.20万元，其中城市", "486.20", "586.20"),
        ("最低生活保障金4862.0万元，其中城市", "486.20", "4862.0"),
        ("最低生活保障金486.20元，其中城市391户", "万", ""),
        ("日公示，比例为3.5‰。不予批准的，应当", "3.5%", "3.5‰"),
        ("比例为35%。不予批准的，应当说明理由", "3.5%", "35%"),
        ("说明理由。最大误差5分贝。", "-5", "5"),
        ("比例为3.5%。给予批准的，应当说明理由", "不", "给"),
        ("2026年10月13日公示，比例为3.5%", "12日", "13日"),
    ],
)
def test_what_changes_the_meaning_is_one_difference(copy, published, shown):
    found = judged(copy)
    assert found.state == "altered"
    assert [(each.published, each.copy) for each in found.differences] == [(published, shown)]


def test_a_difference_says_where_it_stands_in_the_original():
    (found,) = compare(NOTICE, "最低生活保障金586.20万元，其中城市391户").differences
    assert NOTICE[slice(*found.published_at)] == "486.20"


def test_a_dropped_sentence_is_one_difference():
    dropped = "其中城市391户、528人。不予批准的，应当说明理由。"
    assert changes(dropped) == [("2026年10月12日公示，比例为3.5%", "")]


def test_case_is_kept():
    version = Version("a-1", 1, "采购编号JL-2026-A17，由省民政厅负责解释，自发布之日起施行。")
    found = judged("采购编号jl-2026-a17，由省民政厅负责解释", version)
    assert found.state == "altered"
    assert found.differences[0].copy == "jl-2026-a17"


def test_other_punctuation_is_not_exact_and_is_shown():
    found = judged("不予批准的。应当说明理由。最大误差")
    assert found.state == "altered"
    assert [(each.published, each.copy) for each in found.differences] == [("，", "。")]


@pytest.mark.parametrize(
    ("copy", "folds"),
    [
        ("發放最低生活保障金486.20萬元，其中城市391戶", ("script",)),
        ("二〇二六年十月十二日公示，比例为3.5%", ("notation",)),
        ("2026-10-12公示，比例为3.5%。不予批准的", ("notation",)),
        ("其中城市391户、\n— 3 —\n528人。2026年10月12日公示", ("headers",)),
        ("“其中城市391户、528人。2026年10月12日”", ("marks",)),
        (
            "2026年10月12日公示，比例为3.5%。不予批准的，应当说明理由。最大误差−5分贝",
            ("typography",),
        ),
    ],
)
def test_the_second_try_says_what_was_folded(copy, folds):
    found = judged(copy)
    assert (found.state, found.folds) == ("excerpt", folds)


@pytest.mark.parametrize(
    "added",
    [
        "每户另交手续费二百元",
        "每户另交手续费二百元\n公告\n每户另交手续费二百元",
        "详情请登录https://pay.example.com领取",
        "https://pay.example.com",
        "2026年第三季度低保情况有变",
        "5000",
        "本季度为全县1,284户、2,017人发放最低生活保障金486.20万元，",
        "2026年10月13日",
    ],
)
@pytest.mark.parametrize("page", ["", "— 3 —\n"])
def test_nothing_that_says_something_passes_for_a_page_header(added, page):
    start = NOTICE.index("其中城市")
    found = judged(f"{NOTICE[:start]}\n{page}{added}\n{NOTICE[start:]}")
    assert (found.state, len(found.differences)) == ("altered", 1)


def test_only_those_headers_go_that_do_not_stand_in_the_text_themselves():
    notice = f"{NOTICE}\n云岭县民政局"
    version = Version("a-1", 1, notice, names=("云岭县民政局",))
    start = notice.index("其中城市")
    found = judged(f"{notice[:start]}\n云岭县民政局   第 2 页\n{notice[start:]}", version)
    assert (found.state, found.folds) == ("excerpt", ("headers",))
    assert found.left_out == ("云岭县民政局   第 2 页",)
    assert found.passage.endswith("云岭县民政局")


def test_a_changed_figure_is_not_folded_away_with_the_script():
    found = judged("發放最低生活保障金486.20萬元，其中城市392戶")
    assert found.state == "altered"
    assert [(each.published, each.copy) for each in found.differences] == [("391", "392")]


def test_a_current_version_answers_before_an_earlier_one():
    old = Version("a-1", 1, NOTICE, is_current=False)
    assert judged("其中城市391户、528人。", old).state == "superseded"
    new = Version("b-1", 3, NOTICE)
    assert judged("其中城市391户、528人。", old, new).version is new


@pytest.mark.parametrize("passage", ["", "   ", "短", "，。！？、；：", "\ud800" * 5])
def test_too_little_text_is_asked_for_more(passage):
    assert judged(passage).state == "too_short"


@pytest.mark.parametrize(
    "passage",
    ["공공복지 정보 공개에 관한 안내문입니다 확인해 주세요", "\ud800" * 50, "\x00" * 9 + "?" * 50],
)
def test_what_no_index_knows_is_unknown(filled, passage):
    assert judge(passage, IndexShelf(filled)).state == "unknown"


def test_more_text_than_a_notice_has_is_refused():
    with pytest.raises(TooLong):
        judged("公" * 100_001)


def test_hostile_repetition_is_answered_in_time(filled):
    for passage in ("公" * 90_000, "1" * 90_000, "公示 " * 30_000, "a\u0301" * 40_000):
        assert judge(passage, IndexShelf(filled)).state in ("unknown", "altered")


def test_both_normal_forms_are_one():
    for case in lines(Path(__file__).parents[1] / "ledger" / "data" / "norm.jsonl"):
        assert norm(case["text"]) == norm_v1(case["text"])


def test_dates_and_document_numbers_come_into_one_notation():
    assert one_notation("二〇二六年十一月二十日、2026-09-01、2026/9/1、九月三十号") == (
        "2026年11月20日、2026年9月1日、2026年9月1日、9月30日"
    )
    assert one_notation("吉政办函[2018]120号，第2.1.3条，3-5户，2026.9") == (
        "吉政办函〔2018〕120号，第2.1.3条，3-5户，2026.9"
    )


def test_headers_and_marks_around_a_quotation_go():
    assert without_headers("甲方\n第 4 页 共 9 页\n乙方\n— 5 —\n丙方") == "甲方\n乙方\n丙方"
    assert without_marks("“……公示期五个工作日……”") == "公示期五个工作日"


def test_a_figure_is_never_cut_for_looking_up():
    pieces = windows("补助1284567户困难群众家庭生活")
    assert all("1284567" in piece for piece in pieces if any(map(str.isdigit, piece)))
    assert windows("안내문입니다") == []
