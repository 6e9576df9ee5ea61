from disclosure.shown import Column, Element, Line
from home.table_pages import MOST_GROUPS, ROWS_PER_PAGE, chunks_of, group_column
from home.tables import table_of


def element(*rows, columns=("户主", "人数", "合计金额"), **fields):
    named = tuple(Column(f"c{n}", label) for n, label in enumerate(columns))
    return Element("list", "名册", "recipients", columns=named, rows=rows, **fields)


def test_columns_of_figures_are_set_flush_right_even_where_a_figure_is_suppressed():
    table = table_of(element(("张*三", "3", "2,220"), ("其他20户（合并）", "<3", "—")), 1, {})
    assert [column.is_numeric for column in table.columns] == [False, True, True]


def test_a_long_table_is_shown_page_by_page():
    rows = [(f"王*{n}", str(n), "1") for n in range(120)]
    table = table_of(element(*rows), 2, {"t2": "3"})
    assert len(table.rows) == 120 - 2 * ROWS_PER_PAGE
    assert (table.page.number, table.chunk.start, table.chunk.end) == (3, 101, 120)


def test_a_nonsense_page_number_shows_the_first_or_the_last_page():
    rows = [(f"王*{n}", str(n), "1") for n in range(120)]
    assert table_of(element(*rows), 1, {"t1": "abc"}).page.number == 1
    assert table_of(element(*rows), 1, {"t1": "999"}).page.number == 3


def test_a_long_list_is_shown_village_by_village():
    rows = [("张*三", "东山村" if n % 2 else "西河村", "1") for n in range(60)]
    rows += [("王*", "南岭村", "1")] * 55
    table = table_of(element(*rows, columns=("户主", "村（社区）", "人数")), 1, {"t1": "2"})
    assert [(c.group, c.number, c.group_size) for c in table.groups] == [
        ("西河村", 1, 30),
        ("东山村", 2, 30),
        ("南岭村", 3, 55),
    ]
    assert table.group == "东山村"
    assert {row[1][1] for row in table.rows} == {"东山村"}
    assert table.page.paginator.num_pages == 4  # 南岭村 needs two


def test_no_row_is_lost_between_the_pages():
    rows = [(f"王*{n}", f"{n % 7}村", "1") for n in range(400)]
    chunks = chunks_of(["户主", "村", "人数"], rows)
    assert sorted(row for chunk in chunks for row in chunk.rows) == sorted(rows)
    assert [chunk.number for chunk in chunks] == list(range(1, len(chunks) + 1))
    assert chunks[-1].end == 400


def test_a_table_with_very_many_villages_or_a_gap_is_cut_by_rows():
    many = [("王*", f"第{n}村", "1") for n in range(MOST_GROUPS + 60)]
    assert {chunk.group for chunk in chunks_of(["户主", "村", "人数"], many)} == {""}
    gap = [("王*", "东山村", "1")] * 60 + [("王*", "", "1")]
    assert {chunk.group for chunk in chunks_of(["户主", "村", "人数"], gap)} == {""}


def test_the_column_of_villages_is_known_by_its_head():
    assert group_column(["姓名", "所在村", "乡镇"]) == 1
    assert group_column(["姓名", "乡镇（街道）"]) == 1
    assert group_column(["姓名", "村干部姓名", "乡镇企业"]) is None


def test_the_lines_that_came_with_the_list_stand_below_it():
    foot = (
        Line("other", "其他 20 户（合并）", ("", "38", "29,115")),
        Line("total", "合计", ("", "41", "31,335")),
    )
    table = table_of(element(("张*三", "3", "2,220"), foot=foot), 1, {})
    told = [(kind, label, [cell for _column, cell in cells]) for kind, label, cells in table.lines]
    assert told == [
        ("other", "其他 20 户（合并）", ["", "38", "29,115"]),
        ("total", "合计", ["", "41", "31,335"]),
    ]


def test_without_such_lines_the_rows_are_added_up():
    table = table_of(element(("甲", "3", "2.50"), ("乙", "2", "1,000.00")), 1, {})
    ((_kind, label, cells),) = table.lines
    assert (label, [cell for _column, cell in cells]) == ("合计", ["", "5", "1,002.50"])


def test_a_suppressed_figure_is_not_given_away_by_a_sum():
    table = table_of(element(("甲", "<3", "2.50"), ("乙", "2", "1.00")), 1, {})
    ((_kind, _label, cells),) = table.lines
    assert [cell for _column, cell in cells] == ["", "", "3.50"]


def test_what_cannot_be_added_is_not_added():
    columns = ("户主", "年龄", "月标准（元）")
    assert not table_of(
        element(("甲", "70", "500"), ("乙", "71", "500"), columns=columns), 1, {}
    ).lines


def test_a_village_has_its_own_sum_on_its_last_page():
    rows = [("王*", "东山村", "2")] * 60 + [("王*", "西河村", "3")] * 10
    named = element(*rows, columns=("户主", "村", "人数"))
    first = table_of(named, 1, {})
    second = table_of(named, 1, {"t1": "2"})
    assert [kind for kind, _label, _cells in first.lines] == ["total"]
    assert [(label, cells[2][1]) for _kind, label, cells in second.lines] == [
        ("东山村合计（60 行）", "120"),
        ("合计", "150"),
    ]


def test_a_total_with_its_unit_stands_under_the_last_column_of_figures():
    table = table_of(element(("甲", "1", "2.00"), total="2.00 元"), 1, {})
    ((_kind, _label, cells),) = table.lines
    assert cells[2][1] == "2.00 元"


def test_what_is_hidden_is_announced_above_the_table():
    told = "；".join(table_of(element(("张*三", "<3", "1"), ("李*", "4", "1")), 1, {}).hidden)
    assert "中间的字已隐藏" in told and "身份证号" in told and "太小的数字" in told
    assert "合并" not in told
    foot = (Line("other", "其他 3 户（合并）", ("", "", "")),)
    assert "合并" in "；".join(table_of(element(("张*三", "1", "1"), foot=foot), 1, {}).hidden)


def test_a_table_that_hides_nothing_announces_nothing():
    plain = Element("rows", "项目", "rows", columns=(Column("c", "名称"),), rows=(("东山村",),))
    assert table_of(plain, 1, {}).hidden == ()


def test_more_than_seven_columns_scroll_sideways():
    wide = element(("1",) * 8, columns=tuple("甲乙丙丁戊己庚辛"))
    assert table_of(wide, 1, {}).is_wide
