"""Deadlines in the words of catalogues become rules, or stay words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.catalogue.deadline_words import clauses, number, read
from disclosure.seed_checks import rule_problems
from tests.disclosure.catalogue.files import shipped


def rules(text):
    found = read(text)
    assert not found.unknown, found.unknown
    names = ("kind", "days", "day_type", "start", "every", "every_days", "month", "day", "hours")
    return [{name: rule[name] for name in names if rule.get(name)} for rule in found.rules]


def test_every_deadline_of_the_basic_catalogue_gives_the_rules_it_has():
    for row in shipped():
        assert list(read(row["deadline_text"]).rules) == row["deadline_rules"], row["code"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("自信息形成或变更之日起２０个工作日内予以公开", ("working_days", 20, "formed_or_changed")),
        ("信息形成后十五个工作日内公开", ("working_days", 15, "formed_or_changed")),
        ("制定或获取信息之日起10个工作日内", ("working_days", 10, "formed_or_obtained")),
        ("自收到申请之日起7个工作日内", ("working_days", 7, "formed_or_obtained")),
        ("自作出行政处罚决定之日起7个工作日内", ("working_days", 7, "decision")),
        ("二十个工作日以内公布", ("working_days", 20, "formed_or_changed")),
    ],
)
def test_working_days_count_from_what_the_words_name(text, wanted):
    kind, days, start = wanted
    assert rules(text) == [{"kind": kind, "days": days, "start": start}]


@pytest.mark.parametrize(
    ("text", "days", "day_type"),
    [
        ("公示7个工作日", 7, "working"),
        ("公示期为5个工作日", 5, "working"),
        ("公示五日", 5, "calendar"),
        ("公告公示原则上不少于10天", 10, "calendar"),
        ("公开期限不少于二十日", 20, "calendar"),
    ],
)
def test_publicity_periods_keep_the_kind_of_their_days(text, days, day_type):
    assert rules(text) == [{"kind": "publicity_period", "days": days, "day_type": day_type}]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("每季度", {"kind": "recurring", "every": "quarter"}),
        ("按年度公开", {"kind": "recurring", "every": "year"}),
        ("每月公布一次", {"kind": "recurring", "every": "month"}),
        ("每年1月31日前", {"kind": "annual_date", "month": 1, "day": 31}),
        ("每年三月三十一日之前公布", {"kind": "annual_date", "month": 3, "day": 31}),
        ("至少每5日公开一次", {"kind": "recurring", "every_days": 5, "day_type": "calendar"}),
        ("及时", {"kind": "immediate"}),
        ("及时公开并动态更新", {"kind": "immediate"}),
        ("长期公开", {"kind": "long_term"}),
        ("24小时内", {"kind": "hours", "hours": [24]}),
        ("提前7日公示", {"kind": "advance_notice", "days": 7, "day_type": "calendar"}),
    ],
)
def test_other_deadlines_are_understood(text, rule):
    assert rules(text) == [rule]


def test_clauses_join_to_several_rules_and_what_is_not_understood_stays_in_its_words():
    found = read("1.及时公开；2.公示7个工作日\n由各地另行规定。每季度")
    assert [rule["kind"] for rule in found.rules] == ["immediate", "publicity_period", "recurring"]
    assert found.unknown == ("由各地另行规定",)
    joined = read("自信息形成之日起20个工作日内，公示7天")
    assert [rule["kind"] for rule in joined.rules] == ["working_days", "publicity_period"]


@pytest.mark.parametrize(
    "text",
    [
        "每年2月30日前",
        "公示0天",
        "自受理之日起5个工作日内",
        "十五个工作日",
        "视情况",
        "每年13月1日前",
    ],
)
def test_nothing_is_guessed(text):
    found = read(text)
    assert not found.rules and found.unknown == (text,)


def test_a_rule_the_site_knows_keeps_its_code_and_the_new_words():
    (rule,) = read("信息形成后20个工作日内").rules
    assert rule["code"] == "D20" and rule["cn"] == "信息形成后20个工作日内"


def test_numbers_are_read_in_figures_and_signs():
    assert [number(text) for text in ("7", "十", "十五", "二十", "三十一", "一百二十")] == [
        7, 10, 15, 20, 31, 120,
    ]  # fmt: skip


@given(
    st.text(
        alphabet="自信息形成变更之日起0123456789一二十个工作日内公示开每年月季度；，。（）\n前及时 ",
        max_size=60,
    )
)
def test_any_text_is_read_without_error_and_its_rules_are_sound(text):
    found = read(text)
    assert rule_problems([dict(rule) for rule in found.rules]) == []
    assert len(found.rules) + len(found.unknown) > 0 or not clauses(text)


def test_a_rule_that_no_clock_can_count_is_refused_in_the_catalogue():
    assert rule_problems([{"kind": "working_days", "days": 5000}]) == []
    assert "5000" in rule_problems([{"kind": "working_days", "days": 5001}])[0]
