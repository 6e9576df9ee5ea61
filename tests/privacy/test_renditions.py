"""One list, three renditions: the worked examples of the policy (privacy.md §8)."""

import pytest

from privacy import renditions
from privacy.list_difference import compare
from privacy.policy import rule_file
from privacy.renditions import BOARD, WEB, ListColumn, board, has_list, totals_need
from privacy.table_scan import scan
from privacy.tables import classify

NO_WEB = ["RECIP_HEALTH", "RECIP_DISABILITY", "RECIP_MINOR", "STUDENT_AID", "RECIP_FAMILYPLAN"]


def columns(*named):
    return [ListColumn(n, name, cls, kind) for n, (name, cls, kind) in enumerate(named)]


DISABLED = columns(
    ("姓名", "RECIPIENT_NAME", "name"),
    ("身份证号", "RESIDENT_ID", ""),
    ("家庭住址", "ADDRESS_DETAIL", ""),
    ("残疾类别", "DISABILITY", ""),
    ("补贴金额", "", "amount"),
)


@pytest.mark.parametrize("key", NO_WEB)
def test_the_web_never_lists_patients_disabled_persons_minors_or_students(key):
    assert not has_list(key, WEB)


@pytest.mark.parametrize("key", ["RECIP_WELFARE", "RECIP_POVERTY", "RECIP_DISASTER"])
def test_welfare_poverty_and_disaster_lists_are_on_the_web_and_on_the_board(key):
    assert has_list(key, WEB)
    assert has_list(key, BOARD)


def test_minors_and_family_planning_have_no_board_either():
    assert not has_list("RECIP_MINOR", BOARD)
    assert not has_list("RECIP_FAMILYPLAN", BOARD)


def test_every_policy_of_the_file_has_an_answer_for_every_channel():
    for entry in rule_file()["policies"]:
        for channel in renditions.CHANNELS:
            assert isinstance(has_list(entry["key"], channel), bool)


def test_a_disabled_persons_allowance_on_the_board_shows_name_village_and_amount():
    rows = [["张小三", "220102190101010013", "东风村3组", "肢体二级", "80"]]
    sheet = board("RECIP_DISABILITY", DISABLED, rows)
    assert sheet.labels == ["姓名", "家庭住址", "补贴金额"]
    assert sheet.rows == [["张小三", "东风村", "80"]]


def test_only_the_applicant_of_a_household_is_named():
    known = columns(
        ("姓名", "RECIPIENT_NAME", "name"),
        ("与户主关系", "", "org"),
        ("配偶姓名", "RECIPIENT_NAME", "name"),
        ("月保障金额", "", "amount"),
    )
    rows = [
        ["王五", "户主", "李四", "1200"],
        ["王小五", "之子", "", ""],
        ["赵六", "本人", "", "400"],
    ]
    sheet = board("RECIP_WELFARE", known, rows)
    assert sheet.labels == ["姓名", "月保障金额"]
    assert sheet.rows == [["王五", "1200"], ["赵六", "400"]]
    assert sheet.places == [0, 2]


def test_students_on_the_board_are_known_to_be_of_age():
    known = columns(
        ("学生姓名", "MINOR_NAME", "name"), ("年龄", "QUASI", "age"), ("金额", "", "amount")
    )
    rows = [["张小三", "19", "3000"], ["李小花", "17", "3000"], ["王五", "", "3000"]]
    assert board("STUDENT_AID", known, rows).rows == [["张小三", "3000"]]


def test_totals_of_minors_need_enough_of_them():
    assert totals_need("RECIP_MINOR") == 5
    assert totals_need("RECIP_WELFARE") == 1


def test_a_single_newcomer_is_revealed_by_two_lists_in_a_row():
    before = [((f"220102{n}",), "东风村") for n in range(20)]
    after = [*before, (("2201029999",), "东风村")]
    found = compare(before, after, required=5)
    assert (found.came, found.left, found.reveals) == (1, 0, True)
    assert found.lonely == {"东风村": (1, 0)}


def test_the_same_persons_in_another_spelling_are_no_difference():
    before = [(("2201 0219 9003",), "甲")]
    after = [(("２２０１０２１９９００３",), "甲")]
    assert not compare(before, after, required=5).reveals


def test_many_newcomers_in_one_village_reveal_nobody_but_one_in_another_does():
    before = [((str(n),), "甲") for n in range(20)]
    after = before + [((f"n{n}",), "甲") for n in range(9)] + [(("x",), "乙")]
    found = compare(before, after, required=5)
    assert found.lonely == {"乙": (1, 0)}


def test_one_number_among_a_thousand_remarks_is_found():
    rows = [["东风村", "已入户核实", "800"] for _ in range(1_000)]
    rows[640][1] = "证号220102194003070007"
    rows[641][1] = "联系13900001234"
    rows[900][0] = "220102194003070007"
    verdicts = classify(["村", "办理情况", "金额"], rows)
    found = {(one.column, one.cls): one for one in scan(verdicts, rows)}
    assert found[(0, "RESIDENT_ID")].rows == (900,)
    assert found[(1, "RESIDENT_ID")].cells == 1
    assert found[(1, "PERSONAL_PHONE")].rows == (641,)
