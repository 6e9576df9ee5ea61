"""What a resubmission changed (pure part)."""

from workflows.changes import Change, between


def test_equal_records_have_no_changes():
    record = [("title", "公告"), ("b/1", "第一段")]
    assert between(record, list(record)) == []


def test_an_inserted_paragraph_does_not_make_all_below_it_changed():
    old = [("b/1", "甲"), ("b/2", "乙"), ("b/3", "丙")]
    new = [("b/1", "甲"), ("b/2", "新"), ("b/3", "乙"), ("b/4", "丙")]
    assert between(old, new) == [Change("b/2", "", "新")]


def test_a_changed_passage_is_cut_into_pieces():
    (change,) = between([("b/1", "受理地点：一号楼。")], [("b/1", "受理地点：二号楼。")])
    assert ("del", "一") in change.pieces
    assert ("ins", "二") in change.pieces


def test_a_removed_field_is_a_change_as_well():
    old = [("title", "公告"), ("f/doc_no", "吉民发〔2018〕1号")]
    assert between(old, [("title", "公告")]) == [Change("f/doc_no", "吉民发〔2018〕1号", "")]


def test_parts_of_different_kinds_are_not_paired():
    changes = between([("f/doc_no", "一")], [("b/1", "一段")])
    assert {change.part for change in changes} == {"f/doc_no", "b/1"}


def test_a_date_changes_as_a_whole_and_chinese_character_by_character():
    assert Change("f/x", "止于2026-11-27。", "止于2026-12-04。").pieces == [
        ("same", "止于"),
        ("del", "2026-11-27"),
        ("ins", "2026-12-04"),
        ("same", "。"),
    ]
    assert ("del", "人") in Change("b/1", "每人三百元", "每户三百元").pieces
