"""Differences between two public versions, part by part."""

from search.desk.changes import GONE, NEW, SAME, Segment, as_json, changes, compared

TEXT = "补助标准为每人每月486.20元，自2026年10月1日起执行。"
ROWS = [("t/fund/1", "云岭县\t低保\t486.20"), ("t/fund/2", "松江县\t低保\t300.00")]


def only(older, newer):
    (group,) = changes(older, newer)
    return group


def marked(cells, kind):
    return [segment.text for cell in cells for segment in cell if segment.kind == kind]


def test_the_same_version_has_no_changes():
    assert changes([("title", "公告"), ("b/1", TEXT)], [("title", "公告"), ("b/1", TEXT)]) == []


def test_a_changed_figure_is_marked_whole_on_both_sides():
    (change,) = only([("b/1", TEXT)], [("b/1", TEXT.replace("486.20", "468.20"))]).changes
    assert change.kind == "changed"
    assert marked(change.older, GONE) == ["486.20"]
    assert marked(change.newer, NEW) == ["468.20"]
    assert marked(change.newer, SAME)[0] == "补助标准为每人每月"


def test_what_a_copy_may_fold_is_a_change_of_a_version():
    for old, new in (("，", ","), ("万", "萬"), ("2026年10月1日", "2026-10-01")):
        assert changes([("b/1", f"甲乙{old}丙丁戊己庚辛")], [("b/1", f"甲乙{new}丙丁戊己庚辛")])


def test_an_inserted_paragraph_is_one_change_whatever_the_numbers():
    older = [("b/1", "第一段说的是标准。"), ("b/2", "第二段说的是时间。")]
    newer = [older[0], ("b/2", "新加的一段讲别的事情。"), ("b/3", older[1][1])]
    group = only(older, newer)
    assert [(c.kind, c.part) for c in group.changes] == [("added", "b/2")]
    assert group.same == 2


def test_a_removed_paragraph_is_said_with_its_text():
    (change,) = only([("b/1", TEXT), ("b/2", "以上内容作废。")], [("b/1", TEXT)]).changes
    assert (change.kind, change.part) == ("removed", "b/2")
    assert marked(change.older, GONE) == ["以上内容作废。"]
    assert change.newer == ()


def test_a_changed_cell_is_marked_in_its_row():
    group = only(ROWS, [ROWS[0], ("t/fund/2", "松江县\t低保\t350.00")])
    assert (group.name, group.same) == ("t/fund", 1)
    (change,) = group.changes
    assert [len(change.older), len(change.newer)] == [3, 3]
    assert marked(change.older, GONE) == ["300.00"]
    assert marked(change.newer, NEW) == ["350.00"]


def test_a_row_taken_out_of_the_middle_is_one_change():
    rows = [(f"t/fund/{n}", f"第{n}县\t低保\t{n}00.00") for n in range(1, 40)]
    shorter = [*rows[:9], *[(f"t/fund/{n - 1}", text) for n, (_p, text) in enumerate(rows, 1)][10:]]
    (change,) = only(rows, shorter).changes
    assert (change.kind, change.part) == ("removed", "t/fund/10")


def test_files_are_replaced_added_or_removed_by_what_they_hold():
    older = [("t/files/1", "名单"), ("a/1", "aa"), ("a/2", "bb")]
    newer = [("t/files/1", "名单"), ("a/1", "cc"), ("a/2", "bb"), ("a/3", "dd")]
    group = only(older, newer)
    assert [(c.part, c.kind) for c in group.changes] == [("a/1", "changed"), ("a/3", "added")]
    assert group.same == 1
    assert marked(group.changes[0].older, GONE) == ["aa"]


def test_a_file_that_only_moved_is_no_change():
    older, newer = [("a/1", "aa"), ("a/2", "bb")], [("a/1", "bb"), ("a/2", "aa")]
    assert changes(older, newer) == []


def test_groups_come_in_reading_order():
    older = [("title", "甲"), ("links", "")]
    newer = [("title", "乙"), ("links", "https://x.example/"), ("b/1", "文"), ("f/doc_no", "1号")]
    assert [g.name for g in changes(older, newer)] == ["title", "fields", "text", "targets"]


def test_programs_get_both_texts_of_each_changed_part():
    assert as_json(changes([("title", "甲县公告")], [("title", "乙县公告"), ("b/1", "文")])) == [
        {"part": "title", "kind": "changed", "older": "甲县公告", "newer": "乙县公告"},
        {"part": "b/1", "kind": "added", "older": None, "newer": "文"},
    ]


def test_a_very_long_paragraph_is_shown_as_replaced():
    old, new = "甲乙" * 3000, "丙丁" * 3000
    assert compared(old, new) == ((Segment(GONE, old),), (Segment(NEW, new),))
