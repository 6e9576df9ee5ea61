"""Headers of one and two rows, titles above, totals and sign-offs below."""

import pytest

from privacy.table_shape import header_rows, is_footer, joined, numbered_names
from privacy.tables import classify, split_header


def test_a_header_of_two_rows_is_joined():
    rows = [
        ["序号", "户主", "", "家庭情况", "", "金额"],
        ["", "姓名", "身份证号码", "人口", "住址", ""],
        ["1", "张小三", "220102194003070007", "3", "东风村2组15号", "1200"],
    ]
    start, count = header_rows(rows)
    assert (start, count) == (0, 2)
    names = joined(rows[:2])
    assert names == ["序号", "户主姓名", "户主身份证号码", "家庭情况人口", "家庭情况住址", "金额"]
    classes = [v.cls for v in classify(names, rows[2:])]
    assert classes[1:5] == ["RECIPIENT_NAME", "RESIDENT_ID", "QUASI", "ADDRESS_DETAIL"]


def test_titles_and_notes_above_the_header_are_passed_over():
    grid = [
        ["东风镇2026年第三季度临时救助名册", "", "", "", "", ""],
        ["填报单位：东风镇", "", "", "2026年9月", "", "单位：元"],
        ["序号", "姓名", "身份证号", "村", "金额", "备注"],
        ["1", "张小三", "220102194003070007", "东风村", "800", ""],
    ]
    header, rows = split_header(grid)
    assert header[1] == "姓名"
    assert len(rows) == 1


@pytest.mark.parametrize(
    "row",
    [
        ["合计", "", "", "12000"],
        ["合 计", "", "38", "12000"],
        ["总计：", "", "", "12,000"],
        ["小计（东风村）", "", "", "400"],
        ["", "合计", "38人", "12000"],
        ["制表人：某某", "", "审核人：某某", ""],
        ["注：以上名单如有异议请反映", "", "", ""],
        ["公示时间：2026年9月1日至9月7日", "", "", ""],
        ["单位（盖章）", "", "", ""],
    ],
)
def test_totals_and_sign_offs_stand_for_nobody(row):
    assert is_footer(row)


@pytest.mark.parametrize(
    "row",
    [
        ["1", "张小三", "220102194003070007", "800"],
        ["合计", "张小三", "220102194003070007", "800"],
        ["计小花", "东风村", "2", "800"],
        ["审核", "张小三", "13900000000", "800"],
    ],
)
def test_a_row_with_a_person_is_never_taken_for_a_total(row):
    assert not is_footer(row)


def test_two_columns_of_one_name_are_numbered():
    assert numbered_names(["电话", "姓名", "电话"]) == ["电话", "姓名", "电话（2）"]
